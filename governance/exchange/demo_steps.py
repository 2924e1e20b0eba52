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
    """Hold one step taken on each of ``records``; ``opens``: what the law finds is judged anew before it."""

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
    found = [*_single(story), *_signings(story)]
    for told in story.files["round"]:
        found += _round(story, told, activities)
    return found


def _single(story: Story) -> Iterator[Step]:
    for told in story.files["step"]:
        records = tuple(story.id(each, told["kind"]) for each in told["records"])
        yield Step(
            workday(story.day(told["on"])),
            told["by"],
            told["why"],
            told["kind"],
            told["operation"],
            records,
            _content(story, told.get("content", {})),
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


def _round(story: Story, told: Content, activities: list[ActivityTale]) -> list[Step]:
    """Return the steps of one round: the board's edition first, then department by department."""
    day = workday(story.day(told["on"]))
    made: list[Step] = []
    if "edition" in told:
        edition = told["edition"]
        note = (("note", edition["note"]),)
        made.append(Step(day, edition["by"], edition["why"], "edition", "freeze", ("",), note))
    for department, (recorder, owner) in told["by"].items():
        ready = [
            tale
            for tale in activities
            if tale.row.get("department") == department
            and tale.reached("assessed", day)
            and _name(story, tale) not in told["left_out"]
        ]
        handed_in = tuple(tale.id for tale in ready)
        decided = tuple(tale.id for tale in ready if _name(story, tale) not in told["only_submitted"])
        for by, operation, ids in ((recorder, "submit", handed_in), (owner, "approve", decided)):
            why = told[f"{operation}_why"][story.speaks(by)]
            made.append(Step(day, by, why, "activity", operation, ids))
    first = made[0]
    made[0] = Step(
        first.day, first.by, first.why, first.kind, first.operation, first.records, first.content, opens=True
    )
    return made


def _name(story: Story, tale: ActivityTale) -> str:
    return next(name for name, record in story.ids["activity"].items() if record == tale.id)
