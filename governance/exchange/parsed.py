"""A value read from text, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Sureness = Literal["sure", "assumed", "ambiguous", "incomplete", "impossible", "not_understood", "empty"]


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """Hold a value, a code that says how surely it was read, and the text it came from where that is in doubt."""

    value: T | None
    code: Sureness
    note: str = ""

    @property
    def understood(self) -> bool:
        """Say whether there is a value."""
        return self.value is not None
