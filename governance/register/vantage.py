"""One record looked at through a lens, and what was read of it: kept while nothing that decides it has changed.

Planning a statement over the views takes longer than running it for one record, and most records stay as they are
while others are written. An answer is therefore kept by the newest entries of the record itself and of the kinds it
also depends on, never by the end of the journal (decision 0039).
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from governance.register.lens import Lens
    from governance.register.reader import Reader
    from governance.register.store import Register

Answer = TypeVar("Answer")

KEPT = 4_096  # answers about records, a dozen for each record that is looked at

_answers: SingleFlight[Hashable, Any] = SingleFlight(KEPT)


@dataclass(slots=True)
class _Held:
    """Hold the reader of a block that reads at once, and what closes it."""

    until: ExitStack | None = None
    reader: Reader | None = None


@dataclass(frozen=True, slots=True)
class Vantage:
    """Name a record and how it is looked at.

    ``head`` is the newest entry of the record, seen or not (0: there is no such record); ``reach`` the state of what the
    departments of the lens see.
    """

    register: Register
    lens: Lens
    record_id: str
    head: int
    reach: int
    _held: _Held = field(default_factory=_Held, compare=False, repr=False)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Read whatever is missing within the block through one reader, opened when the first is."""
        with ExitStack() as stack:
            self._held.until = stack
            try:
                yield
            finally:
                self._held.until = self._held.reader = None

    def answer(
        self,
        name: str,
        kinds: tuple[str, ...],
        work: Callable[[Reader], Answer],
        *more: Hashable,
    ) -> Answer:
        """Return what ``work`` reads through the lens, the very same object until an entry changes it.

        It may depend on the record, on every record of ``kinds``, on the lens and its day, and on ``more``; ``name`` tells the
        questions about one record apart. The answer must not be changed: others are given it too.
        """
        key = (name, self.record_id, *self.key(kinds), *more)
        return cast("Answer", _answers.get(key, lambda: self._read(work)))

    def key(self, kinds: tuple[str, ...]) -> tuple[Hashable, ...]:
        """Return what an answer over the record and ``kinds`` depends on.

        Newer entries that the lens does not show count too: an erasure reaches what was known before it.
        """
        newest, lens = self.register.newest_of(kinds), self.lens
        seen = 0 if lens.known_revision >= max(newest, self.head) else lens.known_revision
        eyes = (lens.effective_on, lens.departments, lens.masks_contacts, lens.only, self.reach)
        return self.register, self.head, newest, seen, *eyes

    def _read(self, work: Callable[[Reader], Answer]) -> Answer:
        held = self._held
        if held.until is None:
            with self.register.read(self.lens) as views:
                return work(views)
        if held.reader is None:
            held.reader = held.until.enter_context(self.register.read(self.lens))
        return work(held.reader)


def vantage(register: Register, lens: Lens, record_id: str) -> Vantage:
    """Return the vantage of ``lens`` on a record; whether it may be seen is for the answers to say."""
    with register.cursor() as cursor:
        row = cursor.execute("SELECT revision FROM record_head WHERE record_id = ?", [record_id]).fetchone()
    return Vantage(register, lens, record_id, row[0] if row else 0, register.reach(lens))


def outlook(register: Register, lens: Lens) -> Vantage:
    """Return the vantage of ``lens`` on no record in particular: its key holds for answers over whole kinds."""
    return Vantage(register, lens, "", 0, register.reach(lens))
