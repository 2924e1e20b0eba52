"""The processing activities of the demonstration, growing step by step from a name to proven stages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from governance.exchange.demo_days import chance, month_end, opening, quarter_end, workday
from governance.exchange.demo_evidence import LAST_DAYS, EvidenceTale
from governance.exchange.demo_files import Content, Story
from governance.exchange.demo_records import Moment, edit_day, edits
from governance.exchange.demo_rows import data_rows, purposes, recipients, transfers
from governance.exchange.demo_stages import Stages

STEPS = ("entered", "described", "assessed", "assigned")
LEAST_DAYS = {"described": 26, "assessed": 30, "assigned": 30}
RIPE_DAYS = 100
COORDINATORS = {"en": "becker", "zh": "su"}  # hold the first interviews, write where no department can
CHUNK = 12  # activities a department gets done in one sitting
ENTERED = (
    "department",
    "description",
    "reference",
    "organisations",
    "role",
    "owner",
    "laws",
    "name",
    "name_zh",
)
DESCRIBED = ("automated_decisions", "decision_logic", "decision_safeguards", "starts_on", "ends_on")
SHARED = (
    "systems",
    "joint_controllers",
    "joint_arrangement",
    "publicising",
    "public_place",
    "security",
    "risk_signs",
    "notices",
    "notice",
    "assessment",
)


@dataclass(frozen=True)
class ActivityTale:
    """Tell one processing activity; ``place`` is its place among those of its department."""

    id: str
    row: Content
    story: Story
    place: int
    evidence: tuple[EvidenceTale, ...]
    kind: str = "activity"

    @cached_property
    def days(self) -> dict[str, date]:
        """Return the day of each step; a step that would fall after the end is left out."""
        ways = self.story.files["department_ways"].get(self.row.get("department", ""), {})
        last = workday(self.story.today - timedelta(days=LAST_DAYS))
        found: dict[str, date] = {}
        for step in STEPS:
            if step == "assigned" and step not in ways:
                found[step] = found["assessed"]
                break
            told = self.row.get(step) or ways.get(step)
            own = step == "entered" and "entered" in self.row
            earliest = self.story.day(told) if told else self.story.today
            earliest += timedelta(days=0 if own else self.place // CHUNK * 4)
            if found:
                earliest = max(earliest, max(found.values()) + timedelta(days=LEAST_DAYS[step]))
            if workday(earliest) > last:
                break
            when = workday(earliest) if own or step != "entered" else min(month_end(earliest), last)
            found[step] = max(when, opening(self.story.today))
        ripe = quarter_end(found.get("assessed", last) + timedelta(days=RIPE_DAYS))
        if ripe <= last:
            found["ripened"] = ripe
        return found

    def reached(self, step: str, day: date) -> bool:
        """Tell whether ``step`` was done on ``day``."""
        return step in self.days and self.days[step] <= day

    def on(self, day: date) -> Content | None:
        """Return the activity as it stood on ``day``."""
        if not self.reached("entered", day):
            return None
        row = self._row_on(day)
        parts = {name: row[name] for name in ENTERED if name in row}
        if self.reached("described", day) and "purposes" in row:
            parts |= self._described(row)
        if self.reached("described", day):
            parts |= self._shared(row)
        content = self.story.content("activity", parts)
        if self.reached("assessed", day):
            content["stages"] = self._stages(day)
        return content

    def _row_on(self, day: date) -> Content:
        row = self._defaults()
        for edit in self.row.get("then", []):
            if edit_day(self.story, edit) <= day:
                row |= edit["set"]
        return row

    def _defaults(self) -> Content:
        department = self.row.get("department")
        if department is None:
            return dict(self.row)
        unit = self.story.row("department", department)
        laws = ["pipl"] if unit["organisation"] == "sh" else ["gdpr"]
        own = {
            "owner": unit["head"],
            "organisations": [unit["organisation"]],
            "laws": laws,
            "role": "controller",
        }
        return own | self.row

    def _described(self, row: Content) -> Content:
        years = 24 + chance(48, "start", self.id)
        return {
            "starts_on": f"-{years}m",
            "automated_decisions": False,
            **{name: row[name] for name in DESCRIBED if name in row},
            "method": self._said("method"),
            "purposes": purposes(row),
            "data": data_rows(row),
            "controllers": row.get("controllers", []),
        }

    def _shared(self, row: Content) -> Content:
        parts = {name: row[name] for name in SHARED if name in row}
        if "purposes" in row:
            parts = {
                "publicising": False,
                **self._told(),
                **parts,
                "recipients": recipients(row),
                "transfers": transfers(row),
                "review_months": 6 if row.get("special") else 12,
                "last_reviewed": self.days["described"].isoformat(),
            }
        return parts | {"stated": row["stated"]} if "stated" in row else parts

    def _told(self) -> Content:
        """Return the notices of the practice, or the text it uses where there is no record of one."""
        if "notices" in self.row:
            return {}
        notices = self._way("practice_notice")
        return {"notices": notices} if notices else {"notice": self._said("notice_text")}

    def _said(self, name: str) -> str | None:
        """Return the text of the practice for ``name`` in the language of the department's company."""
        text = self._way(name)
        return None if text is None else str(text)

    def _way(self, name: str) -> Any:
        texts = self.story.files[name].get(self.practice)
        chinese = self.row["department"].startswith("sh_")
        return texts["zh" if chinese else "en"] if texts else None

    @property
    def practice(self) -> str:
        """Return the name of the set of measures the activity follows."""
        ways = self.story.files["department_ways"][self.row["department"]]
        return str(self.row.get("practice", ways["practice"]))

    def _stages(self, day: date) -> list[Content]:
        known = tuple(piece for piece in self.evidence if piece.recorded <= day)
        stages = Stages(self.story, self.id, self.row, self.practice, self.days, known)
        return stages.on(day)

    def moments(self) -> Iterator[Moment]:
        """Give every moment at which the activity was written, evidence apart."""
        for step, day in self.days.items():
            if step == "assigned" and day == self.days["assessed"]:
                continue
            by = self._writer(step)
            yield Moment(day, by, self._reason(step, self.story.speaks(by)), (self.id,))
        yield from edits(self.story, self.row, self.id)

    def _writer(self, step: str) -> str:
        department = self.row.get("department")
        if department is None or (step == "entered" and step not in self.row):
            return COORDINATORS["zh" if (department or "").startswith("sh_") else "en"]
        ways = self.story.files["department_ways"][department]
        return str(ways["collector" if step == "ripened" else "recorder"])

    def _reason(self, step: str, language: str) -> str:
        named = self.story.row("department", self.row.get("department", "scm"))["name"]
        told: str = self.story.files["reason"][step][language]
        return told.format(department=named[0 if language == "en" else 1])


def activity_tales(story: Story, evidence: list[EvidenceTale]) -> list[ActivityTale]:
    """Return the tales of every activity."""
    seen: dict[str | None, int] = {}
    tales = []
    for short, row in zip(story.ids["activity"], story.rows("activity"), strict=True):
        place = seen[row.get("department")] = seen.get(row.get("department"), -1) + 1
        fitting = tuple(piece for piece in evidence if relies_on(row, piece))
        tales.append(ActivityTale(story.ids["activity"][short], row, story, place, fitting))
    return tales


def relies_on(row: Content, piece: EvidenceTale) -> bool:
    """Tell whether a piece of evidence is about something the activity uses."""
    if piece.scope == "systems":
        return piece.about in row.get("systems", [])
    if piece.scope == "departments":
        return piece.about == row.get("department")
    parties = [each.get("to") for each in row.get("recipients", [])]
    return piece.about in parties + [each["party"] for each in row.get("controllers", [])]
