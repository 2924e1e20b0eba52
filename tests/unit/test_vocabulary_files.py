"""Vocabulary files may be changed by people who do not program: faults are named, own files win."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from governance import vocabulary
from governance.errors import BadData
from governance.language import LANGUAGES, explain
from governance.vocabulary.lookup import folders


def overlay(folder: Path, name: str, content: str) -> Path:
    """Write a vocabulary file and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(content, "utf-8")
    return folder


def test_a_list_that_is_not_there_is_named() -> None:
    """Asking for an unknown list is an error that names it."""
    with pytest.raises(BadData) as fault:
        vocabulary.terms("no_such")
    assert fault.value.context == {"name": "no_such"}


def test_an_organisation_adds_terms_and_changes_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The organisation's own folder overrides a label, adds a term and a header, and leaves the rest."""
    own = overlay(tmp_path / "vocabulary", "stage", '[[term]]\ncode = "use"\nen = "Work with"\n')
    overlay(own, "hosting", '[[term]]\ncode = "ship"\nen = "On board"\nzh = "船上"\n')
    overlay(own, "headers", '[[field]]\npath = "name"\nheaders = ["Ship\'s log"]\n')
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))
    assert len(folders()) == 2
    assert vocabulary.label("stage", "use", "en") == "Work with"
    assert vocabulary.label("stage", "use", "zh") == "使用"
    assert vocabulary.label("hosting", "ship", "zh") == "船上"
    assert vocabulary.field_for("ship's LOG") == "name"
    assert len(vocabulary.terms("stage")) == 6


HEAD = 'en = "A"\nzh = "甲"\nsource = "S"\nchecked_on = 2026-01-01\n'
ONE = '[[term]]\ncode = "one"\nen = "One"\nzh = "一"\n'


@pytest.mark.parametrize(
    ("content", "code", "context"),
    [
        (HEAD + ONE + ONE, "vocabulary_code_twice", {"term": "one"}),
        (
            HEAD + '[[term]]\ncode = "one"\nen = "One"\n',
            "vocabulary_untranslated",
            {"term": "one", "reason": "zh"},
        ),
        (HEAD + ONE + 'parent = "two"\n', "vocabulary_parent_unknown", {"term": "one", "reason": "two"}),
        (HEAD + ONE + 'parent = "one"\n', "vocabulary_parent_circle", {"term": "one", "reason": "one"}),
        (HEAD + ONE.replace('"one"', '"Not a code"'), "vocabulary_term_bad", {"reason": "code"}),
        (
            HEAD + ONE + 'valid_from = "soon"\n',
            "vocabulary_term_bad",
            {"term": "one", "reason": "valid_from"},
        ),
        (HEAD + '[[term]]\nen = "One"\nzh = "一"\n', "vocabulary_term_bad", {"term": "?"}),
        (HEAD + "term = 5\n", "vocabulary_term_bad", {"term": "?"}),
        (ONE, "vocabulary_term_bad", {"reason": "en"}),
        (HEAD + "[[term]\n", "vocabulary_not_toml", {"line": "5"}),
    ],
)
def test_a_bad_file_is_one_clear_error(
    tmp_path: Path, content: str, code: str, context: dict[str, Any]
) -> None:
    """The error names the file, the code and the reason, and has a sentence in both languages."""
    with pytest.raises(BadData) as fault:
        vocabulary.load(overlay(tmp_path, "mine", content))
    assert fault.value.code == code
    assert fault.value.context.items() >= {"file": "mine.toml", **context}.items()
    for language in LANGUAGES:
        assert "mine.toml" in explain(fault.value, language)


def test_a_file_in_another_encoding_is_one_clear_error(tmp_path: Path) -> None:
    """A file saved as GB18030 is refused by name."""
    (tmp_path / "mine.toml").write_bytes((HEAD + ONE).encode("gb18030"))
    with pytest.raises(BadData) as fault:
        vocabulary.load(tmp_path)
    assert fault.value.code == "vocabulary_unreadable"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("stage", '[[term]]\ncode = "keep"\nen = "Store"\nzh = "保管"\n'),
        ("headers", '[[field]]\npath = "name"\nheaders = ["Retention"]\n'),
    ],
)
def test_a_spelling_for_two_things_is_refused(
    name: str, content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An own spelling that already stands for something else is named."""
    overlay(tmp_path / "vocabulary", name, content)
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))
    with pytest.raises(BadData) as fault:
        vocabulary.field_for("x") if name == "headers" else vocabulary.terms(name)
    assert fault.value.code == "vocabulary_spelling_twice"
