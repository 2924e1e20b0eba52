"""Limits of reading: what is too large, packed too tightly, too slow or breaks the process is refused clearly."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from governance import language
from governance.errors import UnreadableFile
from governance.exchange.reading import Limits, read
from governance.exchange.reading import model as reading_model
from governance.exchange.reading.limits import MIB

GOOD = b"Name,Purpose,Owner\nPayroll,Pay staff,HR\nVideo,Safety,Security\n"
READING = Path(reading_model.__file__).parent


def refused(path: Path, limits: Limits | None = None) -> UnreadableFile:
    """Read a path that must be refused and return the error."""
    with pytest.raises(UnreadableFile) as caught:
        read(path, limits=limits)
    return caught.value


def test_file_above_the_limit_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    """A file of more than 200 MB is refused with its size."""
    with (tmp_path / "huge.xlsx").open("wb") as file:
        file.truncate(201 * MIB)
    error = refused(tmp_path / "huge.xlsx")
    assert (error.code, error.context["size"], error.context["limit"]) == ("reading_too_large", 201, 200)


def test_missing_file_and_empty_folder_say_so(tmp_path: Path) -> None:
    """A path that is not there, and a folder without files, each have a code."""
    assert refused(tmp_path / "none.csv").code == "reading_missing"
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path / "folder").code == "reading_empty_folder"


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.xlsx"])
def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, name: str) -> None:
    """A ZIP or workbook that unpacks to far more than it holds is refused."""
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml" if name.endswith("xlsx") else "a.csv", b"0" * (40 * MIB))
    assert refused(tmp_path / name).code == "reading_zip_bomb"


def test_nested_zip_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    """A ZIP in a ZIP is a problem; its neighbours are read."""
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr("a.csv", GOOD)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.write(tmp_path / "inner.zip", "inner.zip")
        outer.writestr("good.csv", GOOD)
    reading = read(tmp_path / "outer.zip")
    assert [(p.file, p.code) for p in reading.problems] == [("inner.zip", "reading_nested_zip")]
    assert [table.file for table in reading.records] == ["good.csv"]


def test_encrypted_member_is_reported(tmp_path: Path) -> None:
    """A member with a password is a problem with its name."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("secret.csv", GOOD)
    content = bytearray((tmp_path / "x.zip").read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(content)
    assert [(p.file, p.code) for p in read(tmp_path / "x.zip").problems] == [
        ("secret.csv", "reading_password")
    ]


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    """More files than the limit are refused with both numbers."""
    for number in range(4):
        (tmp_path / f"{number}.csv").write_bytes(GOOD)
    error = refused(tmp_path, Limits(files=3))
    assert (error.code, error.context["count"], error.context["limit"]) == ("reading_too_many_files", 4, 3)


def test_truncated_zip_is_refused(tmp_path: Path) -> None:
    """A ZIP cut off in the middle is broken, not empty."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("good.csv", GOOD)
    (tmp_path / "x.zip").write_bytes((tmp_path / "x.zip").read_bytes()[:60])
    assert refused(tmp_path / "x.zip").code in (
        "reading_broken_zip",
        "reading_unsupported",
        "reading_broken_workbook",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bound by the system")
def test_file_that_needs_too_much_memory_is_left_out_of_the_batch(tmp_path: Path) -> None:
    """A file that breaks the process is named; the others are read by a second process."""
    (tmp_path / "a.csv").write_bytes(GOOD)
    (tmp_path / "big.csv").write_bytes(
        b"Name,Purpose,Owner\n" + b"Some name,Some purpose,Some owner\n" * 1_500_000
    )
    (tmp_path / "c.csv").write_bytes(GOOD)
    limits = Limits(memory_bytes=300 * MIB)
    reading = read(tmp_path, limits=limits)
    assert [(p.file, p.code) for p in reading.problems] == [("big.csv", "reading_memory")]
    assert [table.file for table in reading.records] == ["a.csv", "c.csv"]
    assert refused(tmp_path / "big.csv", limits).code == "reading_memory"


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    """The wall clock ends a reading; no process starts within a thousandth of a second."""
    (tmp_path / "a.csv").write_bytes(GOOD)
    error = refused(tmp_path / "a.csv", Limits(wall_seconds=0.001))
    assert error.code == "reading_time"


def test_reading_process_loads_neither_screen_nor_store() -> None:
    """The reading process knows nothing of the register: no streamlit, no duckdb, no pydantic."""
    code = (
        "import sys, governance.exchange.reading.child;"
        "print([m for m in ('streamlit', 'duckdb', 'pydantic', 'pandas') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=READING.parents[2]
    )
    assert ran.stdout.strip() == "[]"


def test_every_code_has_a_sentence_in_both_languages() -> None:
    """Codes of errors, kinds and reasons in the source each have their text, in English and Chinese."""
    source = "".join(file.read_text("utf-8") for file in READING.glob("*.py"))
    words = {part for quoted in source.split('"')[1::2] for part in [quoted] if part.startswith("reading_")}
    assert words
    for lang in language.LANGUAGES:
        texts = language.catalog(lang)
        assert {code for code in words if f"error.{code}" not in texts} == set()
        assert {kind for kind in get_args(reading_model.Kind) if f"reading.kind.{kind}" not in texts} == set()
