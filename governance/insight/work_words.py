"""What is to be done with a record, in words: the same on the page of work and in the digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance import formatting
from governance.language import Language, text

if TYPE_CHECKING:
    from governance.insight.work import Item


def task(item: Item, language: Language) -> str:
    """Return what is to be done."""
    return text(f"work.task.{item.task}", language)


def name(item: Item, language: Language) -> str:
    """Return what the record is called."""
    return formatting.name_of({"id": item.id, "name": item.name, "name_zh": item.name_zh}, language)


def detail(item: Item, language: Language) -> str:
    """Return what of it: why, what ends, or which deadline runs."""
    if item.clock is not None:
        return item.clock.rule.title(language)
    if item.task == "answer":
        return text("work.detail.since", language, day=formatting.day(item.since, language))
    return text(f"work.detail.{item.task}.{item.detail}", language)
