"""Which terms of the register's lists a text mentions, where, and how that compares with what the register holds.

Everything here is a plain function of a text and of lists of words: nothing is guessed, and the same text gives the
same answer. Offsets are positions in the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["text_only", "register_only", "general", "both"]
STATUSES: tuple[Status, ...] = ("text_only", "register_only", "general", "both")
HEAD = 4  # letters of a spelling it is looked up by; enough to leave few candidates
BREAK = "\n"  # what a blank line becomes; no spelling holds it, so no match reaches over paragraphs
RETENTION = "retention"
_SAME = {"\u2018": "'", "\u2019": "'", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u00ad": ""}
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u3007"
_CJK = re.compile(f"[{_HAN}]")
_WORD = re.compile(rf"[^\W{_HAN}]+")
_UNITS = {
    "day": "days day tage tag jours jour dage dag dias dia",
    "week": "weeks week wochen woche semaines semaine",
    "month": "months month monate monat mois maanden maand",
    "year": "years year jahre jahr ans annees jaar",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()} | {
    "年": "year", "个月": "month", "周": "week", "星期": "week", "天": "day", "日": "day",
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            "one|一",
            "two|二|两",
            "three|三",
            "four|四",
            "five|五",
            "six|六",
            "seven|七",
            "eight|八",
            "nine|九",
            "ten|十",
            "eleven|十一",
            "twelve|十二",
        ],
        start=1,
    )
    for word in words.split("|")
}
# A year of the calendar has four digits, and a day of a date follows its month: neither is a length of time.
_LONG = re.compile(
    rf"(?<![\w月年])(?P<number>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
    rf"[ -]?(?:calendar |个)?(?P<unit>{'|'.join(sorted(_UNIT_OF, key=len, reverse=True))})(?![a-z])"
    rf"|(?<=[\u3400-\u9fff])(?<![月年])(?P<number_zh>\d{{1,3}}|{'|'.join(w for w in _NUMBERS if not w.isascii())})"
    r"(?P<unit_zh>年|个月|周|星期|天|日)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one thing a text may mention: the list it belongs to, its code, and the ways it is written."""

    area: str
    code: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold one mention: ``text[start:end]`` are the words matched."""

    area: str
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Hold one thing with where it stands: in the text, in the register, or both.

    ``general``: the other side holds it only as a wider or a narrower term.
    """

    area: str
    code: str
    status: Status
    mentions: tuple[Mention, ...] = ()


class Index:
    """Find terms in texts; the longest spelling wins where several begin at one place."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for term in terms:
            for spelling in term.spellings:
                folded = fold(spelling)[0].strip()
                if folded and BREAK not in folded:
                    self._terms[folded].add((term.area, term.code))
        lengths: dict[str, set[int]] = defaultdict(set)
        for spelling in self._terms:
            lengths[spelling[:HEAD]].add(len(spelling))
        self._lengths = {head: sorted(each, reverse=True) for head, each in lengths.items()}

    def mentions(self, text: str) -> list[Mention]:
        """Return every mention in ``text`` in its order; words inside a longer match do not count again."""
        folded, places = fold(text)
        found: list[Mention] = []
        at = 0
        while at < len(folded):
            length = self._longest(folded, at)
            if not length:
                word = _WORD.match(folded, at)  # no match begins inside a word
                at = word.end() if word else at + 1
                continue
            start, end = places[at], places[at + length - 1] + 1
            for area, code in sorted(self._terms[folded[at : at + length]]):
                found.append(Mention(area, code, start, end))
            at += length
        return found

    def _longest(self, folded: str, at: int) -> int:
        """Return the length of the longest spelling at a place, 0 for none."""
        for width in range(HEAD, 0, -1):
            for length in self._lengths.get(folded[at : at + width], ()):
                end = at + length
                if end <= len(folded) and folded[at:end] in self._terms and _whole(folded, at, end):
                    return length
        return 0


def fold(text: str) -> tuple[str, list[int]]:
    """Return ``text`` without case, width and accents, one space for each gap, and where each letter came from."""
    letters: list[str] = []
    places: list[int] = []
    gap, breaks = -1, 0

    def close() -> None:
        if gap >= 0:
            letters.append(BREAK if breaks > 1 else " ")
            places.append(gap)

    for place, character in enumerate(text):
        if character.isspace():
            gap = place if gap < 0 else gap
            breaks += character == "\n"
            continue
        close()
        gap, breaks = -1, 0
        for letter in _letters(character):
            letters.append(letter)
            places.append(place)
    close()
    return "".join(letters), places


def _letters(character: str) -> str:
    """Return a character as it counts: most are ASCII or Chinese and stay as they are but for their case."""
    if character.isascii():
        return character.lower()
    same = _SAME.get(character)
    if same is not None:
        return same
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and not letter.isspace())


def is_chinese(character: str) -> bool:
    """Tell whether a character is a Chinese one, which stands without spaces around words."""
    return _CJK.match(character) is not None


def _whole(folded: str, start: int, end: int) -> bool:
    """Tell whether a match is not a part of a longer word of a script with spaces."""
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    return not (_in_word(before) and _in_word(folded[start])) and not (
        _in_word(after) and _in_word(folded[end - 1])
    )


def _in_word(character: str) -> bool:
    return (character.isalnum() or character == "_") and not is_chinese(character)


def durations(text: str) -> list[Mention]:
    """Return the lengths of time a text names («6 months», «six months», «三年»), coded ``6 month``."""
    folded, places = fold(text)
    found = []
    for match in _LONG.finditer(folded):
        number = match["number"] or match["number_zh"]
        unit = _UNIT_OF[match["unit"] or match["unit_zh"]]
        amount = _NUMBERS.get(number) or (int(number) if number.isascii() else 0)
        if amount:
            start, end = places[match.start()], places[match.end() - 1] + 1
            found.append(Mention(RETENTION, f"{amount} {unit}", start, end))
    return found


def compare(
    mentions: Iterable[Mention],
    held: Mapping[str, Iterable[str]],
    parent: Callable[[str, str], str | None] = lambda _area, _code: None,
) -> list[Compared]:
    """Return everything mentioned or held, by list and code, with where it stands.

    ``held`` gives the codes of the register by list; ``parent`` the wider term of a code, if there is one.
    """
    said: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        said[mention.area, mention.code].append(mention)
    kept = {(area, code) for area, codes in held.items() for code in codes}
    found = []
    for area, code in sorted(said.keys() | kept):
        here, there = (area, code) in said, (area, code) in kept
        others = kept if here else said.keys()
        status: Status = "text_only" if here else "register_only"
        if here and there:
            status = "both"
        elif any(_related(area, code, other, parent) for of, other in others if of == area):
            status = "general"
        found.append(Compared(area, code, status, tuple(said.get((area, code), ()))))
    return found


def _related(area: str, one: str, other: str, parent: Callable[[str, str], str | None]) -> bool:
    """Tell whether one code lies below the other."""
    return other in _above(area, one, parent) or one in _above(area, other, parent)


def _above(area: str, code: str, parent: Callable[[str, str], str | None]) -> list[str]:
    line: list[str] = []
    above = parent(area, code)
    while above is not None and above not in line:
        line.append(above)
        above = parent(area, above)
    return line
