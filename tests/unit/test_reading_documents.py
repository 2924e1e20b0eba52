"""Reading of JSON, folders and ZIP files: many files that are one register, code lists among them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from governance.errors import UnreadableFile
from governance.exchange.reading import Reading, read

ACTIVITIES = [
    {"name": f"Activity {n}", "purpose": f"Purpose {n}", "bases": [f"gdpr-{'abc'[n % 3]}"], "controller": {"name": "Alpha", "country": "DE"}}
    for n in range(6)
]  # fmt: skip
VALUES = [{"identifier": f"gdpr-{letter}", "caption": f"Basis {letter}"} for letter in "abcdef"]
LIST = {
    "identifier": "gdpr-first",
    "name": "First three",
    "multi": True,
    "values": ["gdpr-a", "gdpr-b", "gdpr-c"],
}
OTHER = {
    "identifier": "gdpr-last",
    "name": "Last three",
    "multi": False,
    "values": ["gdpr-d", "gdpr-e", "gdpr-f"],
}


def put(path: Path, value: object) -> Path:
    """Write a value as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def shape(reading: Reading) -> list[tuple[str, int]]:
    """List kind and number of rows of each table."""
    return [(table.kind, len(table.rows)) for table in reading.tables]


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (ACTIVITIES, 6),
        (ACTIVITIES[0], 1),
        ({"activities": ACTIVITIES}, 6),
        ({"version": 2, "exported": "2020-01-01", "data": {"items": ACTIVITIES}}, 6),
        ({"data": ACTIVITIES, "count": 6}, 6),
        ({f"ACT-{n}": activity for n, activity in enumerate(ACTIVITIES)}, 6),
        ({"name": "Payroll", "purposes": [{"text": "a", "basis": "b"}, {"text": "c", "basis": "d"}]}, 1),
    ],
)
def test_records_are_found_in_every_wrapping(tmp_path: Path, value: object, rows: int) -> None:
    """One record, many, or a list inside an object each become one table of records."""
    reading = read(put(tmp_path / "x.json", value))
    assert shape(reading) == [("records", rows)]


def test_nested_objects_get_dotted_headers_and_lists_stay_whole(tmp_path: Path) -> None:
    """An inner object spreads over columns, an inner list stays one cell."""
    (table,) = read(put(tmp_path / "x.json", ACTIVITIES)).tables
    assert table.headers == ("name", "purpose", "bases", "controller.name", "controller.country")
    assert table.rows[0].cells == ("Activity 0", "Purpose 0", ["gdpr-a"], "Alpha", "DE")


def test_one_record_a_line_survives_a_broken_line(tmp_path: Path) -> None:
    """A broken line of NDJSON is reported with its number; the others are read."""
    lines = [json.dumps(activity) for activity in ACTIVITIES]
    lines[2] = "{broken"
    (tmp_path / "x.ndjson").write_text("\n".join(lines), "utf-8")
    reading = read(tmp_path / "x.ndjson")
    assert shape(reading) == [("records", 5)]
    assert [(problem.code, problem.row) for problem in reading.problems] == [("reading_broken_line", 3)]


def test_lists_of_lists_are_a_table(tmp_path: Path) -> None:
    """JSON rows without keys are read like a sheet."""
    rows = [["Name", "Purpose", "Owner"], ["Payroll", "Pay staff", "HR"], ["Video", "Safety", "Security"]]
    (table,) = read(put(tmp_path / "x.json", rows)).tables
    assert (table.headers, len(table.rows)) == (("Name", "Purpose", "Owner"), 2)


def test_a_folder_of_records_and_code_lists_is_one_table_and_look_ups(tmp_path: Path) -> None:
    """Files of one shape are one table; code lists among them explain codes and are never records."""
    for number, activity in enumerate(ACTIVITIES):
        put(tmp_path / "registers" / f"r{number}.json", activity)
    put(tmp_path / "choices" / "values.json", VALUES)
    put(tmp_path / "choices" / "first.json", LIST)
    put(tmp_path / "choices" / "last.json", OTHER)
    reading = read(tmp_path)
    assert sorted(shape(reading)) == [("lookup", 2), ("lookup", 6), ("records", 6)]
    assert reading.files == 9
    assert reading.records[0].rows[0].origin == "registers/r0.json"
    named = {lookup.name: lookup for lookup in reading.lookups}
    assert named["Last three"].captions == {"gdpr-d": "Basis d", "gdpr-e": "Basis e", "gdpr-f": "Basis f"}


def test_stub_is_flagged_but_kept(tmp_path: Path) -> None:
    """A file that says next to nothing beside full ones is marked and reported with its name."""
    for number, activity in enumerate(ACTIVITIES):
        put(tmp_path / f"r{number}.json", activity)
    put(tmp_path / "stub.json", {"name": None, "purpose": "", "bases": [], "controller": {}})
    reading = read(tmp_path)
    (table,) = reading.records
    assert [row.origin for row in table.rows if row.doubt] == ["stub.json"]
    assert [(problem.file, problem.code) for problem in reading.problems] == [
        ("stub.json", "reading_empty_record")
    ]


def test_one_bad_file_does_not_stop_the_batch(tmp_path: Path) -> None:
    """Bad files are problems with their names; the good ones are read."""
    put(tmp_path / "good.json", ACTIVITIES)
    (tmp_path / "bad.json").write_text("{", "utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "book.xlsx").write_bytes(b"nothing")
    (tmp_path / "note.docx2").write_bytes(b"nothing")
    reading = read(tmp_path)
    assert shape(reading) == [("records", 6)]
    assert [(problem.file, problem.code) for problem in reading.problems] == [
        ("bad.json", "reading_broken_json"),
        ("book.xlsx", "reading_broken_workbook"),
        ("empty.csv", "reading_empty_file"),
        ("note.docx2", "reading_unsupported"),
    ]


def test_zip_members_are_read_in_memory_under_safe_names(tmp_path: Path) -> None:
    """Names that climb out of the folder are made safe and nothing is written to disk."""
    target = tmp_path / "in" / "x.zip"
    target.parent.mkdir()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("../../evil.json", json.dumps(ACTIVITIES))
        archive.writestr("C:\\temp\\Alpha / Beta.json", json.dumps(ACTIVITIES))
        archive.writestr("/etc/passwd.csv", "Name,Purpose,Owner\nPayroll,Pay staff,HR\n")
        archive.writestr("__MACOSX/._x.json", b"junk")
    reading = read(target)
    assert [table.file for table in reading.tables] == [
        "etc/passwd.csv",
        "evil.json",
        "temp/Alpha / Beta.json",
    ]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "x.zip"]


def test_names_of_a_chinese_zip_are_read(tmp_path: Path) -> None:
    """A ZIP packed on a Chinese system shows its names as they were."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("AAAA.csv", "Name,Purpose,Owner\nPayroll,Pay staff,HR\n")
    content = (tmp_path / "x.zip").read_bytes().replace(b"AAAA", "台账".encode("gb18030"))
    (tmp_path / "x.zip").write_bytes(content)
    assert read(tmp_path / "x.zip").tables[0].file == "台账.csv"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("broken.json", b'{"a": [1, 2', "reading_broken_json"),
        ("empty.json", b"[]", "reading_no_records"),
        ("number.json", b"42", "reading_no_records"),
        ("deep.json", b"[" * 200_000, "reading_broken_json"),
        ("blank.json", b"  \n ", "reading_empty_file"),
    ],
)
def test_unreadable_json_gives_one_clear_error(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """JSON that is broken or holds no record says so."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / name)
    assert caught.value.code == code
