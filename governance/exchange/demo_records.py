"""What each record of the demonstration says on any day, as the people of the story knew it then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from dateutil.relativedelta import relativedelta

from governance.exchange.demo_days import closing, month_end, opening, quarter_end, workday
from governance.exchange.demo_files import Content, Story

# Days that can be known only once they have come, with what is said together with them.
HAPPENS: dict[str, tuple[str, ...]] = {
    "last_restore_test": (),
    "last_supervised": (),
    "lawful_origin_on": ("quality_reviewed_on",),
    "published_on": ("published_where",),
    "filed_on": (),
    "issued_on": (),
    "signed_on": (),
    "closed_on": (),
    "accepted_on": ("acceptance",),
    "answered_on": ("outcome", "refusal_reason", "delete_after"),
    "identity_checked_on": (),
    "recipients_told_on": (),
    "extended_on": ("extension_reason",),
    "authority_told_on": ("authority_told_time", "delay_reason"),
    "people_told_on": (),
    "conducted_on": ("verdicts", "residual_risk", "people_heard", "valid_to", "evidence"),
    "officer_advised_on": ("officer_advice",),
    "consulted_on": (),
    "held_on": ("attendance", "evidence"),
    "done_on": ("result", "evidence"),
    "counted_on": (),
}
SLOW = ("system", "party")  # gone through once a quarter
PROMPT = ("request", "incident", "assessment", "action", "training", "evidence")  # written on the day itself


@dataclass(frozen=True, slots=True)
class Moment:
    """Name one thing that happened: on which day, who wrote, why, and which records were touched."""

    day: date
    by: str
    why: str
    records: tuple[str, ...]
    rank: int = 1


class Tale(Protocol):
    """Tell one record: its kind and id, and its content on a day (None before it was entered)."""

    @property
    def kind(self) -> str:
        """Return the kind of the record."""
        ...

    @property
    def id(self) -> str:
        """Return the id of the record."""
        ...

    def on(self, day: date) -> Content | None:
        """Return the content as it stood on ``day``."""
        ...


@dataclass(frozen=True)
class PlainTale:
    """Tell a record whose later edits are written out in the files."""

    kind: str
    id: str
    row: Content
    story: Story
    entered: date

    def on(self, day: date) -> Content | None:
        """Return the content as it stood on ``day``: later edits not yet made, later events not yet known."""
        if day < self.entered:
            return None
        row = dict(self.row)
        for edit in self.row.get("then", []):
            if edit_day(self.story, edit) <= day:
                row |= edit["set"]
        return known_on(day, self.story.content(self.kind, row))

    def moments(self) -> Iterator[Moment]:
        """Give every moment at which the record was written."""
        row = self.row
        yield Moment(self.entered, row["by"], row["why"], (self.id,))
        yield from edits(self.story, row, self.id)
        for name, happened in _happenings(self.story, row):
            if self.entered < happened < closing(self.story.today):
                yield Moment(self._heard(happened), row["by"], self._news(name, row["by"]), (self.id,))

    def _heard(self, happened: date) -> date:
        """Return the day on which the register learns of what happened."""
        if self.kind in PROMPT:
            return happened
        heard = (quarter_end if self.kind in SLOW else month_end)(happened + timedelta(days=3))
        return min(heard, workday(closing(self.story.today)))

    def _news(self, name: str, by: str) -> str:
        reasons = self.story.files["reason"]
        told: str = reasons.get(self.kind, reasons.get(name))[self.story.speaks(by)]
        return told


def edits(story: Story, row: Content, record_id: str) -> Iterator[Moment]:
    """Give the moments of the edits a row writes out."""
    for edit in row.get("then", []):
        yield Moment(edit_day(story, edit), edit["by"], edit["why"], (record_id,))


def edit_day(story: Story, edit: Content) -> date:
    """Return the working day an edit was made; the very last day may be any day of the week."""
    told = story.day(edit["on"])
    return told if told == closing(story.today) else max(workday(told), opening(story.today))


def known_on(day: date, content: Content) -> Content:
    """Return ``content`` without what had not happened yet on ``day``."""
    later = {name for name, value in content.items() if name in HAPPENS and value > day.isoformat()}
    hidden = later | {each for name in later for each in HAPPENS[name]}
    return {
        name: [row for row in value if not _later(day, row)] if _rows(value) else value
        for name, value in content.items()
        if name not in hidden
    }


def _rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _later(day: date, row: Content) -> bool:
    return any(name in HAPPENS and value > day.isoformat() for name, value in row.items())


def _happenings(story: Story, row: Content) -> Iterator[tuple[str, date]]:
    for name, value in row.items():
        if name in HAPPENS:
            yield name, story.day(value)
        elif _rows(value) and name != "then":
            for inner in value:
                yield from _happenings(story, inner)


@dataclass(frozen=True)
class RiskTale(PlainTale):
    """Tell a risk: first judged without measures, two months later with them."""

    def on(self, day: date) -> Content | None:
        """Return the risk as judged on ``day``."""
        told = super().on(day)
        if told is None:
            return None
        scores = told.pop("score")
        told |= {"likelihood_before": scores[0], "impact_before": scores[1]}
        if len(scores) > 2 and day >= self.judged:
            told |= {"likelihood_after": scores[2], "impact_after": scores[3]}
        return told

    @property
    def judged(self) -> date:
        """Return the day the risk was judged with its measures."""
        return quarter_end(self.entered + relativedelta(months=1))

    def moments(self) -> Iterator[Moment]:
        """Give every moment at which the risk was written."""
        yield from super().moments()
        if len(self.row["score"]) > 2:
            by = self.row["by"]
            why = self.story.files["reason"]["judged"][self.story.speaks(by)]
            yield Moment(self.judged, by, why, (self.id,))


# What is pointed to comes first, so that it stands when both are entered on one day.
PLAIN = (
    *("organisation", "department", "person", "post", "evidence", "party", "system", "policy", "appointment"),
    *("grant", "notice", "consent"),
)
LATER = (
    "risk",
    "commitment",
    "assessment",
    "request",
    "incident",
    "action",
    "training",
    "campaign",
    "waiver",
)


def plain_tales(story: Story) -> list[PlainTale]:
    """Return the tales of every record that is neither an activity nor a piece of evidence."""
    return [
        (RiskTale if kind == "risk" else PlainTale)(kind, story.ids[kind][short], named, story, entered)
        for kind in (*PLAIN, *LATER, "opinion")
        for short, row in zip(story.ids[kind], story.rows(kind), strict=True)
        for named in [_named(story, row) if kind == "appointment" else row]
        for entered in [_entered(story, kind, row)]
    ]


def _entered(story: Story, kind: str, row: Content) -> date:
    """Return the day a record was entered: cases on the day they came in, all else on a working day."""
    told = story.day(row["entered"])
    return max(told if kind in PROMPT else workday(told), opening(story.today))


def _named(story: Story, row: Content) -> Content:
    """Return an appointment with a name put together from holder and post."""
    kind = "party" if "party" in row else "person"
    holder, post = story.row(kind, row[kind])["name"], story.row("post", row["post"])["name"]
    return {"name": [f"{holder[0]}: {post[0]}", f"{holder[1]}：{post[1]}"], **row}
