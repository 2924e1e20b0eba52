"""What the sign-in costs: looking a session up, hashing a password, refusing somebody who tries too often.

Run: ``python benchmarks/access.py``. Times are medians of this machine in microseconds, the hash in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from governance.access.service import Access, made
from governance.config import Config
from governance.errors import GovernanceError
from governance.register.store import Register
from tests import small_register

SESSIONS, ROUNDS = 200, 2_000


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.duckdb"
        small_register.build(path)
        register = Register.open(path)
        access = made(register, Config())
        people = (small_register.ADMINISTRATOR, small_register.DPO, small_register.TEAM)
        tokens = [
            access.sessions.begin(people[number % 3], address="192.0.2.1", how="password")[0]
            for number in range(SESSIONS)
        ]
        live = [token for token in tokens if access.sessions.find(token)]
        hashing = [_timed(lambda: access.accounts.passwords.verify(None, "a guess")) for _ in range(10)]
        print(f"session looked up        {_median(lambda: access.sessions.find(live[-1])):8.1f} us")
        print(f"token nobody was given   {_median(lambda: access.sessions.find('made up')):8.1f} us")
        print(f"try that is refused      {_median(lambda: _refused(access)):8.1f} us")
        print(f"password hashed          {statistics.median(hashing) / 1000:8.1f} ms")
        register.close()


def _refused(access: Access) -> None:
    with suppress(GovernanceError):
        access.accounts.sign_in("nobody@example.org", "a guess", address="192.0.2.1")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1_000_000


def _median(work: Callable[[], object]) -> float:
    for _ in range(100):
        work()
    return statistics.median(_timed(work) for _ in range(ROUNDS))


if __name__ == "__main__":
    main()
