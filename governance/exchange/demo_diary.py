"""The diary of the demonstration: on which day who wrote which records, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.exchange.demo_activities import COORDINATORS, ActivityTale, activity_tales
from governance.exchange.demo_days import closing, workday
from governance.exchange.demo_evidence import EvidenceTale, evidence_tales
from governance.exchange.demo_files import Story
from governance.exchange.demo_records import Moment, Tale, plain_tales
from governance.exchange.demo_steps import Step, steps

FIRST, USUAL, AFTER = 0, 1, 2  # order within a day: evidence, records, what ties them together


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one command to be: its day, writer, reason, records; the ending of a record, or a step."""

    day: date
    by: str
    why: str
    records: tuple[str, ...]
    ending: tuple[str, str] | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Diary:
    """Hold every record's tale by its id, and the lines in the order they are written."""

    tales: dict[str, Tale]
    lines: tuple[Line, ...]


def diary(story: Story) -> Diary:
    """Return the whole diary of ``story``."""
    evidence = evidence_tales(story)
    plain = plain_tales(story)
    activities = activity_tales(story, evidence)
    moments = [moment for record in plain for moment in record.moments()]
    moments += [moment for activity in activities for moment in activity.moments()]
    moments += _evidence_moments(story, evidence, activities)
    everything: list[Tale] = [*plain, *activities, *evidence]
    tales = {tale.id: tale for tale in everything}
    taken = [Line(each.day, each.by, each.why, each.records, step=each) for each in steps(story, activities)]
    lines = [*_gathered(moments, story.today), *_endings(story), *taken]
    return Diary(tales, tuple(sorted(lines, key=lambda line: line.day)))


def _gathered(moments: list[Moment], today: date) -> Iterator[Line]:
    """Give one line for all that one person wrote on one day for one reason."""
    together: dict[tuple[date, int, str, str], list[str]] = {}
    for moment in moments:
        if moment.day <= closing(today):
            key = (moment.day, moment.rank, moment.by, moment.why)
            together.setdefault(key, []).extend(moment.records)
    for (day, _, by, why), records in sorted(together.items(), key=lambda item: item[0][:2]):
        yield Line(day, by, why, tuple(dict.fromkeys(records)))


def _evidence_moments(
    story: Story, evidence: list[EvidenceTale], activities: list[ActivityTale]
) -> Iterator[Moment]:
    """Give the rounds in which evidence is recorded, and the ties to records the person may not edit."""
    rounds: dict[tuple[date, str], list[EvidenceTale]] = {}
    for piece in evidence:
        rounds.setdefault((piece.recorded, piece.by), []).append(piece)
    for (day, by), pieces in rounds.items():
        reason = story.files["reason"]
        whys = list(dict.fromkeys(piece.why for piece in pieces))[:2]
        why = reason["and"][story.speaks(by)].join(whys)
        used = [tale for tale in activities if _uses(tale, pieces, day)]
        own = [tale.id for tale in used if _may_edit(story, by, tale)]
        yield Moment(day, by, why, (*(piece.id for piece in pieces), *own), FIRST)
        for language, other in COORDINATORS.items():
            rest = [tale.id for tale in used if tale.id not in own and _language(tale) == language]
            if rest:
                yield Moment(day, other, reason["tied"][language], tuple(rest), AFTER)


def _uses(tale: ActivityTale, pieces: list[EvidenceTale], day: date) -> bool:
    return tale.reached("assessed", day) and any(piece in tale.evidence for piece in pieces)


def _language(tale: ActivityTale) -> str:
    return "zh" if tale.row["department"].startswith("sh_") else "en"


def _may_edit(story: Story, person: str, tale: ActivityTale) -> bool:
    grants = [each for each in story.rows("grant") if each["person"] == person]
    return any(
        not each.get("departments") or tale.row["department"] in each["departments"] for each in grants
    )


def _endings(story: Story) -> Iterator[Line]:
    for ending in story.files["ending"]:
        kind = ending["kind"]
        record = story.ids[kind].get(ending["record"], ending["record"])
        day = workday(story.day(ending["on"]))
        yield Line(day, ending["by"], ending["why"], (record,), (kind, ending["operation"]))
