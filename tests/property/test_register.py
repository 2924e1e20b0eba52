"""Laws of the register over random sequences of commands."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.errors import GovernanceError
from governance.register import backups, restoring, verify
from governance.register.commands import Change, initialise
from governance.register.store import Register
from tests.hand import Hand

NAMES = st.sampled_from(["Payroll", "Leads", "工资发放"])
ROWS = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from(["p1", "p2"]), "name": NAMES}),
    max_size=2,
    unique_by=lambda row: row["key"],
)
CONTENTS = st.fixed_dictionaries({"name": NAMES}, optional={"description": NAMES, "purposes": ROWS})
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "update", "retire", "void", "reinstate", "redact"]),
        st.sampled_from(["activity", "person"]),
        st.integers(1, 3),
        st.integers(1, 4),
        CONTENTS,
    ),
    max_size=14,
)
TABLES = ("activity_version", "person_version", "record_head", "command")


def _change(step: tuple[str, str, int, int, dict[str, Any]]) -> Change:
    operation, kind, number, base, content = step
    if kind == "person":
        content = {"name": content["name"]}
    record_id = f"{'ACT' if kind == 'activity' else 'PER'}-{number + 1:05d}"
    return Change(kind, operation, content, None if operation == "create" else record_id, base)


def _tables(register: Register) -> dict[str, list[str]]:
    with register.cursor() as cursor:
        return {name: sorted(map(str, cursor.execute(f"FROM {name}").fetchall())) for name in TABLES}


@given(STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_sequence_leaves_a_journal_that_holds_and_rebuilds(
    steps: list[tuple[str, str, int, int, dict[str, Any]]],
) -> None:
    """Whatever is asked: the journal verifies, its text too, and a register restored from it is the same."""
    with tempfile.TemporaryDirectory() as folder:
        register = Register.create(Path(folder) / "register.duckdb")
        initialise(register, organisation="Alba", person="Ann")
        hand = Hand(register)
        for step in steps:
            with suppress(GovernanceError):
                hand.change(_change(step))
        text = backups.back_up(register)
        restored = restoring.restore(text, Path(folder) / "other.duckdb")

        assert verify.verify(register).ok
        assert verify.verify_file(text).ok
        assert _tables(restored) == _tables(register)
        assert restored.head() == register.head()
        register.close()
        restored.close()
