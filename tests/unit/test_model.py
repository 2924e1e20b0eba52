"""One declaration per field, and what is derived from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from governance import vocabulary
from governance.errors import InvalidRecord
from governance.model.canonical import canonical, material_hash
from governance.model.differences import differences, merge
from governance.model.fields import Declared, Short, declared, field
from governance.model.kinds import KINDS, Kind, content_of, parse
from governance.register.commands import Change, initialise, write
from governance.register.schema import create_table
from governance.register.store import Register


def _every(fields: tuple[Declared, ...]) -> list[Declared]:
    return [each for one in fields for each in (one, *_every(one.children))]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_field_has_both_labels_and_known_targets(kind: Kind) -> None:
    """Each field is labelled in both languages; its vocabulary, kind or rows exist."""
    names = {each.name for each in kind.fields}
    for each in _every(kind.fields):
        assert each.spec.en
        assert each.spec.zh
        assert any("\u4e00" <= letter <= "\u9fff" for letter in each.spec.zh), each.name
        assert set(each.spec.link_kinds) <= KINDS.keys()
        if each.spec.vocabulary:
            assert vocabulary.terms(each.spec.vocabulary)
        if each.spec.within:
            assert each.spec.within in names
        assert bool(each.spec.help_en) == bool(each.spec.help_zh), each.name


def test_prefixes_are_unique() -> None:
    """An id tells its kind."""
    assert len({kind.prefix for kind in KINDS.values()}) == len(KINDS)


def test_one_added_line_reaches_every_derived_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field added in one place is stored, projected, diffed, in the JSON schema and the field list."""

    class Extended(KINDS["system"].model):  # type: ignore[misc]
        cost_centre: Short | None = field("Cost centre", "成本中心", cites=("GDPR 24",), material=True)

    path = tmp_path / "register.duckdb"
    before = Register.create(path)
    initialise(before, organisation="Alba", person="Ann")
    write(before, actor="PER-00001", reason="r", changes=[Change("system", "create", {"name": "Old"})])
    before.close()

    kind = KINDS["system"]
    monkeypatch.setitem(
        KINDS, "system", Kind("system", Extended, "SYS", kind.en, kind.zh, kind.many_en, kind.many_zh)
    )
    register = Register.open(path)
    write(
        register,
        actor="PER-00001",
        reason="r",
        changes=[Change("system", "create", {"name": "New", "cost_centre": "C-1"})],
    )
    with register.read(register.lens()) as reader:
        rows = reader.rows('SELECT name, cost_centre FROM "system" ORDER BY name')
    register.close()

    assert rows == [{"name": "New", "cost_centre": "C-1"}, {"name": "Old", "cost_centre": None}]
    assert '"cost_centre" VARCHAR' in create_table(KINDS["system"])
    (change,) = differences("system", {"name": "a"}, {"name": "a", "cost_centre": "C"})
    assert (change.path, change.field.spec.label("zh")) == ("cost_centre", "成本中心")
    assert Extended.model_json_schema()["properties"]["cost_centre"]["title"] == "Cost centre"
    assert "cost_centre" in {each.name for each in declared(Extended)}


def test_a_new_optional_field_leaves_the_material_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset fields are not serialised, so a new field lapses no approval."""

    class Extended(KINDS["system"].model):  # type: ignore[misc]
        cost_centre: Short | None = field("Cost centre", "成本中心", material=True)

    content = {"name": "S", "mfa": "all"}
    before = material_hash("system", content)
    monkeypatch.setitem(KINDS, "system", Kind("system", Extended, "SYS", "a", "b", "c", "d"))

    assert material_hash("system", content) == before
    assert material_hash("system", {**content, "cost_centre": "C"}) != before


def test_only_material_fields_move_the_material_hash() -> None:
    """A cosmetic change keeps the hash, a material one does not."""
    before = material_hash("activity", {"name": "A", "description": "x"})

    assert material_hash("activity", {"name": "A", "description": "y"}) == before
    assert material_hash("activity", {"name": "B", "description": "x"}) != before


def test_content_leaves_out_what_is_empty() -> None:
    """Empty lists, texts and answers are not stored."""
    record = parse("activity", {"name": "A", "laws": [], "notice": "  ", "starts_on": date(2026, 1, 2)})

    assert content_of(record) == {"name": "A", "starts_on": "2026-01-02"}


def test_unknown_fields_are_refused() -> None:
    """A misspelt field is an error, not silence."""
    with pytest.raises(InvalidRecord) as raised:
        parse("activity", {"name": "A", "purpse": "x"})

    assert raised.value.problems[0].code == "extra_forbidden"


TEXT = st.text("ab", max_size=2)
ROWS = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from("pqr"), "name": TEXT}),
    max_size=3,
    unique_by=lambda r: r["key"],
)
CONTENT = st.fixed_dictionaries(
    {"name": TEXT}, optional={"description": TEXT, "notice": TEXT, "purposes": ROWS}
)


@given(CONTENT, CONTENT)
def test_merging_with_an_unchanged_side_gives_the_other(
    base: dict[str, object], mine: dict[str, object]
) -> None:
    """When only one side changed, the merge is that side and there is no conflict."""
    for merged, conflicts in (merge("activity", base, base, mine), merge("activity", base, mine, base)):
        assert conflicts == ()
        assert differences("activity", _compact(mine), merged) == ()


@given(CONTENT, CONTENT, CONTENT)
def test_a_merge_without_conflict_keeps_both_changes(
    base: dict[str, object], theirs: dict[str, object], mine: dict[str, object]
) -> None:
    """Every field either side changed is in the merge, or the merge names a conflict for it."""
    merged, conflicts = merge("activity", base, theirs, mine)
    conflicting = {each.path for each in conflicts}
    for side in (theirs, mine):
        for change in differences("activity", base, side):
            kept = differences("activity", side, merged)
            assert change.path not in {each.path for each in kept} or any(
                path.startswith(change.path) or change.path.startswith(path) for path in conflicting
            )


def _compact(content: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in content.items() if value not in (None, [], {})}


@given(st.dictionaries(st.text(max_size=3), st.integers(-5, 5) | st.text(max_size=3), max_size=4))
def test_canonical_spelling_does_not_depend_on_order(content: dict[str, object]) -> None:
    """Equal content has one spelling."""
    turned = dict(reversed(list(content.items())))

    assert canonical(content) == canonical(turned)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.text(max_size=6)
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_the_quick_spelling_is_the_standard_one(value: Any) -> None:
    """Whatever way is taken, the text is that of RFC 8785."""
    assert canonical(value) == rfc8785.dumps(value).decode("utf-8")
