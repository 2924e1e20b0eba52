"""Reading of delimited text: encodings, delimiters, missing headers and broken lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from governance.errors import UnreadableFile
from governance.exchange.reading import Options, Table, read
from governance.exchange.reading.decoding import decode
from governance.exchange.reading.delimited import parse

CHINESE = "处理活动,处理目的,保存期限\n员工考勤,考勤管理,劳动合同终止后2年\n客户投诉,处理投诉,3年\n视频监控,安全防范,30天\n"
GERMAN = "Bezeichnung;Zweck;Löschfrist\nLohn;Abrechnung für Beschäftigte, Prüfung;10 Jahre\nBewerbung;Auswahl der Kräfte, Gespräch;6 Monate\n"


def table_of(path: Path, content: bytes, options: Options | None = None) -> Table:
    """Write a file and return its one table."""
    path.write_bytes(content)
    (table,) = read(path, options).tables
    return table


@pytest.mark.parametrize(
    ("text", "stored", "found"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "utf-8-sig", "utf-8-sig"),
        (GERMAN, "utf-16-be", "utf-16-be"),
        ("Libellé;Durée\nPaie – été;5 ans à compter du départ\n", "cp1252", "cp1252"),
        ("plain,ascii\na,b\n", "ascii", "utf-8"),
    ],
)
def test_encoding_is_found_and_shown(text: str, stored: str, found: str) -> None:
    """Text comes back unchanged in every encoding registers use, and the encoding is told."""
    decoded = decode(text.encode(stored))
    assert (decoded.text, decoded.encoding, decoded.odd_bytes) == (text, found, 0)


def test_one_odd_byte_does_not_change_the_encoding() -> None:
    """UTF-8 with a single Windows byte stays UTF-8, the odd byte is read as Windows-1252 and counted."""
    decoded = decode("Prüfung äöü é € ".encode() * 5 + b"\x93x")
    assert (decoded.encoding, decoded.odd_bytes, decoded.text[-2:]) == ("utf-8", 1, "“x")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A picture named as CSV gives one clear error."""
    (tmp_path / "x.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / "x.csv")
    assert caught.value.code == "reading_not_text"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_by_consistency(delimiter: str) -> None:
    """The delimiter that cuts all lines alike is found, whatever stands inside the cells."""
    rows = [
        ["Name", "Purpose", "Data"],
        ["A", '"x, y; z"', "a"],
        ["B", '"line\nbreak"', "b"],
        ["C", "plain", "c"],
    ]
    parsed = parse("\r\n".join(delimiter.join(row) for row in rows) + "\r\n")
    assert parsed.delimiter == delimiter
    assert [len(record) for record in parsed.records] == [3, 3, 3, 3]


def test_semicolon_file_with_commas_in_every_cell(tmp_path: Path) -> None:
    """Commas inside cells do not beat the semicolon."""
    table = table_of(tmp_path / "de.csv", GERMAN.encode("utf-8-sig"))
    assert (table.delimiter, table.headers) == (";", ("Bezeichnung", "Zweck", "Löschfrist"))
    assert table.rows[0].cells[1] == "Abrechnung für Beschäftigte, Prüfung"


def test_tab_separated_text_in_a_csv_file(tmp_path: Path) -> None:
    """The name of a file does not decide the delimiter."""
    table = table_of(tmp_path / "t.csv", b"Name\tPurpose\tOwner\nA\tB, b\tC\nD\tE, e\tF\n")
    assert (table.delimiter, len(table.columns)) == ("\t", 3)


def test_chinese_register_in_gb18030(tmp_path: Path) -> None:
    """A Chinese CSV file as spreadsheets save it is read with the right characters."""
    table = table_of(tmp_path / "cn.csv", CHINESE.encode("gb18030"))
    assert (table.kind, table.encoding, table.headers[0], len(table.rows)) == (
        "records",
        "gb18030",
        "处理活动",
        3,
    )


def test_file_without_header_has_none(tmp_path: Path) -> None:
    """Lines that all look alike have no header: no line is lost to it."""
    lines = [f"ACT-{n:03},Activity {n},HR,20{n + 10}-01-01,yes" for n in range(8)]
    table = table_of(tmp_path / "n.csv", "\n".join(lines).encode())
    assert (table.header_row, len(table.rows), table.headers) == (None, 8, ("",) * 5)


def test_multi_line_cells_keep_row_numbers_of_records(tmp_path: Path) -> None:
    """A cell over several lines is one cell; rows are numbered as a spreadsheet shows them."""
    table = table_of(tmp_path / "m.csv", b'Name,Purpose,Owner\nA,"one\r\ntwo",HR\nB,three,IT\n')
    assert table.rows[0].cells[1] == "one\ntwo"
    assert [row.number for row in table.rows] == [2, 3]


def test_separator_hint_of_a_spreadsheet_is_followed(tmp_path: Path) -> None:
    """A first line ``sep=;`` is a hint, not data."""
    table = table_of(tmp_path / "s.csv", b"sep=;\r\nName;Purpose;Owner\r\nA;B;C\r\n")
    assert (table.header_row, table.rows[0].number) == (2, 3)


def test_ragged_line_keeps_its_text_and_is_reported(tmp_path: Path) -> None:
    """A line with more fields than the header keeps them in a column without a name."""
    (tmp_path / "r.csv").write_bytes(b"Name,Purpose,Owner\nA,B,C\nD,E,F,lost?\nG,H,I\n")
    reading = read(tmp_path / "r.csv")
    (problem,) = reading.problems
    assert (problem.code, problem.row, problem.column, problem.value) == (
        "reading_ragged_row",
        3,
        "D",
        "lost?",
    )
    assert reading.tables[0].rows[1].cells == ("D", "E", "F", "lost?")


def test_unclosed_quotation_mark_is_reported(tmp_path: Path) -> None:
    """A quotation mark that swallows the rest of a file is named as the cause."""
    (tmp_path / "q.csv").write_bytes(b'Name,Purpose\nA,"B\nC,D\nE,F\n')
    assert "reading_unclosed_quote" in {problem.code for problem in read(tmp_path / "q.csv").problems}


def test_forced_encoding_and_delimiter_are_taken(tmp_path: Path) -> None:
    """What a person chooses wins over what would be found."""
    table = table_of(
        tmp_path / "f.csv", "Näme|x\nä|b;c\n".encode("cp1252"), Options(encoding="cp1252", delimiter="|")
    )
    assert (table.headers, table.encoding, table.delimiter) == (("Näme", "x"), "cp1252", "|")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (Options(encoding="klingon"), "reading_unknown_encoding"),
        (Options(encoding="utf-8"), "reading_wrong_encoding"),
        (Options(delimiter=";;"), "reading_wrong_delimiter"),
    ],
)
def test_wrong_choice_says_so(tmp_path: Path, options: Options, code: str) -> None:
    """A forced encoding or delimiter that does not fit gives one clear error."""
    (tmp_path / "f.csv").write_bytes("Näme,x\nä,b\n".encode("cp1252"))
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / "f.csv", options)
    assert caught.value.code == code


