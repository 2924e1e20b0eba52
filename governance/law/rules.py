"""The shape of a law pack: what a lawyer may write in one of its files."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from governance.language import Language
from governance.vocabulary.terms import Bilingual, Frozen, Words

SEVERITIES = ("critical", "high", "medium", "low")


class RuleText(Frozen):
    """Say in one language what is wrong, why the law minds and what to do."""

    title: Words
    explanation: Words
    remedy: Words


class Rule(Frozen):
    """Hold one rule: where it stands in the law, when it is in force, what it judges and how it is mended.

    ``applies`` and ``breach`` are expressions over the columns of the view of ``on``. A row to which the rule applies
    is in breach when ``breach`` is true, and cannot be judged when it is unknown; only false is compliance.
    ``field`` is the field to mend, in the row judged. ``passing`` and ``failing`` override an ordinary row.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}-[0-9A-Za-z.()-]+$")]
    law: str
    on: str
    cites: Annotated[tuple[Words, ...], Field(min_length=1)]
    in_force_from: date = Field(alias="from")
    in_force_to: date | None = Field(default=None, alias="to")
    severity: str
    principle: str
    stages: tuple[str, ...] = ()
    applies: Words = "true"
    breach: Words
    field: str
    document: str | None = None
    unverified: bool = False
    en: RuleText
    zh: RuleText
    passing: dict[str, Any]
    failing: dict[str, Any]
    checked_on: date
    source: Words
    facts: tuple[str, ...] = ()

    def text(self, language: Language) -> RuleText:
        """Return its texts in ``language``."""
        return self.zh if language == "zh" else self.en

    def in_force(self, day: date) -> bool:
        """Tell whether it is in force on ``day``; both ends count."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


class Pack(Frozen):
    """Hold the rules of one file, with the law they belong to, its source and the day it was checked."""

    name: str
    law: str
    en: Words
    zh: Words
    source: Words
    checked_on: date
    applies: Words = "true"
    note: Bilingual | None = None
    rules: tuple[Rule, ...]

    def label(self, language: Language) -> str:
        """Return the name of the law in ``language``."""
        return self.zh if language == "zh" else self.en
