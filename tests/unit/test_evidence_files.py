"""Files kept beside the register as evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from governance.errors import GovernanceError
from governance.exchange.files import path_of, store
from governance.exchange.uploads import most_bytes

PDF = b"%PDF-1.7\nreport"


def test_a_file_is_kept_under_its_hash(tmp_path: Path) -> None:
    """What comes back is what went in, under a name nobody chose."""
    kept = store(tmp_path / "register.duckdb", "..\\..\\report.pdf", PDF)

    found = path_of(tmp_path / "register.duckdb", kept.sha256)

    assert found.read_bytes() == PDF
    assert (kept.name, kept.size) == ("report.pdf", len(PDF))
    assert found.parent == tmp_path / "files"


def test_the_same_file_is_kept_once(tmp_path: Path) -> None:
    """Two records may name one file."""
    register = tmp_path / "register.duckdb"

    assert store(register, "a.pdf", PDF).sha256 == store(register, "b.pdf", PDF).sha256
    assert len(list((tmp_path / "files").iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", b"MZ\x90 a program", "file_not_as_named"),
        ("a.txt", b"\x00\x01", "file_not_as_named"),
        ("a.exe", b"MZ", "file_kind"),
        ("a.txt", b"x" * (most_bytes() + 1), "file_too_large"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    """One clear error, and nothing is stored."""
    with pytest.raises(GovernanceError) as caught:
        store(tmp_path / "register.duckdb", name, content)

    assert caught.value.code == code
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize("sha256", ["../register.duckdb", "0" * 64, ""])
def test_only_stored_files_are_served(tmp_path: Path, sha256: str) -> None:
    """A name that is no hash of a stored file finds nothing."""
    (tmp_path / "register.duckdb").write_bytes(b"secret")

    with pytest.raises(GovernanceError, match="file_missing"):
        path_of(tmp_path / "register.duckdb", sha256)


def test_a_changed_file_is_not_served(tmp_path: Path) -> None:
    """Evidence that was tampered with is told, not handed out."""
    kept = store(tmp_path / "register.duckdb", "report.pdf", PDF)
    (tmp_path / "files" / kept.sha256).write_bytes(b"%PDF-1.7\nforged")

    with pytest.raises(GovernanceError, match="file_changed"):
        path_of(tmp_path / "register.duckdb", kept.sha256)
