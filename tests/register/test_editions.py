"""Editions: frozen, numbered, hashed; a file anybody can check; what differs between two."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from governance.errors import GovernanceError, NotPermitted
from governance.register import editions, verify
from governance.register.commands import Change
from governance.register.edition_check import Verdict, check
from governance.register.edition_compare import compare
from tests.signing_register import ANN, BO, CY, DI, ED, FAY, HR_LEAD, PAYROLL, SALES, SPONSOR, Office

FREEZE = Change("edition", "freeze", {"note": "first quarter"})


def freeze(office: Office, actor: str = FAY) -> int:
    """Freeze the official register and return the number of the edition."""
    office.act(actor, FREEZE)
    with office.register.read(office.register.lens()) as reader:
        return int(editions.listed(reader)[0]["number"])


def written(office: Office, number: int, folder: Path) -> Path:
    """Write an edition to a file."""
    file = folder / f"edition-{number}.json"
    with office.register.read(office.register.lens()) as reader:
        editions.write(reader, number, file)
    return file


def judged(office: Office, file: Path) -> Verdict:
    """Check a file against the register."""
    with office.register.read(office.register.lens()) as reader:
        return check(file, reader)


def test_an_edition_holds_what_is_approved(office: Office) -> None:
    """Drafts are not in it; it says who signed it off, as what, when, and where the journal stood."""
    record = office.approved()
    office.create(ED, "activity", {**PAYROLL, "name": "Draft"})
    head = office.register.head()

    number = freeze(office)

    with office.register.read(office.register.lens()) as reader:
        held = editions.edition(reader, number)
    assert number == 1
    assert [(line["record"], line["version"]) for line in held["lines"]] == [(record, 3)]
    assert (held["person"], held["post"], held["note"]) == (FAY, SPONSOR, "first quarter")
    assert (held["register_revision"], held["chain_hash"]) == (head.revision, head.chain_hash)


def test_an_edition_keeps_the_official_version_while_a_change_waits(office: Office) -> None:
    """What is being changed is frozen as it was approved."""
    record = office.approved()
    office.update(ED, record, name="Wages")

    number = freeze(office)

    with office.register.read(office.register.lens()) as reader:
        (line,) = editions.exported(reader, number)["records"]
    assert (line["record"], line["content"]["name"]) == (record, "Payroll")


def test_editions_are_numbered_without_a_gap(office: Office) -> None:
    """A freeze that is refused takes no number."""
    with pytest.raises(GovernanceError, match="edition_empty"):
        freeze(office)
    office.approved()
    assert freeze(office) == 1
    for actor in (ANN, BO, DI, ED):
        with pytest.raises(NotPermitted):
            freeze(office, actor)

    assert freeze(office) == 2


def test_the_officer_signs_no_edition_off(office: Office) -> None:
    """Not even with the executive's right."""
    office.approved()
    office.create(ANN, "grant", {"name": "g", "person": DI, "role": "executive"})

    with pytest.raises(GovernanceError, match="officer_decides_not"):
        freeze(office, DI)


def test_a_file_checks_without_and_with_the_register(office: Office, tmp_path: Path) -> None:
    """Anybody can recompute its hashes; the register says that it is the edition it signed."""
    office.approved()
    office.approved(name="Leads", name_zh="销售线索")
    number = freeze(office)
    file = written(office, number, tmp_path)
    office.update(ED, "ACT-00001", name="Later")

    alone, with_register = check(file), judged(office, file)

    assert alone == with_register
    assert (alone.ok, alone.number, alone.records, alone.erased, alone.faults) == (True, 1, 2, 0, ())


def _content(given: dict[str, Any]) -> None:
    given["records"][0]["content"]["name"] = "Other"


def _version(given: dict[str, Any]) -> None:
    given["records"][0]["version"] = 9


def _missing(given: dict[str, Any]) -> None:
    del given["records"][0]


def _number(given: dict[str, Any]) -> None:
    given["number"] = 7


