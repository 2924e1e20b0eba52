"""Read what visitors are going to ask for before they do: beside the screen, slowly, the newest first."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from governance.insight.known import known
from governance.insight.standing import standing
from governance.insight.trends import OVERVIEW, overview_days
from governance.law.verdicts import verdicts
from governance.register.attached import Attached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from governance.register.store import Register

REST = 2.0  # a pause after each piece, as many times as long as it took; a thread of less right would make others wait for it
PATIENCE = 5.0  # seconds a piece under way is waited for when the register is closed
Piece = Callable[[], object]

log = logging.getLogger("recital")


class Ahead:
    """Work through pieces one after another in one thread, which ends when none is left."""

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    @property
    def is_busy(self) -> bool:
        """Tell whether pieces are under way or about to begin."""
        return self._thread is not None

    def begin(self, pieces: Iterable[Piece], after: float = 0.0) -> None:
        """Begin with ``pieces`` in ``after`` seconds, unless others are under way."""
        with self._lock:
            if self._thread is not None or self._stopped.is_set():
                return
            self._thread = threading.Thread(
                target=self._work, args=(pieces, after), name="ahead", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Begin nothing any more, and wait for the piece under way."""
        self._stopped.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(PATIENCE)

    def _work(self, pieces: Iterable[Piece], after: float) -> None:
        try:
            self._through(pieces, after)
        except Exception:
            # The register is closed under it, above all; whoever needs an answer asks for it and is told.
            log.debug("reading ahead ended", exc_info=True)
        finally:
            with self._lock:
                self._thread = None

    def _through(self, pieces: Iterable[Piece], pause: float) -> None:
        if self._stopped.wait(pause):
            return
        for piece in pieces:
            start = time.perf_counter()
            piece()
            if self._stopped.wait(self._rest * (time.perf_counter() - start)):
                return


def worker(register: Register, rest: float = REST) -> Ahead:
    """Return one that begins nothing any more when ``register`` is closed."""
    made = Ahead(rest)
    register.ending.append(made.stop)
    return made


_ahead = Attached(worker)


def of(register: Register) -> Ahead:
    """Return the reader ahead of ``register``."""
    return _ahead.of(register)


def days(register: Register, missing: Sequence[date], ids: Sequence[str], *, today: bool = False) -> None:
    """Read days that have passed, the first of ``missing`` first."""
    kept = known(register)
    of(register).begin(partial(kept.read, day, ids, today=today) for day in missing)


def saved(register: Register) -> None:
    """Read again, after a save, what the next visitors ask of every activity."""
    kept, lens = standing(register), register.lens()
    pieces: tuple[Piece, ...] = (partial(kept.verdict, lens), partial(kept.cells, lens))
    of(register).begin(pieces)


def visits(register: Register, after: float = 0.0) -> None:
    """Read what the first page asks for: the figures of the day, the law, and the days of the trend, newest first."""
    of(register).begin(_visits(register), after)


def _visits(register: Register) -> Iterator[Piece]:
    yield lambda: known(register).now(register.lens())
    yield lambda: verdicts(register, register.lens())
    for day in reversed(overview_days(register, register.today())[:-1]):
        yield partial(known(register).read, day, OVERVIEW)
