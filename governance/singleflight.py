"""Answers kept by key and worked out once: whoever asks for the same waits for it, nobody waits for anything else."""

from __future__ import annotations

from collections import OrderedDict
from threading import Event, Lock, get_ident
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Answer = TypeVar("Answer")


class _Flight(Generic[Answer]):
    """Hold what is being worked out: who does it, and how it ended. Neither answer nor error means it was broken off."""

    def __init__(self) -> None:
        self.thread = get_ident()
        self.ended = Event()
        self.answers: list[Answer] = []
        self.error: Exception | None = None


class SingleFlight(Generic[Key, Answer]):
    """Keep the ``most`` answers asked for last. The lock is never held while an answer is worked out.

    Nothing is copied: an answer is shared by all threads and must not be changed.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._flights: dict[Key, _Flight[Answer]] = {}

    def get(self, key: Key, work: Callable[[], Answer]) -> Answer:
        """Return the answer to ``key``; the first to ask works it out by ``work``, the others wait for that one.

        An error of ``work`` is raised to all who wait, and not kept. When the worker is broken off (a run of a page
        that is stopped), one of those waiting works instead. Asking for the key within its own ``work`` raises
        RuntimeError.
        """
        while True:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
                flight = self._flights.get(key)
                if flight is None:
                    mine = self._flights[key] = _Flight()
                    break
            if flight.thread == get_ident():
                raise RuntimeError("an answer needs itself")
            flight.ended.wait()
            if flight.error is not None:
                raise flight.error
            if flight.answers:
                return flight.answers[0]
        return self._work(key, mine, work)

    def _work(self, key: Key, flight: _Flight[Answer], work: Callable[[], Answer]) -> Answer:
        try:
            answer = work()
            flight.answers.append(answer)
        except Exception as error:
            flight.error = error
            raise
        finally:
            with self._lock:
                if self._flights.get(key) is flight:
                    del self._flights[key]
                    if flight.answers:
                        self._keep(key, flight.answers[0])
            flight.ended.set()
        return answer

    def peek(self, key: Key) -> Answer | None:
        """Return the answer if it is there; nothing is waited for."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Key, answer: Answer) -> None:
        """Keep an answer that was found on the way to another one."""
        with self._lock:
            self._keep(key, answer)

    def keys(self) -> tuple[Key, ...]:
        """Return the keys whose answers are there, the one asked for longest ago first."""
        with self._lock:
            return tuple(self._kept)

    def clear(self) -> None:
        """Forget every answer; what is being worked out now goes to those waiting for it and is not kept."""
        with self._lock:
            self._kept.clear()
            self._flights.clear()

    def _keep(self, key: Key, answer: Answer) -> None:
        self._kept[key] = answer
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
