"""The facts figures rest on, worked out from contents for one day: holders, policies, evidence, departments, laws."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from tests.plain.known import Content, Known, Rec, day, live, spans

OFFICERS = ("gdpr_dpo", "deputy_dpo", "pipl_officer")
DUTIES = (*OFFICERS, "eu_representative", "pipl_representative")


class World:
    """Answer questions about the records of ``known`` on the day ``on``."""

    def __init__(self, known: Known, on: date) -> None:
        self.known = known
        self.on = on

    def all(self, kind: str) -> list[Rec]:
        """Return every record of a kind, ended ones included."""
        return list(self.known.get(kind, {}).values())

    def live(self, kind: str) -> list[Rec]:
        """Return the records of a kind that are neither void nor retired."""
        return live(self.all(kind))

    def find(self, kind: str, record_id: str | None) -> Rec | None:
        """Return a record, or None."""
        return self.known.get(kind, {}).get(record_id or "")

    # -- activities

    @cached_property
    def activities(self) -> list[Rec]:
        """Return the live activities: begun, not ended, neither void nor retired."""
        return [
            each
            for each in self.live("activity")
            if spans(each.day("starts_on"), each.day("ends_on"), self.on, open_start=True)
        ]

    def laws(self, activity: Rec) -> set[str]:
        """Return the laws of an activity: its own, else those of its entities."""
        if activity["laws"]:
            return set(activity["laws"])
        entities = [self.find("organisation", each) for each in self.entities(activity)]
        return {law for entity in entities if entity for law in entity["laws"] or []}

    def entities(self, activity: Rec) -> list[str]:
        """Return the organisations of an activity: its own, else that of its department."""
        if activity["organisations"]:
            return list(activity["organisations"])
        return [each for each in [self.entity_of(activity["department"])] if each]

    def entity_of(self, department: str | None) -> str | None:
        """Return the organisation of a department."""
        found = self.find("department", department)
        return found["organisation"] if found else None

    def line(self, department: str | None) -> list[str]:
        """Return a live department and those above it, nearest first."""
        start = self.find("department", department)
        found: list[str] = []
        each: str | None = department if start and not start.ended else None
        while each and each not in found:
            found.append(each)
            above = self.find("department", each)
            each = above["parent"] if above else None
        return found

    # -- proof

    @cached_property
    def in_force(self) -> list[Rec]:
        """Return the policies in force."""
        return [
            each
            for each in self.live("policy")
            if spans(each.day("in_force_from"), each.day("in_force_to"), self.on, open_start=False)
        ]

    def in_date(self, piece: Rec | None) -> bool:
        """Tell whether a piece of evidence counts."""
        if piece is None or piece.ended:
            return False
        stated = (piece["stated"] or {}).get("expires_on") == "none"
        return self.valid(piece.day("issued_on"), piece.day("expires_on"), forever=stated)

    def valid(self, first: date | None, last: date | None, *, forever: bool) -> bool:
        """Tell whether something counts from its first day up to and including its last."""
        return first is not None and first <= self.on and (forever if last is None else self.on <= last)

    def policy(self, activity: Rec, stage: str, listed: list[str]) -> bool:
        """Tell whether a policy in force is listed, or covers the stage of the activity's department."""
        line = set(self.line(activity["department"]))
        for each in self.in_force:
            where = each["departments"] or []
            if each.id in listed or (stage in (each["stages"] or []) and (not where or line & set(where))):
                return True
        return False

    # -- posts

    @cached_property
    def holdings(self) -> list[Rec]:
        """Return the appointments that run: of a live post, by somebody."""
        return [
            each
            for each in self.live("appointment")
            if spans(each.day("starts_on"), each.day("ends_on"), self.on, open_start=False)
            and (each["person"] or each["party"])
            and (post := self.find("post", each["post"])) is not None
            and not post.ended
        ]

    def there(self, holding: Rec) -> bool:
        """Tell whether the holder of an appointment has not left."""
        if holding["person"]:
            person = self.find("person", holding["person"])
            gone = person and person.day("left_on")
            return bool(person and not person.ended and not (gone and gone <= self.on))
        party = self.find("party", holding["party"])
        return bool(party and not party.ended)

    def post_state(self, post: str) -> str:
        """Return held, left or vacant."""
        found = [each for each in self.holdings if each["post"] == post]
        if not found:
            return "vacant"
        return "held" if any(map(self.there, found)) else "left"

    def home(self, post: Rec) -> str | None:
        """Return the organisation of a post: its own, else that of its department."""
        return post["organisation"] or self.entity_of(post["department"])

    def inherited(self, department: str | None, stage: str, letter: str) -> set[str]:
        """Return the posts the nearest department gives the letter to, for the stage before for every stage."""
        for each in self.line(department):
            giver = self.find("department", each)
            given = [r for r in (giver["stage_roles"] if giver else None) or [] if r["letter"] == letter]
            for group in (stage, None):
                posts = {r["post"] for r in given if r.get("stage") == group}
                if posts:
                    return posts
        return set()

    # -- officers

    @cached_property
    def conflicts(self) -> dict[str, list[list[str]]]:
        """Return the posts that may not decide, each with the entities it may not decide for (empty: any)."""
        held = [each for each in self.holdings if self.there(each)]
        holders: dict[str, list[list[str]]] = {}
        taken = set()
        for each in held:
            post = self.known["post"][each["post"]]
            if post["role"] in OFFICERS:
                home = self.home(post)
                where = each["organisations"] or ([home] if home else [])
                holders.setdefault(each["person"] or each["party"], []).append(where)
                taken.add(post.id)
        found: dict[str, list[list[str]]] = {}
        for each in held:
            for where in holders.get(each["person"] or each["party"], []):
                found.setdefault(each["post"], []).append(where)
        for post in self.live("post"):
            if post["role"] in OFFICERS and post.id not in taken:
                home = self.home(post)
                found.setdefault(post.id, []).append([home] if home else [])
        return found

    def assignments(self) -> list[tuple[str, str, bool]]:
        """Return organisation, duty and whether it is in force of every appointment to a duty, of any time."""
        found = []
        for each in self.live("appointment"):
            post = self.find("post", each["post"])
            if post is None or post.ended or post["role"] not in DUTIES:
                continue
            role = "deputy_dpo" if post["role"] == "gdpr_dpo" and each["deputy"] else post["role"]
            home = self.home(post)
            entities = each["organisations"] or ([home] if home else [])
            found += [(organisation, role, self.serves(each)) for organisation in entities]
        return found

    def serves(self, each: Rec) -> bool:
        """Tell whether an appointment is in force and its holder there."""
        runs = spans(each.day("starts_on"), each.day("ends_on"), self.on, open_start=False)
        return bool(each["person"] or each["party"]) and runs and self.there(each)

    # -- rows

    def stage(self, activity: Rec, stage: str) -> Content:
        """Return what an activity says of a stage; of two rows the first counts."""
        return next((row for row in activity["stages"] or [] if row.get("stage") == stage), {})

    def in_place(self, row: Content) -> list[Content]:
        """Return the measures of a stage that are in place."""
        return [
            each
            for each in row.get("measures", [])
            if each.get("state") == "in_place"
            and (since := day(each.get("since")) or self.on) <= self.on
            and since
        ]

    def before(self, value: str | None) -> bool:
        """Tell whether a date is given and passed."""
        found = day(value)
        return found is not None and found < self.on

    def soon(self, value: str | None) -> bool:
        """Tell whether a date comes within ninety days or has passed."""
        found = day(value)
        return found is not None and found <= self.on + timedelta(days=90)


def stated(record: Rec, path: str) -> Any:
    """Return the answer stated for a field."""
    return (record["stated"] or {}).get(path)
