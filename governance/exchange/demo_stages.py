"""The six stages of an activity of the demonstration: measures, their evidence and who answers for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from dateutil.relativedelta import relativedelta

from governance import vocabulary
from governance.exchange.demo_days import chance
from governance.exchange.demo_evidence import EvidenceTale
from governance.exchange.demo_files import Content, Story

LETTERS = {"A": "accountable", "R": "responsible", "C": "consulted", "I": "informed"}
PROCESSORS = ("processor", "entrusted_party")
KEPT_PIECES = 2  # pieces of evidence shown for one measure: the newest and the one before
LATE_SHARE = 5  # one measure in so many was only planned at the first assessment


@cache
def _stages_of(measure: str) -> tuple[str, ...]:
    return next(tuple(each.stages) for each in vocabulary.measures() if each.code == measure)


@lru_cache(maxsize=1)
def _rules(story: Story) -> tuple[Content, ...]:
    """Return every policy with what it covers and the days from and until which the register held it in force."""
    return tuple(
        {
            **rule,
            "record": story.ids["policy"][rule["id"]],
            "entered": story.day(rule["entered"]),
            "until": story.day(rule["in_force_to"]) if "in_force_to" in rule else date.max,
        }
        for rule in story.rows("policy")
    )


@dataclass(frozen=True)
class Stages:
    """Work out the stages of one activity from its row and practice, with the evidence known so far."""

    story: Story
    id: str
    row: Content
    practice: str
    days: dict[str, date]
    evidence: tuple[EvidenceTale, ...]

    def on(self, day: date) -> list[Content]:
        """Return the stages as they stood on ``day``; those nobody has looked at are missing."""
        return [
            self._not_applicable(stage) if stage in self.row.get("skip", {}) else self._stage(stage, day)
            for stage in self._known()
            if stage not in self.row.get("untouched", [])
        ]

    def _known(self) -> list[str]:
        return [term.code for term in vocabulary.terms("stage")]

    def _not_applicable(self, stage: str) -> Content:
        return {
            "key": stage,
            "stage": stage,
            "applicable": "not_applicable",
            "reason": self.row["skip"][stage],
        }

    def _stage(self, stage: str, day: date) -> Content:
        return {
            "key": stage,
            "stage": stage,
            "applicable": "applicable",
            "policies": self._policies(stage),
            "measures": [self._measure(stage, code, day) for code in self._codes(stage)],
            "roles": self._roles(stage)
            if self.days.get("assigned", day) <= day and "assigned" in self.days
            else [],
        }

    def _policies(self, stage: str) -> list[str]:
        """Return the rules that covered the stage when it was assessed."""
        assessed, department = self.days["assessed"], self.row["department"]
        return [
            rule["record"]
            for rule in _rules(self.story)
            if stage in rule["stages"]
            and department in rule["departments"]
            and rule["entered"] <= assessed < rule["until"]
        ]

    def _codes(self, stage: str) -> list[str]:
        practice = self.story.files["practice"][self.practice]
        processors = any(each["as"] in PROCESSORS for each in self.row.get("recipients", []))
        listed = practice["share_other"] if stage == "share" and not processors else practice[stage]
        codes = [*listed, *self.row.get("more", {}).get(stage, []), *self._further(stage)]
        return list(dict.fromkeys(codes))

    def _further(self, stage: str) -> list[str]:
        """Return the measures the row names as planned or missing that belong to no set, at their first stage."""
        sets = [*self.story.files["practice"][self.practice].values(), *self.row.get("more", {}).values()]
        listed = {code for codes in sets for code in codes}
        named = [*self.row.get("planned", []), *self.row.get("missing", [])]
        return [code for code in named if code not in listed and _stages_of(code)[0] == stage]

    def _measure(self, stage: str, code: str, day: date) -> Content:
        measure: Content = {
            "key": code,
            "measure": self.story.id(code, "measure"),
            "state": self._state(stage, code, day),
        }
        if measure["state"] == "in_place":
            measure |= {"since": self._since(stage, code), "evidence": self._proof(code)}
        return measure

    def _proof(self, code: str) -> list[str]:
        pieces = [piece for piece in self.evidence if code in piece.proves]
        pieces.sort(key=lambda piece: (piece.issued, piece.id))
        return [piece.id for piece in pieces[-KEPT_PIECES:]]

    def _state(self, stage: str, code: str, day: date) -> str:
        if code in self.row.get("missing", []):
            return "not_in_place"
        if code in self.row.get("planned", []):
            return "planned"
        ripe = "ripened" in self.days and self.days["ripened"] <= day
        return "in_place" if ripe or not self._late(stage, code) else "planned"

    def _late(self, stage: str, code: str) -> bool:
        return chance(LATE_SHARE, "late", self.id, stage, code) == 0

    def _since(self, stage: str, code: str) -> str:
        if self._late(stage, code):
            return self.days["ripened"].isoformat()
        months = 2 + chance(20, "since", self.id, code)
        return (self.days["assessed"] - relativedelta(months=months)).isoformat()

    def _roles(self, stage: str) -> list[Content]:
        agreed = self.row.get("roles_at", {}).get(stage, self.row.get("roles", []))
        return [
            {
                "key": f"{letter}-{post}".lower(),
                "letter": LETTERS[letter],
                "post": self.story.id(post, "post"),
            }
            for letter, post in (each.split() for each in agreed)
        ]
