"""The views of a register follow the installation that opens it, and are planned anew only when it brings others."""

from __future__ import annotations

from pathlib import Path

import pytest

from governance.register.store import Register


def _ask(register: Register, sql: str) -> object:
    with register.read(register.lens()) as reader:
        return reader.value(sql)


def test_the_views_of_another_release_are_replaced_at_the_opening(register: Register, path: Path) -> None:
    """A file marked by other views gets those of this installation; one marked by these keeps what it has."""
    with register.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE VIEW whole.title AS SELECT 7 AS id")
    register.close()
    kept = Register.open(path)
    assert _ask(kept, "SELECT id FROM title") == 7
    with kept.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE VIEW view_mark AS SELECT 'of another release' AS mark")
    kept.close()
    replaced = Register.open(path)
    assert _ask(replaced, "SELECT count(*) FROM title WHERE id = 'PER-00001'") == 1
    replaced.close()


def test_an_own_vocabulary_changes_the_views_of_a_register_made_before(
    register: Register, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an organisation says of a category of data holds from the next opening on."""
    asked = "SELECT count(*) FROM data_category_class WHERE category = 'ship_log' AND pipl28"
    assert _ask(register, asked) == 0
    register.close()
    own = tmp_path / "own" / "vocabulary"
    own.mkdir(parents=True)
    term = '[[term]]\ncode = "ship_log"\nen = "Ship log"\nzh = "航行日志"\npipl28 = "pipl_other"\n'
    (own / "data_category.toml").write_text(term, "utf-8")
    monkeypatch.setenv("RECITAL_DATA", str(own.parent))
    opened = Register.open(path)
    assert _ask(opened, asked) == 1
    opened.close()
