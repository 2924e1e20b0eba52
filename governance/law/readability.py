"""How readable a notice is: length of sentences and words, legalese and vague words, against limits kept as data.

GDPR 12(1) asks for clear and plain language, PIPL 17 for clear and understandable language; neither gives a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt, ValidationError

from governance.errors import BadData
from governance.law import files
from governance.law.notice_check import Index, Mention, Term, is_chinese
from governance.law.notice_text import sentences
from governance.vocabulary.terms import Frozen, Words

NAME = "readability.toml"
Code = Literal["sentence_words", "long_sentences", "long_words", "sentence_characters", "long_sentences_zh"]
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


class Limit(Frozen):
    """Hold one measure with its limit; shares are percentages of sentences or words ``above`` a length."""

    code: Code
    language: Literal["en", "zh"]
    limit: Annotated[StrictInt, Field(ge=1, le=1000)]
    above: Annotated[StrictInt, Field(ge=1, le=1000)] | None = None
    source: Words
    unverified: StrictBool = False


class Phrases(Frozen):
    """Hold legalese, each with a plainer phrase or none, and vague words."""

    source: Words
    unverified: StrictBool = False
    legalese: tuple[tuple[Words, str], ...] = ()
    vague: tuple[Words, ...] = ()


class Readability(Frozen):
    """Hold the whole file; ``ordinary`` are words of the lists that mean nothing in running text."""

    checked_on: date
    measure: tuple[Limit, ...]
    phrases: Phrases
    ordinary: dict[str, tuple[Words, ...]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold the rules of readability that can be used, and the file refused, if one was."""

    readability: Readability
    refused: tuple[BadData, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """Hold one measure of a text: its value against the limit."""

    limit: Limit
    value: float

    @property
    def within(self) -> bool:
        """Tell whether the value does not pass the limit."""
        return self.value <= self.limit.limit


def rules() -> Rules:
    """Return the packaged rules; an organisation's own file stands in their place as a whole."""
    return load(*files.folders())


@cache
def load(*places: Path) -> Rules:
    """Return the rules of the last of ``places`` that has a good file."""
    found: Readability | None = None
    refused: list[BadData] = []
    for place in places:
        file = place / NAME
        if not file.exists():
            continue
        try:
            found = Readability.model_validate(files.read(file))
        except ValidationError as fault:
            where = ".".join(str(step) for step in fault.errors(include_url=False)[0]["loc"])
            refused.append(BadData("readability_bad", file=files.label(file), reason=where))
        except BadData as fault:
            refused.append(fault)
    if found is None:
        raise refused[0] if refused else BadData("readability_bad", file=NAME, reason="?")
    return Rules(found, tuple(refused))


def measure(text: str, limits: Sequence[Limit]) -> list[Measured]:
    """Return the measures of ``text``; those of a language it has no sentence in are left out."""
    english: list[list[str]] = []
    chinese: list[int] = []
    for start, end in sentences(text):
        piece = text[start:end]
        characters = sum(map(is_chinese, piece))
        words = [word for word in _WORD.findall(piece) if not any(map(is_chinese, word))]
        if characters > len(words):
            chinese.append(characters)
        elif words:
            english.append(words)
    return [
        Measured(limit, round(_value(limit, english, chinese), 1))
        for limit in limits
        if (chinese if limit.language == "zh" else english)
    ]


def _value(limit: Limit, english: Sequence[Sequence[str]], chinese: Sequence[int]) -> float:
    above = limit.above or 0
    if limit.code == "sentence_words":
        return sum(map(len, english)) / len(english)
    if limit.code == "long_sentences":
        return 100 * sum(len(words) > above for words in english) / len(english)
    if limit.code == "long_words":
        words = [word for sentence in english for word in sentence]
        return 100 * sum(len(word) > above for word in words) / len(words)
    if limit.code == "sentence_characters":
        return sum(chinese) / len(chinese)
    return 100 * sum(count > above for count in chinese) / len(chinese)


def phrases(text: str, known: Phrases) -> list[Mention]:
    """Return legalese and vague words in ``text``; the code is the phrase as the file writes it."""
    terms = [Term("legalese", phrase, (phrase,)) for phrase, _ in known.legalese]
    return Index([*terms, *(Term("vague", word, (word,)) for word in known.vague)]).mentions(text)
