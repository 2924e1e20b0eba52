"""Answer what a code means: labels, terms, recognised spellings, sensitivity."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from governance.errors import BadData
from governance.language import Language
from governance.vocabulary.loading import PACKAGED, load
from governance.vocabulary.spelling import citation, cited_words, spelling
from governance.vocabulary.terms import Bilingual, LibraryMeasure, Sensitivity, Term, Vocabulary

_PROTECTED = (("gdpr9", "GDPR 9(1)"), ("gdpr10", "GDPR 10"), ("pipl28", "PIPL 28"))


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """Hold a list and the ways into it."""

    vocabulary: Vocabulary
    by_code: Mapping[str, Term]
    by_spelling: Mapping[str, Term]


def folders() -> tuple[Path, ...]:
    """Return the packaged folder and, when ``RECITAL_DATA`` names one, the organisation's own."""
    return _folders(os.environ.get("RECITAL_DATA"))


@cache
def _folders(own: str | None) -> tuple[Path, ...]:
    return (PACKAGED, Path(own) / "vocabulary") if own else (PACKAGED,)


def names() -> tuple[str, ...]:
    """Return the names of all vocabularies in alphabetical order."""
    return tuple(sorted(_indexes(folders())))


def vocabulary(name: str) -> Vocabulary:
    """Return the vocabulary ``name``; raise BadData when there is none."""
    return _index(name).vocabulary


def terms(name: str) -> tuple[Term, ...]:
    """Return the terms of ``name`` in the order of its file."""
    return _index(name).vocabulary.terms


def choices(name: str, on: date) -> tuple[Term, ...]:
    """Return the terms a form may offer on a day: in force and not given up."""
    return tuple(found for found in terms(name) if found.in_force(on) and not found.deprecated)


def term(name: str, code: str) -> Term | None:
    """Return the term with ``code``, or None when the vocabulary ``name`` has none."""
    return _index(name).by_code.get(code)


def label(name: str, code: str, language: Language) -> str:
    """Return the label of ``code`` in ``language``; a code that is not in the list is returned as it is."""
    found = _index(name).by_code.get(code)
    return found.label(language) if found else code


def recognise(name: str, text: str) -> Term | None:
    """Return the term whose code, label or listed spelling is exactly ``text``, or None.

    Case, accents, punctuation and the words of a citation do not count. A text that carries a citation and
    words («Art. 6(1)(a) – consent») is recognised only when both name the same term.
    """
    return _recognised(_index(name), text)


@lru_cache(maxsize=20_000)
def _recognised(index: _Index, text: str) -> Term | None:
    known = index.by_spelling
    coded = index.by_code.get(text.strip())
    if coded is not None and not coded.extra.get("ambiguous_code"):
        return coded
    found = known.get(spelling(text)) or known.get(citation(text) or "")
    if found:
        return found
    both = cited_words(text)
    if both is None:
        return None
    cited, worded = (known.get(part) for part in both)
    return cited if cited is not None and cited is worded else None


def measures() -> tuple[LibraryMeasure, ...]:
    """Return the measure library in the order of its file."""
    return tuple(found for found in terms("measures") if isinstance(found, LibraryMeasure))


def glossary() -> tuple[Term, ...]:
    """Return the terms of the field with their explanations, for the help page."""
    return terms("glossary")


def sensitivity(category: str) -> Sensitivity:
    """Derive which protected classes a data category falls in (GDPR 9(1), GDPR 10, PIPL 28).

    A category inherits each class from its parent unless it states its own; ``false`` ends the inheritance.
    """
    found = term("data_category", category)
    if found is None:
        return Sensitivity(known=False)
    kinds = {flag: _inherited(found, flag) for flag, _ in _PROTECTED}
    return Sensitivity(
        gdpr9=bool(kinds["gdpr9"]),
        gdpr10=bool(kinds["gdpr10"]),
        pipl28=bool(kinds["pipl28"]),
        kinds=tuple(str(kind) for kind in kinds.values() if kind),
        reason=_reason([(cite, str(kinds[flag])) for flag, cite in _PROTECTED if kinds[flag]]),
        unverified=found.unverified,
    )


def _reason(cited: Sequence[tuple[str, str]]) -> Bilingual | None:
    """Return the articles with the kinds they name, or None when no class applies."""
    if not cited:
        return None
    return Bilingual(
        en="; ".join(f"{cite} {label('protected_kind', kind, 'en')}" for cite, kind in cited),
        zh="\uff1b".join(f"{cite} {label('protected_kind', kind, 'zh')}" for cite, kind in cited),
    )


def _inherited(found: Term, flag: str) -> object:
    """Return what the category or its nearest ancestor says of ``flag``."""
    above: Term | None = found
    while above is not None:
        if flag in above.extra:
            return above.extra[flag]
        above = term("data_category", above.parent) if above.parent else None
    return None


def _index(name: str) -> _Index:
    try:
        return _indexes(folders())[name]
    except KeyError:
        raise BadData("vocabulary_unknown", name=name) from None


@cache
def _indexes(places: tuple[Path, ...]) -> dict[str, _Index]:
    return {name: _indexed(one) for name, one in load(*places).items()}


def _indexed(one: Vocabulary) -> _Index:
    """Index a list by code and by every spelling; one spelling may stand for one term only."""
    spellings: dict[str, Term] = {}
    for found in one.terms:
        # «no», «si» and «in» are words before they are countries: a code in capitals is matched as it stands.
        codes = () if found.code.isupper() else (found.code,)
        for text in (*codes, found.en, found.zh, *found.match):
            for key in {spelling(text), citation(text) or spelling(text)} - {""}:
                other = spellings.setdefault(key, found)
                if other is not found:
                    reason = f"{text} = {other.code}"
                    raise BadData(
                        "vocabulary_spelling_twice", file=f"{one.name}.toml", term=found.code, reason=reason
                    )
    return _Index(one, {found.code: found for found in one.terms}, spellings)
