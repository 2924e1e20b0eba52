"""The table ``data/workflow.toml``: which kinds are signed, who decides on them, which gates hold which step."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from governance.errors import BadData
from governance.model.kinds import KINDS
from governance.model.signoff import SIGNABLE

PACKAGED = Path(__file__).resolve().parent.parent.parent / "data" / "workflow.toml"
Transition = Literal["submit", "approve", "go_live", "retire"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answering(_Entry):
    """Name the fields of a kind that may name its accountable post, the first filled in first.

    Records of a ``reviewed`` kind are submitted and approved; otherwise the post only answers opinions. What is
    ``started`` is put into operation by a step of its own.
    """

    code: str
    accountable: tuple[str, ...]
    reviewed: bool
    started: bool = False


class Raised(_Entry):
    """Name records decided on by a post of one of ``roles`` instead, where ``field`` (none: always) has ``value``."""

    kind: str
    roles: tuple[str, ...]
    field: str | None = None
    value: str | None = None


class Both(_Entry):
    """Hold a sentence in both languages."""

    en: str
    zh: str


class Gate(_Entry):
    """Say which findings hold back a transition of which kinds (none named: all)."""

    transition: Transition
    message: Both
    kinds: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    waivable: bool = False

    def stands_before(self, transition: str, kind: str) -> bool:
        """Tell whether a record of ``kind`` must pass this gate for ``transition``."""
        return self.transition == transition and (not self.kinds or kind in self.kinds)

    def holds(self, code: str, severity: str) -> bool:
        """Tell whether a finding of this code and severity holds the gate shut."""
        return code in self.codes or severity in self.severities


class Table(_Entry):
    """Hold the whole table."""

    kind: tuple[Answering, ...]
    raised: tuple[Raised, ...] = ()
    gate: tuple[Gate, ...] = ()

    @property
    def reviewed(self) -> tuple[str, ...]:
        """Return the kinds whose records are submitted and approved."""
        return tuple(each.code for each in self.kind if each.reviewed)

    @property
    def started(self) -> tuple[str, ...]:
        """Return the kinds whose records are put into operation by a step."""
        return tuple(each.code for each in self.kind if each.started)

    def accountable(self, kind: str) -> tuple[str, ...]:
        """Return the fields that may name the accountable post of a record of ``kind``; none: nobody answers."""
        return next((each.accountable for each in self.kind if each.code == kind), ())

    def raised_for(self, kind: str, content: dict[str, Any]) -> Raised | None:
        """Return the rule that lifts the decision on this content to other posts, or None."""
        found = (each for each in self.raised if each.kind == kind)
        return next(
            (each for each in found if each.field is None or content.get(each.field) == each.value), None
        )

    def gates(self, transition: str, kind: str) -> tuple[Gate, ...]:
        """Return the gates before ``transition`` of a record of ``kind``."""
        return tuple(each for each in self.gate if each.stands_before(transition, kind))


@cache
def table() -> Table:
    """Return the table; a file of the overlay folder takes the place of the packaged one. Raises BadData."""
    overlay = Path(os.environ.get("RECITAL_DATA", "")) / "workflow.toml"
    path = overlay if os.environ.get("RECITAL_DATA") and overlay.exists() else PACKAGED
    return read(path)


def read(path: Path) -> Table:
    """Return the table in the file ``path``; a kind or field that cannot be signed raises BadData."""
    try:
        found = Table.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise BadData("workflow_table", file=path.name, detail=str(error).splitlines()[0]) from error
    wrong = [*_wrong_kinds(found), *_wrong_rows(found)]
    if wrong:
        raise BadData("workflow_table", file=path.name, detail=", ".join(wrong))
    return found


def _wrong_kinds(found: Table) -> list[str]:
    """Return kinds that are not signable, and accountable fields that do not exist or whose change lapses nothing."""
    wrong = []
    for each in found.kind:
        if each.code not in (SIGNABLE if each.reviewed else KINDS):
            wrong.append(each.code)
            continue
        fields = {one.name: one for one in KINDS[each.code].fields}
        if each.started and not (each.reviewed and "starts_on" in fields):
            wrong.append(f"{each.code}.started")
        wrong += [
            f"{each.code}.{name}"
            for name in each.accountable
            if name not in fields or (each.reviewed and not fields[name].spec.material)
        ]
    return wrong


def _wrong_rows(found: Table) -> list[str]:
    named = {kind for gate in found.gate for kind in gate.kinds} | {each.kind for each in found.raised}
    return sorted(named - set(found.reviewed))
