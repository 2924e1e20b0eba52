"""What the law says of states of a register: worked out once for each, and after a save from the state before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from governance.law.packs import law
from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    from collections.abc import Callable

    from governance.register.lens import Lens
    from governance.register.store import Register

BASES = 4
Place = tuple[str, date, int]  # the register, the day, the law


class Dated(Protocol):
    """Say up to which entry an answer goes, and keep the law it was given by."""

    @property
    def revision(self) -> int:
        """Return the newest entry."""

    @property
    def law(self) -> Any:
        """Return the law."""


Answer = TypeVar("Answer", bound=Dated)


class States(Generic[Answer]):
    """Keep the answers for the states asked for last. Equal states are worked out once, and nobody waits for another.

    Only while nothing is known of a day at all, whoever comes waits for the first answer: working from it is quicker.
    """

    def __init__(self, most: int) -> None:
        self._answers: SingleFlight[tuple[Place, int], Answer] = SingleFlight(most)
        self._bases: SingleFlight[Place, Answer] = SingleFlight(BASES)

    def get(
        self, register: Register, lens: Lens, anew: Callable[[], Answer], onward: Callable[[Answer], Answer]
    ) -> Answer:
        """Return the answer for ``lens``, worked out ``anew``, or ``onward`` from that for an older state of the day."""
        place = (str(register.path), lens.effective_on, id(law()))
        revision = lens.known_revision

        def work() -> Answer:
            before = self._before(place, revision) or self._bases.get(place, anew)
            if before.revision == revision:
                return before
            return onward(before) if before.revision < revision else anew()

        return self._answers.get((place, revision), work)

    def _before(self, place: Place, revision: int) -> Answer | None:
        known = self._answers.keys()
        older = [its_revision for its, its_revision in known if its == place and its_revision < revision]
        return self._answers.peek((place, max(older))) if older else None
