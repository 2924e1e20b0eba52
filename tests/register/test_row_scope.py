"""Whoever is limited to a department meets no text and no contact of another one: views, figures, files, lines."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from governance.errors import UnknownRecord
from governance.exchange import article30, lists, workbook
from governance.exchange.article30 import Which
from governance.insight import figures, forecast, since
from governance.insight.catalogue import DEFINITIONS
from governance.language import LANGUAGES
from governance.law.verdicts import verdicts
from governance.model.kinds import KINDS
from governance.register import (
    attestations,
    history,
    leaving,
    official,
    searching,
    where_used,
)
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register
from governance.register.tied import LIMITED
from governance.reports import board, record_sheet, typeset
from tests import two_departments as two
from tests.command_line import Run

HIDDEN = (two.MARK, two.CONTACT)
SEEING = (two.TEAM, two.OWNER)
OWN = two.linked(two.HERE, "00001")
OTHER = two.linked(two.THERE, "00002")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the register of two departments lies."""
    made = tmp_path_factory.mktemp("register") / "register.duckdb"
    two.build(made)
    return made


@pytest.fixture(scope="module")
def opened(path: Path) -> Iterator[Register]:
    """That register, open for reading."""
    register = Register.open(path)
    yield register
    register.close()


def leaks(said: object) -> list[str]:
    """Return which words of the other department ``said`` holds."""
    spelled = said if isinstance(said, str) else repr(said)
    return [word for word in HIDDEN if word in spelled]


def _all_views(reader: Reader) -> list[str]:
    rows = reader.rows("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY view_name")
    return [row["view_name"] for row in rows]


@pytest.mark.parametrize("person", SEEING)
def test_no_view_shows_another_department(opened: Register, person: str) -> None:
    """Each view of the register, read whole, holds nothing of the other side; the officer meets it in many."""
    with opened.read(opened.lens(actor=person)) as reader:
        views = _all_views(reader)
        assert [name for name in views if leaks(reader.rows(f'SELECT * FROM "{name}"'))] == []
    with opened.read(opened.lens(actor=two.DPO)) as reader:
        assert sum(bool(leaks(reader.rows(f'SELECT * FROM "{name}"'))) for name in views) > len(LIMITED)


@pytest.mark.parametrize("kind", LIMITED)
def test_each_side_sees_its_own_record_and_the_officer_both(opened: Register, kind: str) -> None:
    """Of every kind that belongs to a department, one record is seen by each side, and both by who reads all."""
    counts = {}
    for person in (two.TEAM, two.OTHER, two.DPO, two.AUDITOR, two.EXECUTIVE):
        with opened.read(opened.lens(actor=person)) as reader:
            counts[person] = reader.value(f'SELECT count(*) FROM "{kind}"')

    whole = counts[two.DPO]
    assert counts[two.TEAM] == counts[two.OTHER] == whole // 2
    assert whole == counts[two.AUDITOR] == counts[two.EXECUTIVE]


@pytest.mark.parametrize("person", SEEING)
def test_the_count_on_a_figure_is_that_of_its_rows(opened: Register, person: str) -> None:
    """Every figure counts what its rows list, in the scope of the person; none of them names the other side."""
    with opened.read(opened.lens(actor=person)) as reader:
        for figure in figures.compute(reader).values():
            rows = figures_rows(reader, figure)
            assert len(rows) == figure.numerator or figure.unit != "count", figure.id
            assert leaks(rows) == [], figure.id


def figures_rows(reader: Reader, figure: Any) -> list[dict[str, Any]]:
    """Return the rows behind a figure."""
    return list(figure.rows(reader))


@pytest.mark.parametrize("person", SEEING)
def test_findings_are_of_records_one_sees(opened: Register, person: str) -> None:
    """What the rules found is kept for the whole register, and given out by record."""
    lens = opened.lens(actor=person)
    with opened.read(lens) as reader:
        seen = {row["id"] for row in reader.rows("SELECT id FROM title")}

    for table in verdicts(opened, lens).tables.values():
        assert set(table["id"].to_pylist()) <= seen


