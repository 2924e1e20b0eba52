"""The shape of a vocabulary: what a lawyer may write in one of its files."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from governance.language import Language

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Scope = Literal["whole", "commercial_organisations", "certified_organisations"]


class Frozen(BaseModel):
    """Read strictly named keys and never change after."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Frozen):
    """Hold one text in both languages."""

    en: Words
    zh: Words

    def in_language(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.zh if language == "zh" else self.en


class Adequacy(Frozen):
    """Hold one adequacy decision: from when to when it is in force, and for whom (GDPR 45)."""

    decision: Words
    valid_from: date
    valid_to: date | None = None
    scope: Scope = "whole"
    note: Bilingual | None = None
    unverified: bool = False

    def in_force(self, day: date) -> bool:
        """Tell whether the decision is in force on ``day``; both ends count."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Term(Frozen):
    """Hold one code of a vocabulary with its labels, sources and the spellings an import recognises."""

    code: Annotated[str, StringConstraints(pattern=r"^(?:[a-z][a-z0-9_]*|[A-Z]{2,3}|[0-9]+)$")]
    en: Words
    zh: Words
    about: Bilingual | None = None
    cites: tuple[Words, ...] = ()
    parent: str | None = None
    deprecated: bool = False
    replaced_by: str | None = None
    match: tuple[Words, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    unverified: bool = False
    extra: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _gather_extra(cls, given: Any) -> Any:
        """Move keys that only one vocabulary knows into ``extra``."""
        if not isinstance(given, dict):
            return given
        known = {key: value for key, value in given.items() if key in cls.model_fields}
        others = {key: value for key, value in given.items() if key not in cls.model_fields}
        return {**known, "extra": {**others, **known.get("extra", {})}}

    def label(self, language: Language) -> str:
        """Return the term's label in ``language``."""
        return self.zh if language == "zh" else self.en

    def in_force(self, day: date) -> bool:
        """Tell whether the term may be used on ``day``; both ends count, an open end never closes."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)


class LibraryMeasure(Term):
    """Hold one measure of the library: what makes it true, where it works and what would prove it."""

    about: Bilingual
    proof: Bilingual
    stages: Annotated[tuple[str, ...], Field(min_length=1)]
    principles: Annotated[tuple[str, ...], Field(min_length=1)]
    nature: str
    gdpr32: tuple[str, ...] = ()
    pipl51: tuple[str, ...] = ()


class Sensitivity(Frozen):
    """Tell which protected classes a data category falls in, and why; ``known`` is false for a foreign code."""

    known: bool = True
    gdpr9: bool = False
    gdpr10: bool = False
    pipl28: bool = False
    kinds: tuple[str, ...] = ()
    reason: Bilingual | None = None
    unverified: bool = False

    @property
    def sensitive(self) -> bool:
        """Tell whether either law protects the category beyond the ordinary."""
        return self.gdpr9 or self.gdpr10 or self.pipl28


class Vocabulary(Frozen):
    """Hold one list of terms in the order of its file, with its source and the day it was checked."""

    name: str
    en: Words
    zh: Words
    source: Words
    checked_on: date
    terms: tuple[Term, ...]

    def label(self, language: Language) -> str:
        """Return the list's own label in ``language``."""
        return self.zh if language == "zh" else self.en
