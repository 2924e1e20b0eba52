"""Read vocabulary files: each as it is packaged, then overridden code by code by an organisation's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from governance.errors import BadData
from governance.vocabulary.cldr import country_entries
from governance.vocabulary.terms import LibraryMeasure, Term, Vocabulary

PACKAGED = Path(__file__).resolve().parent.parent.parent / "data" / "vocabulary"
NOT_A_LIST = frozenset({"headers"})

Shape = TypeVar("Shape", bound=BaseModel)
_LINE = re.compile(r"line (\d+)")


def load(*folders: Path) -> dict[str, Vocabulary]:
    """Return every vocabulary of ``folders`` by name; a later folder adds terms and overrides equal codes.

    Raise BadData with file, code and reason when a file cannot be read, gives a code twice, lacks a
    translation or names a parent that is not there.
    """
    files: dict[str, list[Path]] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.toml")):
            if file.stem not in NOT_A_LIST:
                files.setdefault(file.stem, []).append(file)
    return {name: _vocabulary(name, paths) for name, paths in files.items()}


def read_toml(file: Path) -> dict[str, Any]:
    """Return the content of a data file; raise BadData naming file and line when it is not TOML in UTF-8."""
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as fault:
        place = _LINE.search(str(fault))
        line = place.group(1) if place else "1"
        raise BadData("vocabulary_not_toml", file=file.name, line=line) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise BadData("vocabulary_unreadable", file=file.name) from fault


def _vocabulary(name: str, files: Sequence[Path]) -> Vocabulary:
    """Return the list ``name`` made of all its files, later ones over earlier ones."""
    heading: dict[str, Any] = {}
    entries: dict[str, dict[str, Any]] = dict(country_entries()) if name == "country" else {}
    origin = dict.fromkeys(entries, files[0].name)
    for file in files:
        content = read_toml(file)
        own = _entries(file, content.pop("term", []))
        heading |= content
        for code, entry in own.items():
            entries[code] = entries.get(code, {}) | entry
            origin[code] = file.name
    shape = LibraryMeasure if name == "measures" else Term
    terms = tuple(_term(shape, origin[code], entry) for code, entry in entries.items())
    _check_links(terms, origin)
    return checked(Vocabulary, files[-1].name, "", {**heading, "name": name, "terms": terms})


def _entries(file: Path, listed: Any) -> dict[str, dict[str, Any]]:
    """Return the entries of one file by code, refusing a code given twice."""
    entries: dict[str, dict[str, Any]] = {}
    for entry in listed if isinstance(listed, list) else [listed]:
        code = str(entry.get("code", "")) if isinstance(entry, Mapping) else ""
        if not code:
            raise BadData("vocabulary_term_bad", file=file.name, term="?", reason="code")
        if code in entries:
            raise BadData("vocabulary_code_twice", file=file.name, term=code)
        entries[code] = dict(entry)
    return entries


def _term(shape: type[Term], file: str, entry: Mapping[str, Any]) -> Term:
    """Return one entry as a term, naming a missing label before any other fault."""
    code = str(entry["code"])
    for language in ("en", "zh"):
        if not str(entry.get(language, "")).strip():
            raise BadData("vocabulary_untranslated", file=file, term=code, reason=language)
    return checked(shape, file, code, entry)


def checked(shape: type[Shape], file: str, code: str, given: object) -> Shape:
    """Return ``given`` as ``shape``; raise BadData naming file, code and the first wrong key."""
    try:
        return shape.model_validate(given)
    except ValidationError as fault:
        place = ".".join(str(step) for step in fault.errors(include_url=False)[0]["loc"]) or code
        raise BadData("vocabulary_term_bad", file=file, term=code, reason=place) from fault


def _check_links(terms: Sequence[Term], origin: Mapping[str, str]) -> None:
    """Refuse a parent or successor that is not a term of the list, and a term that is its own ancestor."""
    parents = {term.code: term.parent for term in terms}
    for term in terms:
        for target in (term.parent, term.replaced_by):
            if target is not None and target not in parents:
                raise BadData(
                    "vocabulary_parent_unknown", file=origin[term.code], term=term.code, reason=target
                )
        seen, above = {term.code}, term.parent
        while above is not None:
            if above in seen:
                raise BadData(
                    "vocabulary_parent_circle", file=origin[term.code], term=term.code, reason=above
                )
            seen.add(above)
            above = parents[above]
