"""The language of a document: wording, numbers, days, terms and names, all in one hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from governance import formatting, vocabulary
from governance.exchange.tabular import display_width
from governance.language import Language, text
from governance.register.reader import Reader

_TITLES = "SELECT id, name, name_zh FROM title WHERE list_contains($ids, id)"


def cut(text: str, width: int) -> str:
    """Return ``text`` on one line of at most ``width`` columns as the eye sees them, ending in an ellipsis when cut."""
    line = " ".join(text.split())
    if display_width(line) <= width:
        return line
    while display_width(line) >= width:
        line = line[:-1]
    return line.rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Words:
    """Write everything of one document in ``language``; names are looked up through ``reader``, each once."""

    language: Language
    reader: Reader
    zone: ZoneInfo
    _known: dict[str, str] = field(default_factory=dict)

    def t(self, key: str, **values: Any) -> str:
        """Return the wording ``key``."""
        return text(key, self.language, **values)

    def number(self, value: float | None) -> str:
        """Return a number; a dash for none."""
        return formatting.number(value, self.language)

    def percent(self, value: float | None) -> str:
        """Return a share as a percentage; "no data" for none."""
        return formatting.percent(value, self.language)

    def day(self, value: date | None) -> str:
        """Return a date; a dash for none."""
        return formatting.day(value, self.language)

    def moment(self, value: datetime) -> str:
        """Return a stored moment (naive UTC) in the time zone of the register."""
        return formatting.moment(value.replace(tzinfo=UTC).astimezone(self.zone), self.language)

    def term(self, name: str, code: str | None) -> str:
        """Return the label of ``code`` in the vocabulary ``name``; a dash for none."""
        return vocabulary.label(name, code, self.language) if code else formatting.MISSING

    def named(self, row: Mapping[str, Any], prefix: str = "") -> str:
        """Return the name in ``row`` whose columns begin with ``prefix``; a dash for none."""
        names = {name: row.get(prefix + name) for name in ("name", "name_zh")}
        return formatting.name_of(names if prefix else {**names, "id": row.get("id")}, self.language)

    def record(self, record_id: str | None) -> str:
        """Return what a record is called; its id when it may not be seen, a dash for none."""
        if not record_id:
            return formatting.MISSING
        if record_id not in self._known:
            self.learn([record_id])
        return self._known[record_id]

    def learn(self, record_ids: Iterable[str | None]) -> None:
        """Look up what records are called, all at once; one by one each costs a query."""
        asked = {each for each in record_ids if each} - self._known.keys()
        if asked:
            found = {row["id"]: row for row in self.reader.rows(_TITLES, ids=sorted(asked))}
            for each in asked:
                self._known[each] = formatting.name_of(found.get(each) or {"id": each}, self.language)

    def joined(self, items: Iterable[str]) -> str:
        """Return items as one line."""
        return formatting.joined(items, self.language)

    def stages(self, codes: Iterable[str]) -> str:
        """Return stages in the order of the lifecycle as one line; all of them by one word."""
        asked = set(codes)
        known = [each.code for each in vocabulary.terms("stage")]
        if asked.issuperset(known):
            return self.t("report.every_stage")
        return self.joined(self.term("stage", code) for code in known if code in asked)
