"""The gates of the demonstration: the law is judged once for a whole round, not anew for each of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.law.evaluate import found_by, judge, rules_on
from governance.law.findings import path
from governance.law.packs import law
from governance.register.gate_checks import checks
from governance.register.gates import Blocked
from governance.register.workflow_table import table

if TYPE_CHECKING:
    from datetime import date

    from governance.register.reader import Reader
    from governance.register.store import Register


class Judged:
    """Give the findings gates ask for, as they stood when the register was last judged."""

    def __init__(self) -> None:
        self._found: dict[str, list[Blocked]] = {}
        self._checked: dict[tuple[str, date], tuple[Blocked, ...]] = {}

    def judge(self, register: Register) -> None:
        """Judge every record by the rules of a severity that some gate is there for."""
        severities = {severity for gate in table().gate for severity in gate.severities}
        rules = [rule for rule in law().rules if rule.severity in severities]
        self._found = {}
        with register.read(register.lens()) as reader:
            for on in dict.fromkeys(rule.on for rule in rules):
                found = judge(reader, rules, on)
                ids, keys = found["id"].to_pylist(), found["key"].to_pylist()
                for place, rule in enumerate(rules_on(rules, on)):
                    for rows, _ in found_by(found, place):
                        for row in rows.to_pylist():
                            titles = (rule.en.title, rule.zh.title)
                            blocked = Blocked(rule.id, rule.severity, path(rule, keys[row]), titles)
                            self._found.setdefault(ids[row], []).append(blocked)

    def checked(self, reader: Reader, kind: str, record_id: str) -> tuple[Blocked, ...]:
        """Return what the register itself finds; approving asks again what handing in asked the same day."""
        key = (record_id, reader.lens.effective_on)
        if key not in self._checked:
            self._checked[key] = checks(reader, kind, record_id)
        return self._checked[key]

    def findings(self, _reader: Reader, _kind: str, record_id: str) -> tuple[Blocked, ...]:
        """Return what was found in a record."""
        return tuple(self._found.get(record_id, ()))
