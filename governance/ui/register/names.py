"""What records are called on screen, looked up by id; one small book a kind and state of the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from governance.model.kinds import KINDS
from governance.register import where_used
from governance.register.tied import DEPENDS
from governance.ui.context import current, reader
from governance.ui.words import MISSING, name_of

if TYPE_CHECKING:
    from governance.register.lens import Lens
    from governance.register.store import Register
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

    def shown(self) -> str:
        """Return the name in the language of the screen."""
        return name_of({"id": self.id, "name": self.name, "name_zh": self.name_zh})


def kind_of_id(record_id: str) -> str | None:
    """Return the kind of record an id belongs to, or None for a malformed id."""
    return KIND_BY_PREFIX.get(record_id.partition("-")[0])


def name(record_id: str | None) -> str:
    """Return what the record ``record_id`` is called; the bare id when it may not be seen."""
    if not record_id:
        return MISSING
    kind = kind_of_id(record_id)
    if kind in MANY:
        context = current()
        found = _one(context.register, _narrowed(context, (kind,)), kind, record_id)
    else:
        found = book(kind).get(record_id) if kind else None
    return found.shown() if found else record_id


def book(kind: str) -> Mapping[str, Called]:
    """Return every record of ``kind`` that may be seen, by id."""
    context = current()
    return _book(context.register, _narrowed(context, READS.get(kind, (kind,))), kind)


def choices(kinds: Iterable[str], keep: Iterable[str] = ()) -> list[str]:
    """Return the ids one may link to, ordered by name: live records of ``kinds``, and those in ``keep``."""
    kept = set(keep)
    called = [each for kind in kinds for each in book(kind).values()]
    offered = [each for each in called if each.status not in ENDED or each.id in kept]
    known = {each.id for each in offered}
    ordered = [each.id for each in sorted(offered, key=lambda each: each.shown().casefold())]
    return ordered + sorted(kept - known)


def used_by(record_id: str) -> list[dict[str, Any]]:
    """Return the live records that point to ``record_id``: id, kind and the fields that do."""
    with reader() as views:
        return where_used.used_by(views, kind_of_id(record_id) or "", record_id)


def _narrowed(context: Context, kinds: tuple[str, ...]) -> Lens:
    """Return the lens set to the newest revision of ``kinds``: it sees the same and makes a key that stays.

    Whoever is limited to departments sees more or less of one kind when another changes.
    """
    if context.lens.departments is not None:
        kinds = (*kinds, *DEPENDS)
    return replace(context.lens, known_revision=context.register.newest(context.lens, kinds))


@lru_cache(maxsize=2_000)
def _one(register: Register, lens: Lens, kind: str, record_id: str) -> Called | None:
    """Read what one record is called."""
    with register.read(lens) as views:
        row = views.row(f'SELECT id, name, name_zh, status FROM "{kind}" WHERE id = $id', id=record_id)
    return Called(**row) if row else None


@lru_cache(maxsize=64)
def _book(register: Register, lens: Lens, kind: str) -> dict[str, Called]:
    """Read the book; the lens carries the scope of the person, so nobody gets another's."""
    sql = _APPOINTMENTS if kind == "appointment" else _BOOK.format(kind=kind)
    with register.read(lens) as views:
        return {row["id"]: Called(**row) for row in views.rows(sql)}
