"""The views and a second judge written in plain Python agree on registers made by chance."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.register.commands import Change, initialise, write
from governance.register.store import Register

STAGES = ("collect", "store", "use", "transmit", "share", "delete")
DAY = date(2026, 6, 15)
DAYS = st.sampled_from([None, "2026-01-01", "2026-06-14", "2026-06-15", "2026-06-16", "2026-12-31"])
Content = dict[str, Any]
World = dict[str, dict[str, Content]]


def some(prefix: str, most: int) -> st.SearchStrategy[str]:
    """Return one of the ids of a kind."""
    return st.sampled_from([f"{prefix}-{number:05}" for number in range(1, most + 1)])


def record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Content]:
    """Return content whose empty fields are not set."""
    return st.fixed_dictionaries(fields).map(
        lambda found: {
            "name": "X",
            **{name: value for name, value in found.items() if value not in (None, [])},
        }
    )


def keyed(rows: list[Content]) -> list[Content]:
    """Return rows with keys of their own."""
    return [{"key": f"k{number}", **row} for number, row in enumerate(rows)]


def rows(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Content]]:
    """Return up to three nested rows."""
    row = st.fixed_dictionaries(fields).map(lambda r: {k: v for k, v in r.items() if v not in (None, [])})
    return st.lists(row, max_size=3).map(keyed)


LETTERS = st.sampled_from(["accountable", "responsible", "informed"])
POSTS, DEPARTMENTS = some("POS", 3), some("DEP", 3)
STAGE = st.fixed_dictionaries(
    {
        "applicable": st.sampled_from([None, "applicable", "not_applicable"]),
        "reason": st.sampled_from([None, "None of it"]),
        "policies": st.lists(some("POL", 3), max_size=3, unique=True),
        "measures": rows(
            measure=some("MEA", 3),
            state=st.sampled_from([None, "planned", "in_place"]),
            since=DAYS,
            evidence=st.lists(some("EVI", 4), max_size=3, unique=True),
        ),
        "roles": rows(letter=LETTERS, post=st.none() | POSTS, department=st.none() | DEPARTMENTS),
    }
)
# Rows keyed by their stage, as the screens write them, or by anything else; then one stage may come twice.
STAGE_LISTS = st.tuples(
    st.lists(st.tuples(st.sampled_from(STAGES), STAGE), max_size=7), st.sampled_from(["stage", "number"])
).map(
    lambda found: [
        {"key": code if found[1] == "stage" else f"k{number}", "stage": code}
        | {k: v for k, v in row.items() if v not in (None, [])}
        for number, (code, row) in enumerate(found[0])
        if found[1] == "number" or code not in [each for each, _ in found[0][:number]]
    ]
)
KINDS: dict[str, tuple[str, int, st.SearchStrategy[Content]]] = {
    "department": (
        "DEP",
        3,
        record(
            parent=st.none() | DEPARTMENTS,
            stage_roles=rows(letter=LETTERS, post=POSTS, stage=st.none() | st.sampled_from(STAGES)),
        ),
    ),
    "post": ("POS", 3, record()),
    "person": ("PER", 3, record(left_on=DAYS)),
    "appointment": ("APP", 4, record(post=POSTS, person=some("PER", 3), starts_on=DAYS, ends_on=DAYS)),
    "policy": (
        "POL",
        3,
        record(
            in_force_from=DAYS,
            in_force_to=DAYS,
            stages=st.lists(st.sampled_from(STAGES), max_size=2, unique=True),
            departments=st.lists(DEPARTMENTS, max_size=2, unique=True),
        ),
    ),
    "evidence": (
        "EVI",
        4,
        record(
            issued_on=DAYS,
            expires_on=DAYS,
            stated=st.sampled_from([{}, {"expires_on": "none"}, {"expires_on": "unknown"}]),
        ).map(lambda c: {k: v for k, v in c.items() if k != "stated" or "expires_on" not in c}),
    ),
    "activity": (
        "ACT",
        3,
        record(department=st.none() | DEPARTMENTS, stages=STAGE_LISTS, starts_on=DAYS, ends_on=DAYS),
    ),
}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return the content of every record of a small register."""
    return {
        kind: {f"{prefix}-{number:05}": draw(content) for number in range(1, most + 1)}
        for kind, (prefix, most, content) in KINDS.items()
    }


def store(path: Path, world: World) -> Register:
    """Write a world to a register; its first person stands in for PER-00001."""
    register = Register.create(path)
    initialise(register, organisation="Alba", person="X")
    changes = [
        Change(kind, "create", content, record_id)
        for kind, records in world.items()
        for record_id, content in records.items()
        if record_id != "PER-00001"
    ]
    first = {"name": "X", **world["person"]["PER-00001"]}
    first.pop("left_on", None)
    world["person"]["PER-00001"] = first
    write(register, actor="PER-00001", reason="a world", changes=changes)
    return register


def began(content: Content, first: str, last: str, *, open_start: bool) -> bool:
    """Tell whether a span holds on the day; the last day is the first it does not hold."""
    start, end = content.get(first), content.get(last)
    started = open_start if start is None else start <= DAY.isoformat()
    return started and (end is None or DAY.isoformat() < end)