def _left_out(given: dict[str, Any]) -> None:
    given["records"][0] = {
        key: given["records"][0][key] for key in ("record", "record_kind", "version", "content_hash")
    }
    given["records"][0]["erased"] = True


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (_content, {"content_changed"}),
        (_version, {"list_changed", "record_differs"}),
        (_missing, {"list_changed", "record_missing"}),
        (_number, {"edition_unknown"}),
        (_left_out, {"content_left_out"}),
    ],
)
def test_a_file_that_was_changed_does_not_check(
    office: Office, tmp_path: Path, change: Callable[[dict[str, Any]], None], codes: set[str]
) -> None:
    """Each way of changing it is named, with the record where there is one."""
    office.approved()
    office.approved(name="Leads")
    file = written(office, freeze(office), tmp_path)
    given = json.loads(file.read_text("utf-8"))
    change(given)
    file.write_text(json.dumps(given, ensure_ascii=False), "utf-8")

    verdict = judged(office, file)

    assert not verdict.ok
    assert {fault.code for fault in verdict.faults} == codes


def test_a_forged_file_with_hashes_of_its_own_is_told_by_the_register(office: Office, tmp_path: Path) -> None:
    """Alone it looks whole; beside the register it is another edition."""
    from governance.model.canonical import canonical, digest
    from governance.register.freezing import edition_hash

    office.approved()
    file = written(office, freeze(office), tmp_path)
    given = json.loads(file.read_text("utf-8"))
    record = given["records"][0]
    record["content"]["name"] = "Other"
    record["content_hash"] = digest(record["salt"] + canonical(record["content"]))
    given["edition_hash"] = edition_hash(given["records"])
    file.write_text(json.dumps(given), "utf-8")

    assert check(file).ok
    assert {fault.code for fault in judged(office, file).faults} == {"edition_differs", "record_differs"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "recital-edition/1"}', '{"format": "recital-edition/1", "number": 1, "edition_hash": "x", "records": [3]}'])  # fmt: skip
def test_another_file_is_refused(office: Office, tmp_path: Path, text: str) -> None:
    """What is no edition is told so in a sentence."""
    file = tmp_path / "x.json"
    file.write_text(text, "utf-8")

    with pytest.raises(GovernanceError, match="not_an_edition"):
        judged(office, file)


def test_erasure_reaches_the_edition_and_its_hash_still_holds(office: Office, tmp_path: Path) -> None:
    """Redacted content is in no later file; the list of hashes is the one that was signed."""
    office.approved(ends_on="2020-01-01", contact="Ann, room 3")
    office.approved(name="Leads")
    number = freeze(office)
    office.act(DI, Change("activity", "redact", record_id="ACT-00001"))

    file = written(office, number, tmp_path)

    assert "room 3" not in file.read_text("utf-8")
    verdict = judged(office, file)
    assert (verdict.ok, verdict.erased) == (True, 1)
    assert verify.verify(office.register).ok


def test_only_a_reader_of_everything_takes_an_edition_out(office: Office) -> None:
    """With hidden departments or masked contacts the file would not be what was signed."""
    office.approved()
    number = freeze(office)

    for person in (ED, FAY):
        with (
            office.register.read(office.register.lens(actor=person)) as reader,
            pytest.raises(GovernanceError, match="edition_needs_all"),
        ):
            editions.exported(reader, number)


def test_two_editions_are_compared_field_by_field(office: Office) -> None:
    """Records added, removed and changed between them, as far as one may see."""
    changed, gone = office.approved(), office.approved(name="Gone")
    hidden = office.create(BO, "activity", {"name": "Hidden", "department": SALES, "owner": HR_LEAD, "purposes": [{"key": "p"}]})  # fmt: skip
    first = freeze(office)
    office.update(ED, changed, name="Wages")
    office.step(ED, "submit", changed)
    office.step(BO, "approve", changed)
    office.act(CY, Change("activity", "retire", record_id=gone))
    office.step(BO, "submit", hidden)
    office.update(ANN, _appointment(office), ends_on="2026-03-02")
    office.step(CY, "approve", hidden)
    second = freeze(office)

    with office.register.read(office.register.lens()) as reader:
        found = compare(reader, first, second)
    with office.register.read(office.register.lens(actor=ED)) as reader:
        seen = compare(reader, first, second)

    assert (found.added, found.removed) == ((hidden,), (gone,))
    (change,) = found.changed
    assert (change.record, change.old_version, change.new_version) == (changed, 3, 6)
    assert [(each.path, each.old, each.new) for each in change.changes] == [("name", "Payroll", "Wages")]
    assert seen.added == ()
    with (
        office.register.read(office.register.lens()) as reader,
        pytest.raises(GovernanceError, match="no_edition"),
    ):
        compare(reader, 1, 9)


def _appointment(office: Office) -> str:
    with office.register.read(office.register.lens()) as reader:
        return str(reader.value("SELECT id FROM appointment WHERE person = $who ORDER BY id", who=BO))