def test_description_of_fields_is_no_register(tmp_path: Path) -> None:
    """A table that says what the fields of a register mean offers no records."""
    rows = ["Group,Field,Definition,Technical requirement"]
    rows += [f"People,Field name {n},What field {n} means to the reader,Free text" for n in range(8)]
    table = table_of(tmp_path / "spec.csv", "\n".join(rows).encode())
    assert (table.kind, table.reason) == ("lookup", "field_list")


def test_running_text_is_no_register(tmp_path: Path) -> None:
    """A licence or a letter holds no records."""
    text = (
        "Licence of this work\n\nPermission is granted, free of charge, to any person obtaining a copy.\nNo warranty; none.\n"
        * 4
    )
    assert table_of(tmp_path / "licence.txt", text.encode()).kind == "cover"


def test_classification_is_no_register(tmp_path: Path) -> None:
    """Columns whose numbers refine each other are a classification."""
    rows = ["Main;Group;Task"]
    rows += [
        f"{a}. Area;{a}.{b}. Group;{a}.{b}.{c}. Task"
        for a in range(1, 4)
        for b in range(1, 3)
        for c in range(1, 3)
    ]
    assert table_of(tmp_path / "c.csv", "\n".join(rows).encode()).reason == "classification"


def test_reference_numbers_do_not_make_a_code_list(tmp_path: Path) -> None:
    """A short register with running references stays a register."""
    rows = ["Ref,Name,Owner", *[f"ACT-{n:03},Activity {n},HR" for n in range(1, 9)]]
    assert table_of(tmp_path / "r.csv", "\n".join(rows).encode()).kind == "records"


def test_single_record_is_a_record(tmp_path: Path) -> None:
    """A header and one line are a register of one."""
    table = table_of(tmp_path / "one.csv", b"Activity,Purpose,Retention\nPayroll,Pay staff,10 years\n")
    assert (table.kind, table.header_row, len(table.rows)) == ("records", 1, 1)
