"""What one cell means for the field of its column: a value, codes, «there are none», or text to keep with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from governance import vocabulary
from governance.exchange import values
from governance.exchange.importing.citations import cited
from governance.exchange.importing.findings import Level
from governance.exchange.importing.mapping import ColumnMapping
from governance.exchange.importing.targets import SIBLINGS, Target, target
from governance.exchange.references import Titles

State = Literal["none", "unknown"]
LONGEST_TERM = 200
BASES = {
    "basis_gdpr": "purposes.bases_gdpr",
    "special_condition": "purposes.special_conditions",
    "basis_pipl": "purposes.bases_pipl",
}
DENIED = ("recipients", "transfers")
UNITS = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Name why a value was not, or not surely, understood."""

    code: str
    level: Level
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Hold what one piece of a cell says: ``text`` as written, and what it was understood as.

    ``codes`` are pairs of target path and code; ``names`` are names of records to be found or created; ``kept`` says
    that the text must be kept beside the record.
    """

    text: str
    value: Any = None
    codes: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    state: State | None = None
    kept: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass
class ColumnReader:
    """Read the cells of one column; equal cells are read once."""

    kind: str
    column: ColumnMapping
    captions: Mapping[str, str]
    titles: Titles
    _read: dict[Any, tuple[Meaning, ...]] = field(default_factory=dict)

    @cached_property
    def target(self) -> Target | None:
        """Return the field the column fills, or None when its text is kept."""
        return target(self.kind, self.column.target)

    def read(self, value: Any) -> tuple[Meaning, ...]:
        """Return the meaning of each piece of a cell; nothing for an empty cell."""
        key = (value.__class__, value)
        if key not in self._read:
            self._read[key] = tuple(self._pieces(value))
        return self._read[key]

    def _pieces(self, value: Any) -> Iterator[Meaning]:
        text = shown(value)
        state = values.none_state(value)
        if state == "empty":
            return
        aim = self.target
        if aim is None or aim.shape == "aside":
            yield Meaning(text, kept=True)
        elif isinstance(value, str) and values.is_placeholder(value) and text not in self.column.values:
            yield Meaning(text, doubts=(Doubt("import_placeholder", "note"),))
        elif state is not None and text not in self.column.values:
            yield Meaning(text, state=state)
        else:
            yield from self._values(aim, value, text)

    def _values(self, aim: Target, value: Any, text: str) -> Iterator[Meaning]:
        if aim.shape in ("text", "name", "key") and not aim.identifies:
            yield Meaning(text, value=text)
        elif aim.shape == "date":
            yield self._day(value, text)
        elif aim.shape == "flag":
            yield _flag(value, text)
        elif aim.shape == "whole":
            yield _whole(value, text)
        elif aim.shape == "duration":
            yield self._duration(value, text)
        else:
            for piece in self._split(aim, text):
                state = values.none_state(piece)
                yield (
                    Meaning(piece, state=state)
                    if state in ("none", "unknown") and piece != text
                    else self._piece(aim, piece)
                )

    def _split(self, aim: Target, text: str) -> tuple[str, ...]:
        separator = self.column.separator
        if not separator or not aim.many or self._codes(aim, text):
            return (text,)
        return values.split(text, separator) or (text,)

    def _piece(self, aim: Target, text: str) -> Meaning:
        if aim.group in DENIED and text not in self.column.values and values.boolean(text).code == "sure":
            return _yes_no(text)
        if aim.vocabulary:
            codes, partly = self._understood(aim, text)
            caption = self.captions.get(text)
            written = f"{caption} ({text})" if caption and caption != text and not codes else text
            doubts = () if codes else (Doubt("import_no_term", "note", {"vocabulary": aim.vocabulary}),)
            return Meaning(written, value=written, codes=codes, kept=not codes or partly, doubts=doubts)
        if aim.link_kinds:
            return Meaning(text, names=(text,))
        return Meaning(text, value=text)

    def _understood(self, aim: Target, text: str) -> tuple[tuple[tuple[str, str], ...], bool]:
        """Return codes for a text, and whether the text says more than they do."""
        codes = self._codes(aim, text)
        if codes:
            return codes, False
        caption = self.captions.get(text)
        if caption and (codes := self._codes(aim, caption)):
            return codes, False
        if aim.path in SIBLINGS:
            found = cited(text) or (cited(caption) if caption else ())
            return tuple((BASES[name], code) for name, code in found), bool(found)
        return (), False

    def _codes(self, aim: Target, text: str) -> tuple[tuple[str, str], ...]:
        if text in self.column.values:
            return tuple(_placed(aim, code) for code in self.column.values[text])
        if not aim.vocabulary or len(text) > LONGEST_TERM:
            return ()
        for path in (aim.path, *SIBLINGS.get(aim.path, ())):
            other = target(self.kind, path)
            term = vocabulary.recognise(other.vocabulary, text) if other and other.vocabulary else None
            if term:
                return ((path, term.code),)
        return ()

    def _day(self, value: Any, text: str) -> Meaning:
        parsed = values.day(value, self.column.date_order)
        if parsed.value is None:
            level: Level = "error" if parsed.code == "impossible" else "warning"
            return Meaning(text, kept=True, doubts=(Doubt(f"import_date_{parsed.code}", level),))
        doubts = (
            (Doubt("import_assumed", "note", {"as": parsed.value.isoformat()}),)
            if parsed.code == "assumed"
            else ()
        )
        return Meaning(text, value=parsed.value.isoformat(), doubts=doubts)

    def _duration(self, value: Any, text: str) -> Meaning:
        parsed = values.duration(value, self.column.unit)
        usable = parsed.computable and parsed.unit in UNITS and isinstance(parsed.amount, int)
        found: dict[str, Any] = {"amount": parsed.amount, "unit": parsed.unit} if usable else {}
        if parsed.start:
            found["start"] = parsed.start
        doubts = () if usable or parsed.start else (Doubt("import_duration_text", "note"),)
        return Meaning(text, value=found, doubts=doubts)


def shown(value: Any) -> str:
    """Return a cell as the text that is shown, compared and kept."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else str(value)


def _placed(aim: Target, code: str) -> tuple[str, str]:
    """Return a chosen code with the field it belongs to: «special_condition:consent» names another than the column's."""
    name, colon, bare = code.rpartition(":")
    return (BASES.get(name, aim.path), bare) if colon else (aim.path, code)


def _yes_no(text: str) -> Meaning:
    """Read «No» about recipients or transfers as «states there are none»; «Yes» says there is one, not which."""
    if values.boolean(text).value:
        return Meaning(text, kept=True, doubts=(Doubt("import_yes_only", "warning"),))
    return Meaning(text, state="none")


def _flag(value: Any, text: str) -> Meaning:
    parsed = values.boolean(value)
    if parsed.value is None:
        return Meaning(text, kept=True, doubts=(Doubt("import_not_yes_no", "warning"),))
    doubts = (Doubt("import_assumed", "note", {"as": str(parsed.value)}),) if parsed.code == "assumed" else ()
    return Meaning(text, value=parsed.value, kept=parsed.code == "assumed", doubts=doubts)


def _whole(value: Any, text: str) -> Meaning:
    parsed = values.integer(value)
    if parsed.value is None or parsed.value < 0:
        return Meaning(text, kept=True, doubts=(Doubt("import_not_a_number", "warning"),))
    assumed = parsed.code == "assumed"
    doubts = (Doubt("import_assumed", "note", {"as": str(parsed.value)}),) if assumed else ()
    return Meaning(text, value=parsed.value, kept=assumed, doubts=doubts)
