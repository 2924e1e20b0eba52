"""The steps of the workflow in the demonstration: rounds of approval, single signatures, replies, attestations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from governance.exchange.demo_days import workday

if TYPE_CHECKING:
    from governance.exchange.demo_activities import ActivityTale
    from governance.exchange.demo_files import Content, Story


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one step taken on each of ``records`` («»: a new one); ``opens``: the law is judged anew before it."""

    day: date
    by: str
    why: str
    kind: str
    operation: str
    records: tuple[str, ...]
    content: tuple[tuple[str, Any], ...] = ()
    opens: bool = False


def steps(story: Story, activities: list[ActivityTale]) -> list[Step]:
    """Return every step of the story; those of one day stand in the order they are taken."""
    rounds = [step for told in story.files["round"] for step in _round(story, told, activities)]
    return [*_signings(story), *rounds, *_single(story)]


def _single(story: Story) -> Iterator[Step]:
    for told in story.files["step"]:
        records = tuple(each and story.id(each, told["kind"]) for each in told["records"])
        yield Step(
            workday(story.day(told["on"])),
            told["by"],
            told["why"],
            told["kind"],
            told["operation"],
            records,
            _content(story, told.get("content", {})),
            opens=told["operation"] == "freeze",
        )


def _content(story: Story, told: Content) -> tuple[tuple[str, Any], ...]:
    linked = {"campaign": story.id(told["campaign"], "campaign")} if "campaign" in told else {}
    return tuple({**told, **linked}.items())


def _signings(story: Story) -> Iterator[Step]:
    whys = story.files["reason"]["signing"]
    for told in story.files["signing"]:
        records = tuple(story.id(each, told["kind"]) for each in told["records"])
        for place, (by, operation) in enumerate(zip(told["by"], ("submit", "approve"), strict=True)):
            why = whys[story.speaks(by)][place]
            yield Step(workday(story.day(told["on"])), by, why, told["kind"], operation, records)


def _round(story: Story, told: Content, activities: list[ActivityTale]) -> Iterator[Step]:
    """Give the steps of one round, department by department."""
    day = workday(story.day(told["on"]))
    opens = told.get("opens", False)
    for department, writers in told["by"].items():
        ready = [tale for tale in activities if tale.row.get("department") == department]
        ids = tuple(
            tale.id for tale in ready if tale.reached("assessed", day) and not _left_out(story, told, tale)
        )
        for by, operation in zip(writers, ("submit", "approve"), strict=True):
            why = told[f"{operation}_why"][story.speaks(by)]
            yield Step(day, by, why, "activity", operation, ids, opens=opens)
            opens = False


def _left_out(story: Story, told: Content, tale: ActivityTale) -> bool:
    return tale.id in [story.id(each, "activity") for each in told["left_out"]]
