"""What records are called on screen, looked up by id; one small book a kind and state of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance import formatting
from governance.model.kinds import KINDS
from governance.register.vantage import outlook
from governance.singleflight import SingleFlight
from governance.ui.context import current, reader
from governance.ui.state import language
from governance.ui.words import MISSING, name_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from governance.language import Language
    from governance.ui.context import Context

KIND_BY_PREFIX = {kind.prefix: kind.code for kind in KINDS.values()}
ENDED = ("void", "retired")
READS = {"appointment": ("appointment", "post", "person", "party"), "risk": ("risk", "activity")}
MANY = ("activity",)  # kinds of so many records that a book of all names would cost more than it saves

_BOOK = 'SELECT id, name, name_zh, status FROM "{kind}" ORDER BY id'
_APPOINTMENTS = """
SELECT a.id, concat_ws(' · ', p.name, coalesce(h.name, f.name)) AS name,
       concat_ws(' · ', coalesce(p.name_zh, p.name), coalesce(h.name_zh, h.name, f.name_zh, f.name)) AS name_zh,
       a.status
FROM appointment a LEFT JOIN post p ON p.id = a.post LEFT JOIN person h ON h.id = a.person
     LEFT JOIN party f ON f.id = a.party
ORDER BY a.id
"""


@dataclass(frozen=True, slots=True)
class Called:
    """Hold what one record is called, in both languages, and its status."""

    id: str
    name: str
    name_zh: str | None
    status: str

    def shown(self, chosen: Language | None = None) -> str:
        """Return the name in the language of the screen, which whoever asks for many names looks up once."""
        named = {"id": self.id, "name": self.name, "name_zh": self.name_zh}
        return formatting.name_of(named, chosen or language())


_books: SingleFlight[Hashable, dict[str, Called]] = SingleFlight(64)
_ones: SingleFlight[Hashable, Called | None] = SingleFlight(2_000)


def kind_of_id(record_id: str) -> str | None:
    """Return the kind of record an id belongs to, or None for a malformed id."""
    return KIND_BY_PREFIX.get(record_id.partition("-")[0])


def name(record_id: str | None) -> str:
    """Return what the record ``record_id`` is called; the bare id when it may not be seen."""
    if not record_id:
        return MISSING
    found, kind = None, kind_of_id(record_id)
    if kind in MANY:
        found = _one(current(), kind, record_id)
    elif kind:
        found = book(kind).get(record_id)
    return found.shown() if found else record_id


def many(record_ids: Iterable[str | None]) -> dict[str, str]:
    """Return what these records are called, by id: those of one kind are read in one statement."""
    wanted = {each for each in record_ids if each}
    crowd = sorted(each for each in wanted if kind_of_id(each) in MANY)
    found = {each: name(each) for each in wanted.difference(crowd)}
    for kind in MANY:
        ids = [each for each in crowd if kind_of_id(each) == kind]
        if ids:
            with reader() as views:
                rows = views.rows(
                    f'SELECT id, name, name_zh FROM "{kind}" WHERE list_contains($ids, id)', ids=ids
                )
            found |= {row["id"]: name_of(row) for row in rows}
    return found


def book(kind: str) -> Mapping[str, Called]:
    """Return every record of ``kind`` that may be seen, by id."""
    context = current()

    def read() -> dict[str, Called]:
        sql = _APPOINTMENTS if kind == "appointment" else _BOOK.format(kind=kind)
        with context.register.read(context.lens) as views:
            return {row["id"]: Called(**row) for row in views.rows(sql)}

    key = outlook(context.register, context.lens).key(READS.get(kind, (kind,)))
    return _books.get((kind, *key), read)


def choices(kinds: Iterable[str], keep: Iterable[str] = ()) -> list[str]:
    """Return the ids one may link to, ordered by name: live records of ``kinds``, and those in ``keep``."""
    return list(choosable(kinds, keep))


def choosable(kinds: Iterable[str], keep: Iterable[str] = ()) -> dict[str, str]:
    """Return what one may link to, by id and ordered by name: live records of ``kinds``, and those in ``keep``."""
    kept, chosen = set(keep), language()
    called = [each for kind in kinds for each in book(kind).values()]
    named = {each.id: each.shown(chosen) for each in called if each.status not in ENDED or each.id in kept}
    ordered = dict(sorted(named.items(), key=lambda each: each[1].casefold()))
    return ordered | {each: name(each) for each in sorted(kept - named.keys())}


def _one(context: Context, kind: str, record_id: str) -> Called | None:
    """Return what one record is called; None when it may not be seen."""

    def read() -> Called | None:
        with context.register.read(context.lens) as views:
            row = views.row(f'SELECT id, name, name_zh, status FROM "{kind}" WHERE id = $id', id=record_id)
        return Called(**row) if row else None

    return _ones.get((record_id, *outlook(context.register, context.lens).key((kind,))), read)