@pytest.mark.parametrize("person", SEEING)
def test_history_search_and_uses_say_nothing(opened: Register, person: str) -> None:
    """Entries of the journal, searches, where a record is used, what is to be attested and official: all in scope."""
    with opened.read(opened.lens(actor=person)) as reader:
        assert leaks(history.entries(reader, limit=5_000)) == []
        assert [
            record
            for record in OTHER.values()
            if record[:3] in _prefixes() and history.of_record(reader, record)
        ] == []
        assert searching.search(reader, two.MARK) == ([], {})
        assert leaks(searching.search(reader, "b.example")) == []
        for kind, record in {
            "post": "POS-00002",
            "department": two.THERE,
            "person": two.OTHER,
            "organisation": "ORG-00001",
        }.items():
            assert leaks(where_used.used_by(reader, kind, record)) == []
        assert leaks(attestations.asked(reader)) == []
        assert leaks(official.with_changes(reader, official.deviations(reader))) == []
        assert leaks(leaving.rehearse(reader, two.OTHER)) == []


def _prefixes() -> set[str]:
    return {KINDS[kind].prefix for kind in LIMITED}


@pytest.mark.parametrize("person", SEEING)
def test_time_says_nothing_either(opened: Register, person: str) -> None:
    """What changed since, and what is to come, names no record of the other side."""
    today = opened.today()
    first, last = since.lenses(opened, today - timedelta(days=40), today, actor=person)
    assert [each for each in DEFINITIONS if leaks(since.explain(opened, each, first, last))] == []
    with opened.read(opened.lens(actor=person)) as reader:
        until = forecast.horizon(today)
        assert leaks(forecast.renew_first(reader, until)) == []
        assert leaks(forecast.also_ending(reader, until)) == []


