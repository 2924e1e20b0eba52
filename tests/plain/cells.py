"""Every cell of the lifecycle, judged by the words of the design."""

from __future__ import annotations

from dataclasses import dataclass

from tests.plain.known import Content, Rec
from tests.plain.world import World

STAGES = ("collect", "store", "use", "transmit", "share", "delete")


@dataclass(frozen=True)
class Cell:
    """Hold the judgement of one activity at one stage."""

    activity: str
    stage: str
    state: str
    a_state: str
    a_source: str | None
    has_r: bool
    conflict: bool
    people: int | None

    @property
    def held(self) -> bool:
        """Tell whether one accountable post has a holder."""
        return self.a_state == "held"


def cells(world: World) -> list[Cell]:
    """Return six cells for every live activity."""
    return [_cell(world, activity, stage) for activity in world.activities for stage in STAGES]


def _cell(world: World, activity: Rec, stage: str) -> Cell:
    row = world.stage(activity, stage)
    roles = [each for each in row.get("roles", []) if each.get("post") or each.get("department")]
    own = [each for each in roles if each["letter"] == "accountable"]
    passed_on = world.inherited(activity["department"], stage, "accountable")
    a_state = _a_state(world, own, passed_on)
    people = [each["people"] for each in activity["data"] or [] if each.get("people") is not None]
    has_r = any(each["letter"] == "responsible" for each in roles)
    return Cell(
        activity=activity.id,
        stage=stage,
        state=_state(world, activity, stage, row, held=a_state == "held"),
        a_state=a_state,
        a_source="explicit" if own else "inherited" if passed_on else None,
        has_r=has_r or bool(world.inherited(activity["department"], stage, "responsible")),
        conflict=_conflict(world, activity, stage, roles),
        people=max(people, default=None),
    )


def _a_state(world: World, own: list[Content], passed_on: set[str]) -> str:
    named = {each.get("post") or each["department"] for each in own} or passed_on
    if len(named) != 1:
        return "several" if named else "none"
    if own and not own[0].get("post"):
        return "department"
    return world.post_state(next(iter(named)))


def _state(world: World, activity: Rec, stage: str, row: Content, *, held: bool) -> str:
    takes_place = row.get("applicable")
    if takes_place == "not_applicable":
        return "not_applicable" if row.get("reason", "").strip() else "not_assessed"
    if not takes_place and not any(row.get(name) for name in ("policies", "measures", "roles")):
        return "not_assessed"
    measures = world.in_place(row)
    proven = bool(measures) and all(
        any(world.in_date(world.find("evidence", piece)) for piece in each.get("evidence", []))
        for each in measures
    )
    facts = (world.policy(activity, stage, row.get("policies", [])), bool(measures), proven, held)
    return "covered" if all(facts) else "partial" if any(facts) else "gap"


def _conflict(world: World, activity: Rec, stage: str, roles: list[Content]) -> bool:
    row = world.stage(activity, stage)
    if row.get("applicable") == "not_applicable" and row.get("reason", "").strip():
        return False
    posts: set[str] = set()
    for letter in ("accountable", "responsible"):
        own = [each for each in roles if each["letter"] == letter]
        posts |= {each["post"] for each in own if each.get("post")}
        if not own:
            posts |= world.inherited(activity["department"], stage, letter)
    entities = world.entities(activity)
    return any(
        not where or not entities or set(where) & set(entities)
        for post in posts
        for where in world.conflicts.get(post, [])
    )
