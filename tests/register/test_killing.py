"""A process killed amid work leaves everything it acknowledged, whole."""

from __future__ import annotations

from pathlib import Path

from benchmarks.killing import rounds
from governance.register.store import Register

ROUNDS = 12


def test_nothing_acknowledged_is_lost_to_kill_nine_under_load(register: Register, path: Path) -> None:
    """Killed at random moments amid saves, drafts, reads and checkpoints of seven threads, the register is whole."""
    register.close()

    found = list(rounds(path, ROUNDS, seed=11))

    assert sum(each.acknowledged for each in found) > ROUNDS
    assert [each for each in found if not each.whole] == []