def _texts(data: bytes) -> str:
    """Return everything a workbook says."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def _workbook(reader: Reader) -> str:
    out = io.BytesIO()
    workbook.export(reader, "en", out)
    return _texts(out.getvalue())


def _article30(reader: Reader) -> str:
    built = [article30.build(reader, language, which) for language in LANGUAGES for which in get_args(Which)]
    return article30.html(*built) + _texts(article30.xlsx(built[0], built[1]))


def _lists(reader: Reader) -> str:
    said = []
    for code, kind in KINDS.items():
        names = [each.name for each in kind.fields if each.shape in ("short", "long", "code", "date")]
        columns = lists.columns(code, names, {})
        listed = ", ".join(
            f'"{name}"' for name in {"id": 0, "name": 0, "name_zh": 0, "status": 0, **dict.fromkeys(names)}
        )
        table = reader.table(f'SELECT {listed}, version FROM "{code}"')
        said += [
            b"".join(lists.csv(table, columns, "en")).decode("utf-8-sig"),
            _texts(lists.xlsx(table, columns, "en", title=code)),
        ]
    return "\n".join(said)


@pytest.mark.parametrize("make", [_workbook, _article30, _lists], ids=lambda make: make.__name__[1:])
def test_no_file_holds_another_department(opened: Register, make: Callable[[Reader], str]) -> None:
    """The unpacked files of a person of one department hold their own texts and none of the other."""
    with opened.read(opened.lens(actor=two.TEAM)) as reader:
        said = make(reader)
    assert two.OWN in said
    assert leaks(said) == []
    with opened.read(opened.lens(actor=two.DPO)) as reader:
        assert leaks(make(reader)) == list(HIDDEN)


def _contacts(said: str) -> list[str]:
    return [each for each in (two.CONTACT, two.OWN_CONTACT) if each in said]


@pytest.mark.parametrize("make", [_workbook, _article30, _lists], ids=lambda make: make.__name__[1:])
def test_no_file_of_an_executive_holds_a_contact(opened: Register, make: Callable[[Reader], str]) -> None:
    """Contact details are masked in every file of who does not need them."""
    with opened.read(opened.lens(actor=two.EXECUTIVE)) as reader:
        assert _contacts(make(reader)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_report_holds_another_department(opened: Register, language: Any) -> None:
    """The board pack and the sheet of a record say nothing of the other side; its own sheet cannot be made."""
    lens = opened.lens(actor=two.TEAM)

    pack = typeset.plain(board.document(opened, lens, language))
    sheet = typeset.plain(record_sheet.document(opened, lens, "ACT-00001", language))

    assert leaks(pack) == []
    assert leaks(sheet) == []
    assert two.OWN in repr(sheet)
    with pytest.raises(UnknownRecord):
        record_sheet.document(opened, lens, "ACT-00002", language)
    masked = typeset.plain(
        record_sheet.document(opened, opened.lens(actor=two.EXECUTIVE), "ACT-00001", language)
    )
    assert _contacts(repr(masked)) == []


def test_executives_meet_no_contact_in_any_view_or_entry(opened: Register) -> None:
    """Nor in the journal, its diffs, a search, or the texts kept from an import."""
    with opened.read(opened.lens(actor=two.EXECUTIVE)) as reader:
        assert [
            name for name in _all_views(reader) if _contacts(repr(reader.rows(f'SELECT * FROM "{name}"')))
        ] == []
        records = [*OWN.values(), *OTHER.values()]
        assert [each for each in records if _contacts(repr(history.of_record(reader, each)))] == []
        assert searching.search(reader, "a.example") == ([], {})


def test_a_grant_moves_what_is_seen_at_once(tmp_path: Path) -> None:
    """What a person reaches follows the register: a link, a new owner, a new department."""
    made = tmp_path / "register.duckdb"
    two.build(made)
    register = Register.open(made)

    def seen(kind: str) -> set[str]:
        with register.read(register.lens(actor=two.TEAM)) as reader:
            return {row["id"] for row in reader.rows(f'SELECT id FROM "{kind}"')}

    try:
        from governance.register.commands import Change, write

        before = seen("system")
        held = register.content("ACT-00001")
        change = Change("activity", "update", {**held, "systems": ["SYS-00001", "SYS-00002"]}, "ACT-00001", 2)
        write(register, actor=two.ADMIN, reason="Both use it", changes=[change])
        assert (before, seen("system")) == ({"SYS-00001"}, {"SYS-00001", "SYS-00002"})

        party = register.content("PAR-00002")
        shared = {name: value for name, value in party.items() if name != "owner"}
        write(
            register,
            actor=two.ADMIN,
            reason="Shared",
            changes=[Change("party", "update", shared, "PAR-00002", 1)],
        )
        assert seen("party") == {"PAR-00001", "PAR-00002"}
    finally:
        register.close()


def test_the_past_is_seen_with_the_rights_of_today(opened: Register) -> None:
    """An earlier revision shows a person no more than the present does."""
    now = opened.lens(actor=two.TEAM)
    earlier: Lens = replace(now, known_revision=now.known_revision - 6, newest=False)

    with opened.read(earlier) as reader:
        assert [name for name in _all_views(reader) if leaks(reader.rows(f'SELECT * FROM "{name}"'))] == []


COMMANDS = (
    *(("list", kind) for kind in ("activity", "system", "evidence", "person")),
    ("figures",), ("coverage",), ("findings",), ("clocks",), ("trend", "--months", "1"), ("forecast",),
    ("since", "--from", "2026-01-01"),
)  # fmt: skip


def test_the_command_line_reads_as_the_actor(path: Path, opened: Register) -> None:
    """With --actor every reading command keeps to the rights of that person."""
    opened.close()  # one process owns the file
    told = {
        " ".join(each): Run(*each, "--actor", two.TEAM, "--register", path, "--json") for each in COMMANDS
    }

    assert {name: run.err for name, run in told.items() if run.code} == {}
    assert {name for name, run in told.items() if leaks(run.out)} == set()
    assert two.OWN in told["list activity"].out
    assert leaks(Run("list", "activity", "--register", path, "--json").out) == list(HIDDEN)


def test_the_command_line_takes_out_as_the_actor(path: Path, tmp_path: Path) -> None:
    """An export of somebody is refused or limited by the table, and noted either way."""
    whole = Run(
        "export", "journal", "--out", tmp_path / "j.jsonl", "--actor", two.TEAM, "--register", path, "--json"
    )
    book = Run(
        "export", "workbook", "--out", tmp_path / "w.xlsx", "--actor", two.TEAM, "--register", path, "--json"
    )

    assert (whole.code, json.loads(whole.out)["error"]) == (1, "export_not_permitted")
    assert book.code == 0, book.err
    assert leaks(_texts((tmp_path / "w.xlsx").read_bytes())) == []
    register = Register.open(path)
    events = [(each.event, each.person, each.operation) for each in register.access.entries()]
    register.close()
    assert events[-2:] == [("refused", two.TEAM, "journal"), ("exported", two.TEAM, "workbook")]
