"""Parts that stand beside an open register: one for each, made when it is first asked for and gone with the register."""

from __future__ import annotations

import weakref
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from governance.register.store import Register

Part = TypeVar("Part")


class Attached(Generic[Part]):
    """Give every register its own part, made by ``make``. A part holds its register weakly, or not at all."""

    def __init__(self, make: Callable[[Register], Part]) -> None:
        self._make = make
        self._lock = Lock()
        self._parts: weakref.WeakKeyDictionary[Register, Part] = weakref.WeakKeyDictionary()

    def of(self, register: Register) -> Part:
        """Return the part of ``register``."""
        with self._lock:
            if register not in self._parts:
                self._parts[register] = self._make(register)
            return self._parts[register]
