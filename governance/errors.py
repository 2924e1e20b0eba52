"""The family of errors, named after what the person does next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class GovernanceError(Exception):
    """Say that something asked for cannot be done, as a code and the facts around it.

    ``code`` names a sentence ``error.<code>`` of the text catalogs; ``context`` fills its placeholders.
    """

    code = "unexpected"

    def __init__(self, code: str | None = None, **context: Any) -> None:
        self.code = code or type(self).code
        self.context = context
        facts = ", ".join(f"{key}={value}" for key, value in context.items())
        super().__init__(f"{self.code}: {facts}" if facts else self.code)


@dataclass(frozen=True, slots=True)
class Problem:
    """Name one thing wrong with a record: where it stands, a code and the value met."""

    path: str
    code: str
    value: str = ""
    context: dict[str, Any] = field(default_factory=dict)


class InvalidRecord(GovernanceError):
    """Report all problems of one record at once."""

    code = "invalid_record"

    def __init__(self, kind: str, problems: tuple[Problem, ...], record_id: str | None = None) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(
            kind=kind,
            record_id=record_id or "",
            count=len(problems),
            field=first.path,
            problem=first.code,
            value=first.value,
        )


class UnknownRecord(GovernanceError):
    """The record asked for is not in the register."""

    code = "unknown_record"


class NotPermitted(GovernanceError):
    """The actor's grants do not cover the command."""

    code = "not_permitted"


class StaleRecord(GovernanceError):
    """Somebody else changed the same fields since the change was begun; both values are given."""

    code = "stale_record"


class InUse(GovernanceError):
    """Other records still point to the record."""

    code = "in_use"


class RegisterRefused(GovernanceError):
    """The register file cannot be opened as it is."""

    code = "register_refused"


class JournalBroken(RegisterRefused):
    """The journal does not carry the hash it must."""

    code = "journal_broken"


class UnreadableFile(GovernanceError):
    """A file brought for import cannot be read."""

    code = "unreadable_file"


class BadData(GovernanceError):
    """A file of the data folder is wrong."""

    code = "bad_data"


class BackupBroken(GovernanceError):
    """A backup does not hold what its manifest says."""

    code = "backup_broken"
