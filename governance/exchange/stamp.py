"""What every file that leaves the register says about itself: whose data, of which day, up to which revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from governance.language import Language, text
from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Stamp:
    """Tie a file to the register: day of the facts, newest revision read, its chain hash and moment (UTC)."""

    effective_on: date
    revision: int
    head_hash: str
    recorded_at: datetime | None

    def lines(self, language: Language) -> list[str]:
        """Return the sentences that say so."""
        return [
            text("exchange.stamp.day", language, day=self.effective_on.isoformat()),
            text("exchange.stamp.revision", language, revision=self.revision, moment=self._moment(language)),
            text("exchange.stamp.hash", language, hash=self.head_hash),
        ]

    def _moment(self, language: Language) -> str:
        if self.recorded_at is None:
            return text("exchange.stamp.never", language)
        return f"{self.recorded_at:%Y-%m-%d %H:%M:%S} UTC"


def stamp(reader: Reader) -> Stamp:
    """Return the stamp of what ``reader`` sees; its revision may stand before the newest."""
    revision = reader.lens.known_revision
    row = reader.row(
        "SELECT chain_hash, recorded_at FROM journal WHERE revision = $revision", revision=revision
    )
    return Stamp(
        effective_on=reader.lens.effective_on,
        revision=revision,
        head_hash=str(row["chain_hash"]) if row else "",
        recorded_at=row["recorded_at"] if row else None,
    )
