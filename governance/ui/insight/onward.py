"""Work out beside the screen what the newest entry makes of figures, law and clocks, so that no visitor waits for it."""

from __future__ import annotations

import weakref
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from governance.insight.ahead import worker
from governance.insight.known import known
from governance.law.clocks import board
from governance.law.verdicts import verdicts
from governance.register.attached import Attached
from governance.ui.law.clock_data import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from governance.register.lens import Lens
    from governance.register.store import Register

REST = 8.0  # a pause after each piece, as many times as long as it took


class Onward:
    """Follow the newest entry of one register in a thread that ends when there is nothing newer.

    ``revision`` is the newest entry that is worked out, 0 before there is one.
    """

    def __init__(self, register: Register) -> None:
        self.revision = 0
        self._register = weakref.ref(register)
        self._ahead = worker(register, REST)

    def begin(self) -> None:
        """Begin to work out the newest entry, unless that is under way."""
        self._ahead.begin(self._pieces())

    def _pieces(self) -> Iterator[Callable[[], object]]:
        while (register := self._register()) is not None and register.end.revision > self.revision:
            lens = register.lens()
            for work in (_figures, _verdicts, _clocks):
                yield partial(work, register, lens)
            self.revision = lens.known_revision


def _figures(register: Register, lens: Lens) -> None:
    known(register).now(lens)


def _verdicts(register: Register, lens: Lens) -> None:
    verdicts(register, lens)


def _clocks(register: Register, lens: Lens) -> None:
    with register.read(lens) as reader:
        board(reader, moment(datetime.now(UTC)))


_onward = Attached(Onward)


def of(register: Register) -> Onward:
    """Return what follows the newest entry of ``register``."""
    return _onward.of(register)
