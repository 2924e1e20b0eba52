"""What is kept of cells and letters for everybody is what each person reads alone, and ends with what may change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from governance.insight import accountability, coverage, groups, standing
from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.standing import FIELDS, KINDS, QUESTION
from governance.language import LANGUAGES
from governance.model.kinds import KINDS as ALL_KINDS
from governance.register.alike import alike
from governance.register.commands import Change
from governance.register.lens import Lens
from governance.register.store import Register
from tests import two_departments as two
from tests.hand import Hand
from tests.register.conftest import DEMO_DAY
from tests.signing_register import ANN, DI, ED, HR_LEAD, PAYROLL, Office
from tests.watching import Watching

USE = [{"key": "use", "stage": "use", "roles": [{"key": "r", "letter": "accountable", "post": HR_LEAD}]}]


def _same_as_alone(register: Register, lens: Lens) -> None:
    """Hold what is kept for everybody against what the person of ``lens`` reads alone."""
    with register.read(lens) as reader:
        cells = groups.cell_counts(reader, EVERYTHING, weighted=False)
        posts = accountability.activity_post(reader)
        faults = accountability.issues(reader).to_pylist()
        kept = standing.cell_counts(reader, EVERYTHING, weighted=False)
        said = standing.verdict(reader, EVERYTHING)
        answering = standing.answering(reader, EVERYTHING).to_pylist()
        alone = accountability.verdict(reader)
        assert (said.key, said.values) == (alone.key, alone.values)
        assert all(said.text(language) == alone.text(language) for language in LANGUAGES)
        assert standing.letters(reader, answering[:5]).to_pylist() == [
            row for row in posts.to_pylist() if row["activity"] in answering[:5]
        ]
    assert sorted(map(repr, kept)) == sorted(map(repr, cells))
    assert answering == list(dict.fromkeys(posts["activity"].to_pylist()))
    _says_the_faults(said, faults)


def _says_the_faults(said: accountability.Sentence, faults: list[dict[str, Any]]) -> None:
    grave = [row for row in faults if row["code"] in accountability.GRAVE]
    grave.sort(key=lambda row: accountability.ISSUES.index(row["code"]))
    cells = {
        code: len({(row["id"], row["stage"]) for row in grave if row["code"] == code})
        for code in accountability.ISSUES
    }
    activities = list(dict.fromkeys(row["id"] for row in grave))
    if grave:
        whole = {"cells": len({(row["id"], row["stage"]) for row in grave}), "activities": len(activities)}
        assert said.values == cells | whole
    else:
        assert said.key != "accountability.verdict.wrong"
    assert [row["id"] for row in said.named] == activities[: accountability.NAMED]


@pytest.mark.parametrize("person", [None, two.ADMIN, two.TEAM, two.OTHER, two.EXECUTIVE, two.PLAIN])
def test_each_person_gets_what_they_would_read_alone(two_sides: Register, person: str | None) -> None:
    """Records of every kind, with and without a limit to departments, with and without a grant."""
    _same_as_alone(two_sides, two_sides.lens(actor=person))


@pytest.mark.parametrize("back", [0, 200])
@pytest.mark.parametrize("scope", [None, (), ("DEP-00001",), ("DEP-00003", "DEP-00007")])
def test_so_does_everybody_in_the_demonstration(
    demo_register: Register, scope: tuple[str, ...] | None, back: int
) -> None:
    """Today and on a day that has passed."""
    day = DEMO_DAY - timedelta(days=back)
    known_at = demo_register.end_of(day) if back else None
    lens = demo_register.lens(known_at=known_at, effective_on=day)
    _same_as_alone(demo_register, replace(lens, departments=scope))


def test_nothing_else_is_read_than_the_key_depends_on(demo_register: Register) -> None:
    """The plans of all statements about cells and letters read tables of ``KINDS``, and of an activity ``FIELDS``."""
    every = Filters(organisation="ORG-00001", law="gdpr", sensitive_only=True, department=two.HERE)
    with demo_register.cursor() as cursor:
        reader = Watching(cursor, demo_register.lens(), demo_register)
        for filters in (EVERYTHING, every):
            cells = groups.cell_counts(reader, filters, weighted=True)
            coverage.by_department(reader, filters, weighted=True, cells=cells)
            coverage.by_activity(reader, two.HERE, filters)
            for ask in (
                accountability.activity_post,
                accountability.department_stage,
                accountability.person_stage,
                accountability.issues,
                accountability.counts,
                accountability.standing,
                accountability.answering,
            ):
                ask(reader, filters=filters)
    assert {"activity", "department", "post", "policy", "evidence"} <= reader.kinds <= set(KINDS)
    fields = {each.name for each in ALL_KINDS["activity"].fields}
    words = reader.columns["activity_version"].replace("(", " ").replace("'", " ").replace(",", " ").split()
    assert {"name", "department", "laws"} <= fields & set(words) <= {*FIELDS, "id"}


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Wages"},
        {"department": "DEP-00002"},
        {"stages": USE},
        {"ends_on": "2026-04-01"},
        {"laws": ["gdpr"]},
        {"data": [{"key": "d", "category": "health"}]},
    ],
)
def test_what_counts_makes_a_state_of_its_own(office: Office, changed: dict[str, Any]) -> None:
    """An entry that changes what cells or letters are read from is never taken for the one before."""
    record = office.create(ED, "activity", PAYROLL)
    states = alike(office.register, QUESTION)
    before = states.state(office.register.end.revision)
    office.update(ED if changed.keys() != {"department"} else ANN, record, description="Other words")
    assert states.state(office.register.end.revision) == before

    office.update(ANN, record, **changed)

    assert states.state(office.register.end.revision) == office.register.end.revision


def test_other_kinds_steps_and_ends_make_a_state_of_their_own(office: Office) -> None:
    """So do a new activity, one that is void, and a holder who goes; a step of approval does not."""
    states, register = alike(office.register, QUESTION), office.register
    record = office.create(ED, "activity", PAYROLL)
    states.state(register.end.revision)
    office.step(ED, "submit", record)
    assert states.state(register.end.revision) < register.end.revision
    office.step(ANN, "void", record)
    assert states.state(register.end.revision) == register.end.revision
    office.update(ANN, "APP-00001", ends_on="2026-02-01")
    assert states.state(register.end.revision) == register.end.revision


def test_an_entry_between_two_alike_is_not_overlooked(office: Office) -> None:
    """A refused erasure leaves an entry without content: what was written before and after it is compared all the same."""
    record = office.create(ED, "activity", PAYROLL)
    states, register = alike(office.register, QUESTION), office.register
    with pytest.raises(Exception, match="redaction_locked"):
        office.step(DI, "redact", record)
    refused = states.state(register.end.revision)
    office.update(ED, record, stages=USE)
    with pytest.raises(Exception, match="redaction_locked"):
        office.step(DI, "redact", record)
    assert states.state(register.end.revision) != refused


def test_what_is_kept_follows_a_change_for_every_scope(office: Office) -> None:
    """Asked before and after, everybody gets the letters and cells of the newest entry."""
    record = office.create(ED, "activity", PAYROLL)
    scopes = (None, (PAYROLL["department"],), ("DEP-00009",))
    for change in ({}, {"stages": USE}, {"description": "Words"}, {"stages": None}, {"name": "Wages"}):
        if change:
            office.update(ED, record, **change)
        for scope in scopes:
            _same_as_alone(office.register, replace(office.register.lens(), departments=scope))
    office.update(ANN, "APP-00001", ends_on="2026-02-01")
    for scope in scopes:
        _same_as_alone(office.register, replace(office.register.lens(), departments=scope))


def test_an_erased_name_is_gone_from_days_before(register: Register, hand: Hand) -> None:
    """The letters of a past state do not keep the name of somebody who was erased since."""
    person = hand.create("person", {"name": "Kim Erased"})
    post = hand.create("post", {"name": "Lead"})
    hand.create("appointment", {"name": "a", "post": post, "person": person, "starts_on": "2025-01-01"})
    role = {"key": "r", "letter": "accountable", "post": post}
    activity = hand.create(
        "activity", {"name": "A", "stages": [{"key": "use", "stage": "use", "roles": [role]}]}
    )
    lens = register.lens()
    then = replace(lens, known_revision=lens.known_revision, newest=False)
    kept = standing.standing(register)
    hand.create("policy", {"name": "Later"})
    assert kept.letters(then, [activity])["holder_name"].to_pylist() == ["Kim Erased"]

    hand.change(Change("person", "redact", record_id=person))

    assert "Kim Erased" not in kept.letters(then, [activity])["holder_name"].to_pylist()
