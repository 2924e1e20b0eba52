"""Gates before the steps of a record: what must not stand open for it to pass.

The register asks whoever was set as ``register.gates``; without anybody to ask, a step that has a gate is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from governance.errors import GovernanceError
from governance.language import Language, text
from governance.register.waiving import accepting, waivers
from governance.register.workflow_table import Gate, table

if TYPE_CHECKING:
    from governance.register.reader import Reader

OWN = "register"  # severity of what the register itself checks
OWN_CODES = frozenset(
    {
        "accountable_missing",
        "accountable_vacant",
        "purpose_missing",
        "officer_decides",
        "opinion_unanswered",
        "opinion_due",
    }
)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Name one finding that holds a step back, and the waiver that accepts it if there is one.

    ``titles`` is the sentence in English and Chinese; without it the catalogs hold ``gate.<code>``.
    """

    code: str
    severity: str
    path: str = ""
    titles: tuple[str, str] | None = None
    waiver: str | None = None

    def sentence(self, language: Language) -> str:
        """Return what is wrong, in ``language``."""
        if self.titles:
            return self.titles[language == "zh"]
        return text(f"gate.{self.code}", language)


Source = Callable[["Reader", str, str], Sequence[Blocked]]


class Gates(Protocol):
    """Answer what holds a step back; the law stands behind this."""

    def blocking(self, reader: Reader, kind: str, record_id: str, transition: str) -> tuple[Blocked, ...]:
        """Return what holds back ``transition`` of the record as the register holds it now; nothing: it may pass."""

    def findings(self, reader: Reader, kind: str, record_id: str, transition: str) -> tuple[Blocked, ...]:
        """Return what the gates of ``transition`` look at, what was waived included."""


class Keeper:
    """Keep the gates of ``data/workflow.toml``: with the register's ``own`` checks and the findings of others."""

    def __init__(self, own: Source, *others: Source) -> None:
        self.own = own
        self.others = others

    def blocking(self, reader: Reader, kind: str, record_id: str, transition: str) -> tuple[Blocked, ...]:
        """Return what stands open at a gate of ``transition`` and was not waived."""
        found = self.findings(reader, kind, record_id, transition)
        return tuple(each for each in found if each.waiver is None)

    def findings(self, reader: Reader, kind: str, record_id: str, transition: str) -> tuple[Blocked, ...]:
        """Return what a gate of ``transition`` is there for, what was waived included."""
        gates = table().gates(transition, kind)
        if not gates:
            return ()
        met = [
            (gate_of(gates, each), each)
            for ask in self._asked(gates)
            for each in ask(reader, kind, record_id)
        ]
        waivable = any(gate is not None and gate.waivable for gate, _ in met)
        accepted = waivers(reader, record_id) if waivable else ()
        return tuple(
            replace(each, waiver=accepting(accepted, each.code, each.path) if gate.waivable else None)
            for gate, each in met
            if gate is not None
        )

    def _asked(self, gates: Sequence[Gate]) -> tuple[Source, ...]:
        """Return who can say something of interest: judging by law takes its time and is left where no gate asks."""
        wider = any(gate.severities or set(gate.codes) - OWN_CODES for gate in gates)
        return (self.own, *self.others) if wider else (self.own,)


def gate_of(gates: Sequence[Gate], found: Blocked) -> Gate | None:
    """Return the strictest of ``gates`` that this finding holds shut, or None."""
    shut = [gate for gate in gates if gate.holds(found.code, found.severity)]
    return min(shut, key=lambda gate: gate.waivable, default=None)


class HeldBack(GovernanceError):
    """Findings hold the step back; ``blocked`` names them all."""

    code = "held_back"

    def __init__(self, blocked: tuple[Blocked, ...], *, record_id: str, transition: str) -> None:
        self.blocked = blocked
        codes = ", ".join(dict.fromkeys(each.code for each in blocked))
        super().__init__(record_id=record_id, transition=transition, count=len(blocked), codes=codes)


def require_open(gates: Gates | None, reader: Reader, kind: str, record_id: str, transition: str) -> None:
    """Raise HeldBack while something stands open, ``gates_missing`` when nobody can be asked."""
    if not table().gates(transition, kind):
        return
    if gates is None:
        raise GovernanceError("gates_missing", record_id=record_id, transition=transition)
    blocked = gates.blocking(reader, kind, record_id, transition)
    if blocked:
        raise HeldBack(blocked, record_id=record_id, transition=transition)
