"""What the register by article holds, ready to be written in any form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from governance.exchange.stamp import Stamp
from governance.language import Language, text

Which = Literal["controller", "processor"]
State = Literal["complete", "missing", "unknown", "none"]


@dataclass(frozen=True, slots=True)
class Letter:
    """Name one letter of the paragraph and what it asks for."""

    letter: str
    heading: str

    def title(self, language: Language) -> str:
        """Return the heading with its letter."""
        return f"{text('article30.letter', language, letter=self.letter)} {self.heading}"


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold what one activity says under one letter, and how complete it is."""

    state: State
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one activity: its answers stand in the order of the letters."""

    activity_id: str
    name: str
    department: str
    status: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class OrganisationBlock:
    """Hold an organisation with its contacts, representatives and data protection officer on the day."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article30:
    """Hold the whole register under one paragraph, in one language, as of one day and revision."""

    which: Which
    language: Language
    title: str
    letters: tuple[Letter, ...]
    organisations: tuple[OrganisationBlock, ...]
    entries: tuple[Entry, ...]
    stamp: Stamp
