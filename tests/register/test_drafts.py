"""What was typed and not saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from governance.errors import GovernanceError
from governance.register import drafts
from governance.register.commands import Change
from governance.register.store import Register
from tests.hand import ADMIN, Hand


def test_a_draft_comes_back_after_a_restart(register: Register, path: Path) -> None:
    """A kept draft is found again by person, kind and record in a new process of the register."""
    drafts.keep(
        register, person=ADMIN, kind="activity", record_id="new", base_version=0, content={"name": "P"}
    )
    register.close()

    reopened = Register.open(path)
    found = drafts.find(reopened, person=ADMIN, kind="activity", record_id="new")
    reopened.close()

    assert found
    assert (found.base_version, found.content) == (0, {"name": "P"})


def test_a_newer_draft_takes_the_place_of_the_older(register: Register) -> None:
    """One draft a person and record; other people's are untouched."""
    for person, name in ((ADMIN, "a"), (ADMIN, "b"), ("PER-00009", "c")):
        drafts.keep(
            register, person=person, kind="activity", record_id="new", base_version=0, content={"name": name}
        )

    assert [each.content["name"] for each in drafts.all_of(register, ADMIN)] == ["b"]
    drafts.discard(register, person=ADMIN, kind="activity", record_id="new")
    assert drafts.all_of(register, ADMIN) == ()
    assert len(drafts.all_of(register, "PER-00009")) == 1


def test_drafts_survive_a_rebuild_and_stay_out_of_the_journal(register: Register, path: Path) -> None:
    """Thrown-away tables do not take drafts along."""
    revision = register.head().revision
    drafts.keep(register, person=ADMIN, kind="activity", record_id="new", base_version=0, content={})
    with register.cursor() as cursor:
        cursor.execute("UPDATE projection_state SET model_hash = 'older'")
    register.close()

    reopened = Register.open(path)

    assert reopened.head().revision == revision
    assert len(drafts.all_of(reopened, ADMIN)) == 1
    reopened.close()


def test_redaction_takes_the_drafts_of_the_record_along(register: Register, hand: Hand) -> None:
    """Nothing of an erased person stays in anybody's draft."""
    person = hand.create("person", {"name": "Zeb"})
    drafts.keep(
        register, person=ADMIN, kind="person", record_id=person, base_version=1, content={"name": "Zeb"}
    )

    hand.change(Change("person", "redact", record_id=person))

    assert drafts.all_of(register, ADMIN) == ()


@pytest.mark.parametrize("operation", ["redact", "void"])
def test_what_is_erased_or_void_leaves_no_draft_of_anybody(
    register: Register, hand: Hand, operation: str
) -> None:
    """Edits, and words typed beside the record; drafts of other records stay."""
    erased, other = (hand.create("person", {"name": name}) for name in ("Zeb", "Yan"))
    for person, kind, record in (
        (ADMIN, "person", erased),
        ("PER-00009", "person", erased),
        (ADMIN, "form.end", erased),
        (ADMIN, "person", other),
    ):
        drafts.keep(
            register, person=person, kind=kind, record_id=record, base_version=1, content={"name": "Zeb"}
        )

    hand.change(Change("person", operation, record_id=erased))

    assert [each.record_id for each in drafts.all_of(register, ADMIN)] == [other]
    assert drafts.all_of(register, "PER-00009") == ()


def test_a_copy_that_is_not_saved_yet_goes_with_the_record_it_was_copied_from(
    register: Register, hand: Hand
) -> None:
    """The draft of a duplicate holds what the erased record said; another new record does not."""
    erased = hand.create("person", {"name": "Zeb"})
    copied, new = drafts.new_id(erased), drafts.new_id()
    for record in (copied, new):
        drafts.keep(
            register, person=ADMIN, kind="person", record_id=record, base_version=0, content={"name": "Z"}
        )

    hand.change(Change("person", "redact", record_id=erased))

    assert [each.record_id for each in drafts.all_of(register, ADMIN)] == [new]


def test_drafts_of_a_person_who_is_erased_go_too(register: Register, hand: Hand) -> None:
    """What an erased person typed stays nowhere; what others typed about other records does."""
    person = hand.create("person", {"name": "Zeb"})
    for who in (person, ADMIN):
        drafts.keep(
            register, person=who, kind="activity", record_id="new", base_version=0, content={"name": "P"}
        )

    hand.change(Change("person", "redact", record_id=person))

    assert drafts.all_of(register, person) == ()
    assert len(drafts.all_of(register, ADMIN)) == 1


def test_a_draft_beyond_the_limit_is_refused_and_the_one_before_stays(register: Register) -> None:
    """The limit is told with both sizes; long texts of every field fit below it."""
    kept = {"name": "a" * 300, "description": "长" * 10_000}
    drafts.keep(register, person=ADMIN, kind="activity", record_id="new", base_version=0, content=kept)

    with pytest.raises(GovernanceError, match="draft_too_large"):
        drafts.keep(
            register,
            person=ADMIN,
            kind="activity",
            record_id="new",
            base_version=0,
            content={"name": "a" * drafts.LARGEST},
        )

    assert [each.content for each in drafts.all_of(register, ADMIN)] == [kept]


def test_only_records_and_forms_count_as_unfinished(register: Register) -> None:
    """What else is kept in the same place, as the columns of a list, is nothing to go on with."""
    for kind in ("activity", "form.opinion", "view.activities"):
        drafts.keep(register, person=ADMIN, kind=kind, record_id="", base_version=0, content={})

    assert {each.kind for each in drafts.unfinished(register, ADMIN)} == {"activity", "form.opinion"}