def post_state(world: World, post: str) -> str:
    """Return held, left or vacant."""
    people = [
        world["person"][each["person"]].get("left_on")
        for each in world["appointment"].values()
        if each["post"] == post and began(each, "starts_on", "ends_on", open_start=False)
    ]
    if not people:
        return "vacant"
    return "held" if any(left is None or DAY.isoformat() < left for left in people) else "left"


def line(world: World, department: str | None) -> list[str]:
    """Return a department and those above it, each once."""
    found: list[str] = []
    while department is not None and department not in found:
        found.append(department)
        department = world["department"][department].get("parent")
    return found


def inherited(world: World, department: str | None, stage: str, letter: str) -> set[str]:
    """Return the posts the nearest department gives the letter to."""
    for each in line(world, department):
        given_here = [r for r in world["department"][each].get("stage_roles", []) if r["letter"] == letter]
        for group in (stage, None):
            posts = {r["post"] for r in given_here if r.get("stage") == group}
            if posts:
                return posts
    return set()


def in_date(world: World, piece: str) -> bool:
    """Tell whether evidence counts on the day."""
    content, day = world["evidence"][piece], DAY.isoformat()
    if content.get("issued_on") is None or content["issued_on"] > day:
        return False
    if "expires_on" in content:
        return bool(day <= content["expires_on"])
    return bool(content.get("stated", {}).get("expires_on") == "none")


def policy_holds(world: World, department: str | None, stage: str, listed: list[str]) -> bool:
    """Tell whether a policy in force is listed or covers the stage and department."""
    for policy, content in world["policy"].items():
        if not began(content, "in_force_from", "in_force_to", open_start=False):
            continue
        where = content.get("departments", [])
        covers = stage in content.get("stages", []) and (
            not where or bool(set(where) & set(line(world, department)))
        )
        if policy in listed or covers:
            return True
    return False


def judge(world: World, content: Content, stage: str) -> dict[str, Any]:
    """Return state, facts and who answers for a stage, by the words of the design."""
    department = content.get("department")
    row: Content = next((r for r in content.get("stages", []) if r["stage"] == stage), {})
    here = [
        m
        for m in row.get("measures", [])
        if m.get("state") == "in_place" and m.get("since", "") <= DAY.isoformat()
    ]
    proven = bool(here) and all(any(in_date(world, e) for e in m.get("evidence", [])) for m in here)
    named = [r for r in row.get("roles", []) if r.get("post") or r.get("department")]
    own = {r.get("post") or r["department"] for r in named if r["letter"] == "accountable"}
    answering = own or inherited(world, department, stage, "accountable")
    a_state = "none" if not answering else "several"
    if len(answering) == 1:
        (one,) = answering
        a_state = "department" if one.startswith("DEP") else post_state(world, one)
    facts = [
        policy_holds(world, department, stage, row.get("policies", [])),
        bool(here),
        proven,
        a_state == "held",
    ]
    touched = any(row.get(name) for name in ("applicable", "policies", "measures", "roles"))
    has_r = any(r["letter"] == "responsible" for r in named)
    state = "covered" if all(facts) else "partial" if any(facts) else "gap"
    if not touched:
        state = "not_assessed"
    elif row.get("applicable") == "not_applicable":
        state = "not_applicable" if row.get("reason") else "not_assessed"
    return {
        "state": state,
        "facts": facts,
        "a_state": a_state,
        "a_source": "explicit" if own else "inherited" if answering else None,
        "no_r": not has_r and not inherited(world, department, stage, "responsible"),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_coverage_and_accountability_are_what_plain_python_says(world: World) -> None:
    """Every live activity has six cells, and each is judged the same by both."""
    with tempfile.TemporaryDirectory() as folder:
        register = store(Path(folder) / "register.duckdb", world)
        with register.read(register.lens(effective_on=DAY)) as reader:
            cells = reader.rows("SELECT * FROM stage_cell")
            issues = reader.rows("SELECT activity, stage, code FROM accountability_issue")
            roles = reader.rows("SELECT activity, stage, letter, post, state FROM cell_role")
        register.close()
    expected = {
        (record_id, stage): judge(world, content, stage)
        for record_id, content in world["activity"].items()
        if began(content, "starts_on", "ends_on", open_start=True)
        for stage in STAGES
    }
    found = {
        (row["activity"], row["stage"]): {
            "state": row["state"],
            "facts": [row[name] for name in ("policy", "measure", "evidence", "accountable")],
            "a_state": row["a_state"],
            "a_source": row["a_source"],
            "no_r": row["r_source"] is None,
        }
        for row in cells
    }
    assert found == expected
    codes = {"none": "no_a", "several": "two_as", "vacant": "a_vacant", "left": "a_left"}
    codes["department"] = "a_department"
    counted = {key: each for key, each in expected.items() if each["state"] != "not_applicable"}
    wrong = {(key, codes[each["a_state"]]) for key, each in counted.items() if each["a_state"] != "held"}
    wrong |= {
        (key, "a_inherited_only")
        for key, each in counted.items()
        if each["a_state"] == "held" and each["a_source"] == "inherited"
    }
    wrong |= {(key, "no_r") for key, each in counted.items() if each["no_r"]}
    assert {((row["activity"], row["stage"]), row["code"]) for row in issues} == wrong
    answering = {(row["activity"], row["stage"]) for row in roles if row["letter"] == "accountable"}
    assert answering == {key for key, each in counted.items() if each["a_state"] != "none"}
    assert all(row["state"] == post_state(world, row["post"]) for row in roles if row["post"])
