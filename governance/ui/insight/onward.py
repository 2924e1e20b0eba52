"""Work out beside the screen what the newest entry makes of figures, law and clocks, so that no visitor waits for it."""

from __future__ import annotations

import weakref
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from governance import bootstrap
from governance.insight.ahead import Ahead
from governance.insight.known import known
from governance.law.clocks import board
from governance.law.verdicts import verdicts
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
        self._ahead = Ahead(REST)

    def begin(self) -> None:
        """Begin to work out the newest entry, unless that is under way."""
        self._ahead.begin(self._pieces())

    def stop(self) -> None:
        """Begin nothing any more."""
        self._ahead.stop()

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


_lock = Lock()
_onward: weakref.WeakKeyDictionary[Register, Onward] = weakref.WeakKeyDictionary()


def of(register: Register) -> Onward:
    """Return what follows the newest entry of ``register``."""
    with _lock:
        found = _onward.get(register)
        if found is None:
            found = _onward[register] = Onward(register)
            if _stop not in bootstrap.closing:
                bootstrap.closing.append(_stop)
        return found


def _stop(register: Register) -> None:
    of(register).stop()
