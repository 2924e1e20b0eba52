"""What is read of one record alone is what the views say of all of them, for every pair of eyes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any

from governance.exchange import article30
from governance.model.kinds import KINDS
from governance.register import where_used
from governance.register.answering import of_activity
from governance.register.course import course, official_version, runs_since_recorded
from governance.register.lens import Lens
from governance.register.store import Register
from governance.ui.register import loading
from tests.two_departments import HERE


def _lenses(register: Register) -> list[Lens]:
    """Return the lens of everybody, of a department, of who sees no contacts, and of earlier days and entries."""
    lens = register.lens()
    past = replace(lens, effective_on=lens.effective_on - timedelta(days=45), newest=False)
    return [
        lens,
        replace(lens, departments=(HERE,)),
        replace(lens, departments=()),
        replace(lens, masks_contacts=True),
        past,
        replace(past, known_revision=lens.known_revision - 4),
    ]


def test_a_record_reads_as_its_view_says(two_sides: Register) -> None:
    """Content read from the journal is that of the view, contacts hidden and departments kept apart alike."""
    read = 0
    for lens in _lenses(two_sides):
        with two_sides.read(lens) as views:
            for kind in KINDS.values():
                for record in both_ids(two_sides, kind.code):
                    row = views.row(f'SELECT * FROM "{kind.code}" WHERE id = $id', id=record)
                    found = loading._read(views, kind.code, record)
                    assert (found and found[1]) == (row and loading._plain(kind.fields, row)), (record, lens)
                    assert found is None or found[0]["version"] == (row or {})["version"]
                    read += found is not None
    assert read > 100


def both_ids(register: Register, kind: str) -> list[str]:
    """Return the ids of all records of ``kind``, whoever may see them."""
    with register.read(register.lens()) as views:
        return [row["id"] for row in views.rows(f'SELECT id FROM "{kind}"')]


def test_who_answers_is_what_the_view_says(demo_register: Register) -> None:
    """Stage by stage: named, inherited, vacant, left, several or nobody, on every day and for every scope."""
    names = ("a_source", "a_post", "a_department", "a_state", "a_holder")
    states = set()
    for lens in _lenses(demo_register):
        with demo_register.read(lens) as views:
            said: dict[str, dict[str, Any]] = defaultdict(dict)
            for row in views.rows("SELECT * FROM stage_cell"):
                said[row["activity"]][row["stage"]] = row
            for row in views.rows("SELECT id, revision FROM activity"):
                found = of_activity(views, row["revision"])
                assert set(found) == set(said[row["id"]])
                for stage, each in said[row["id"]].items():
                    assert {name: found[stage][name] for name in names} == {
                        name: each[name] for name in names
                    }
                    assert found[stage]["left_out"] == (each["state"] == "not_applicable")
                    states.add((each["a_state"], each["a_source"]))
    assert {source for _, source in states} == {None, "explicit", "inherited"}
    assert len({state for state, _ in states}) > 2


def test_the_course_of_a_record_says_what_the_views_say(demo_register: Register) -> None:
    """The official version, and whether a record ran already when it was first recorded, from its entries alone."""
    lens = demo_register.lens()
    told = set()
    for seen in (lens, replace(lens, effective_on=lens.effective_on - timedelta(days=200), newest=False)):
        with demo_register.read(seen) as views:
            official = {
                row["record"]: row["version"]
                for row in views.rows("SELECT record, version FROM official_record")
            }
            states = {
                row["id"]: row["state"] for row in views.rows("SELECT id, state FROM activity_operation")
            }
            for row in views.rows("SELECT id, starts_on FROM activity"):
                entries = course(views, row["id"])
                assert official_version(entries) == official.get(row["id"])
                runs = runs_since_recorded(entries, row["starts_on"], seen.effective_on)
                assert not runs or states[row["id"]] in ("running", "ended")
                told.add((official_version(entries) is None, runs))
    assert {each for each, _ in told} == {each for _, each in told} == {True, False}


def test_all_letters_at_once_are_those_of_each_activity(demo_register: Register) -> None:
    """How complete every activity is by Article 30, read together and short, says what is read of each by itself."""
    with demo_register.read(demo_register.lens()) as views:
        every = article30.states_by_revision(views)
        rows = views.rows("SELECT id, revision, role FROM activity ORDER BY id")
        assert len(every) == len(rows)
        seen = set()
        for row in rows:
            told = article30.state_rows(row["role"], every[row["revision"]])
            said = article30.completeness(views, row["id"])
            assert told == [{name: each[name] for name in ("which", "letter", "state")} for each in said]
            seen |= {(each["which"], each["state"]) for each in told}
    assert {which for which, _ in seen} == {"controller", "processor"}
    assert {state for _, state in seen} == {"complete", "missing", "none", "unknown"}


def test_kinds_that_point_are_found_by_those_that_do(two_sides: Register) -> None:
    """No use of a record is missed by asking first which kinds can hold one."""
    found = 0
    for lens in _lenses(two_sides):
        with two_sides.read(lens) as views:
            for kind in KINDS:
                candidates = tuple(
                    each for each in where_used.kinds_that_point(kind) if not KINDS[each].signed
                )
                for record in both_ids(two_sides, kind):
                    uses = where_used.used_by(views, kind, record)
                    assert uses == (where_used.used_by(views, kind, record, candidates) if candidates else [])
                    found += len(uses)
    assert found > 50
