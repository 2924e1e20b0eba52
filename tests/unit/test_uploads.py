"""What is brought is looked at again: size, ending, first bytes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance import config
from governance.errors import GovernanceError
from governance.exchange import files, notice_file, uploads

UI = Path(__file__).resolve().parents[2] / "governance" / "ui"
ZIP, OLE = b"PK\x03\x04book", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1book"
TABLES = ("xlsx", "xls", "csv", "json", "zip")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The configuration allows one megabyte."""
    monkeypatch.setenv("RECITAL_UPLOAD_MEGABYTES", "1")
    config.forget()
    yield
    monkeypatch.undo()
    config.forget()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", b"x" * (1024**2 + 1), "file_too_large"),
        ("a.exe", b"MZ\x00", "file_kind"),
        ("a.csv", b"MZ\x90\x00program", "file_not_as_named"),
        ("a.xlsx", b"\x7fELF\x00", "file_not_as_named"),
        ("a.zip", b"%PDF-1.7\x00", "file_not_as_named"),
        ("noending", b"text", "file_kind"),
    ],
)
def test_a_table_that_is_none_is_refused(name: str, content: bytes, code: str) -> None:
    """One clear error with the name of the file."""
    with pytest.raises(GovernanceError) as refused:
        uploads.check_table(name, content, TABLES)

    assert (refused.value.code, refused.value.context["name"]) == (code, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", ZIP), ("a.xlsx", OLE), ("a.xls", OLE), ("a.xls", ZIP), ("a.xls", b"<table>"), ("a.csv", ZIP),
        ("a.csv", "名称".encode("utf-16")), ("a.CSV", "名称".encode("gb18030")), ("a.zip", ZIP),
    ],
)  # fmt: skip
def test_tables_come_under_each_others_endings(name: str, content: bytes) -> None:
    """A workbook called CSV, a table of HTML called XLS and text in any encoding are taken."""
    uploads.check_table(name, content, TABLES)


def test_every_kind_of_evidence_has_a_mark() -> None:
    """Each ending kept as evidence is known by its first bytes or as text."""
    assert set(files.ENDINGS) <= {*uploads.MAGIC, *uploads.TEXT}
    assert set(notice_file.ENDINGS) <= set(uploads.TEXT)


def test_every_uploader_keeps_to_the_configured_limit() -> None:
    """No place of the screen takes files without the limit of the configuration."""
    given = [
        (file.name, call)
        for file in UI.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "file_uploader"
    ]

    limits = {
        name: ast.unparse(word.value)
        for name, call in given
        for word in call.keywords
        if word.arg == "max_upload_size"
    }
    assert len(limits) == len(given) > 3
    assert all("config().upload_megabytes" in limit for limit in limits.values()), limits
