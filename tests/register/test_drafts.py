"""What was typed and not saved."""

from __future__ import annotations

from pathlib import Path

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
