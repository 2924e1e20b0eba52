"""What one activity says under each letter, in words; what is open is said to be open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from babel.units import UnknownUnitError, format_unit

from governance import vocabulary
from governance.exchange.article30.model import Which
from governance.exchange.article30.people import People
from governance.language import Language, text

Content = dict[str, Any]
Row = dict[str, Any]
LOCALES: dict[Language, str] = {"en": "en", "zh": "zh_Hans_CN"}
LENGTHS: dict[Language, Literal["short", "long"]] = {"en": "long", "zh": "short"}  # CLDR: 6 months, 6个月


@cache
def duration(amount: int, unit: str, language: Language) -> str:
    """Return a number of days, weeks, months or years as people write it; another unit by its label."""
    try:
        return str(format_unit(amount, f"duration-{unit}", LENGTHS[language], locale=LOCALES[language]))
    except UnknownUnitError:
        return f"{amount} {vocabulary.label('retention_unit', unit, language)}"


@dataclass(slots=True)
class Words:
    """Put the content of activities into words."""

    people: People

    # -- small parts

    def say(self, label: str, answer: str) -> str:
        """Return a labelled line; the label is a key of the catalog."""
        return self.people.labelled(text(f"article30.label.{label}", self.people.language), answer)

    def open(self, content: Content, *paths: str) -> str:
        """Return the words for what is stated under one of ``paths``, or «not filled in»."""
        stated = content.get("stated", {})
        return self.people.word(next((stated[path] for path in paths if path in stated), "missing"))

    def term(self, name: str, code: str) -> str:
        """Return the label of a term."""
        return vocabulary.label(name, code, self.people.language)

    def own(self, row: Row) -> str:
        """Return the name of a row in the language asked for, on one line."""
        chinese = row.get("name_zh") if self.people.language == "zh" else None
        return " ".join(str(chinese or row.get("name") or "").split())

    def joined(self, parts: list[str]) -> str:
        """Return several answers as one."""
        return ("、" if self.people.language == "zh" else "; ").join(parts)

    def rows(self, content: Content, name: str, line: Callable[[Content, Row, str], str]) -> list[str]:
        """Return a line for each row of a list, or the words for why there is none."""
        rows = content.get(name, [])
        return [line(content, row, f"{name}/{row['key']}") for row in rows] or [self.open(content, name)]

    # -- letters

    def handlers(self, content: Content) -> list[str]:
        """Return the organisations of the activity: its own, else that of its department."""
        own = content.get("organisations")
        if own:
            return list(own)
        department = self.people.by_id.get(content.get("department", ""), {})
        return [department["organisation"]] if "organisation" in department else []

    def who(self, content: Content) -> list[str]:
        """Answer 30(1)(a)."""
        lines = self._organisations(content)
        if content.get("role") is None:
            lines.append(self.say("role_open", self.open(content, "role")))
        joint = content.get("joint_controllers", [])
        if (
            joint
            or content.get("role") == "joint_controller"
            or "joint_controllers" in content.get("stated", {})
        ):
            named = [self.people.reached(each) for each in joint]
            lines.append(
                self.say("joint_controllers", self.joined(named) or self.open(content, "joint_controllers"))
            )
        return lines

    def _organisations(self, content: Content) -> list[str]:
        handlers = self.handlers(content)
        if not handlers:
            return [self.say("organisation", self.open(content, "organisations"))]
        lines = []
        for each in handlers:
            lines += [self.say("organisation", self.people.reached(each)), *self.people.office(each)]
        return lines

    def whose(self, content: Content) -> list[str]:
        """Answer 30(2)(a)."""
        return [*self._organisations(content), *self.rows(content, "controllers", self._controller)]

    def _controller(self, content: Content, row: Row, path: str) -> str:
        party = row.get("party")
        name = (
            self.people.name(party)
            if party
            else self.own(row) or self.open(content, f"{path}/party", f"{path}/name")
        )
        contact = row.get("contact") or (self.people.contact(party) if party else "")
        return self.say(
            "controllers", self.people.bracketed(name, contact or self.open(content, f"{path}/contact"))
        )

    def carried_out(self, content: Content) -> list[str]:
        """Answer 30(2)(b)."""
        return self.rows(content, "controllers", self._carried_out)

    def _carried_out(self, content: Content, row: Row, path: str) -> str:
        party = row.get("party")
        name = (
            self.people.name(party)
            if party
            else self.own(row) or self.open(content, f"{path}/party", f"{path}/name")
        )
        return self.people.labelled(name, row.get("processing") or self.open(content, f"{path}/processing"))

    def purposes(self, content: Content) -> list[str]:
        """Answer 30(1)(b)."""
        return self.rows(content, "purposes", self._purpose)

    def _purpose(self, content: Content, row: Row, path: str) -> str:
        category = self.term("purpose_category", row["category"]) if "category" in row else ""
        return self.own(row) or category or self.open(content, f"{path}/name", f"{path}/category")

    def data(self, content: Content) -> list[str]:
        """Answer 30(1)(c)."""
        return self.rows(content, "data", self._data)

    def _data(self, content: Content, row: Row, path: str) -> str:
        subjects = [self.term("subject_category", each) for each in row.get("subjects", [])]
        people = self.joined(subjects) or self.open(content, f"{path}/subjects")
        return self.people.bracketed(self._category(content, row, path), self.say("subjects", people))

    def _category(self, content: Content, row: Row, path: str) -> str:
        category = self.term("data_category", row["category"]) if "category" in row else ""
        parts = list(dict.fromkeys(part for part in (category, self.own(row)) if part))
        return self.joined(parts) or self.open(content, f"{path}/category", f"{path}/name")

    def recipients(self, content: Content) -> list[str]:
        """Answer 30(1)(d)."""
        return self.rows(content, "recipients", self._recipient)

    def _recipient(self, content: Content, row: Row, path: str) -> str:
        name = self.people.name(row["party"]) if "party" in row else self.own(row)
        category = self.term("recipient_category", row["category"]) if "category" in row else ""
        shown = self.people.bracketed(name, category) if name and category else name or category
        return shown or self.open(content, f"{path}/party", f"{path}/name", f"{path}/category")

    def transfers(self, content: Content) -> list[str]:
        """Answer 30(1)(e) and 30(2)(c)."""
        return self.rows(content, "transfers", self._transfer)

    def _transfer(self, content: Content, row: Row, path: str) -> str:
        recipients = {each["key"]: each for each in content.get("recipients", [])}
        to = recipients.get(row.get("recipient", ""))
        name = self.own(row) or (self._recipient(content, to, f"recipients/{to['key']}") if to else "")
        country = (
            self.term("country", row["country"])
            if "country" in row
            else self.open(content, f"{path}/country")
        )
        mechanism = self.term("transfer_mechanism", row["mechanism"]) if "mechanism" in row else ""
        parts = [
            *([self.say("recipient", name)] if name else []),
            self.say("country", country),
            self.say("mechanism", mechanism or self.open(content, f"{path}/mechanism")),
            self.say("safeguards", row.get("safeguards") or self.open(content, f"{path}/safeguards")),
        ]
        return self.joined(parts)

    def retention(self, content: Content) -> list[str]:
        """Answer 30(1)(f)."""
        return self.rows(content, "data", self._retention)

    def _retention(self, content: Content, row: Row, path: str) -> str:
        return self.people.labelled(self._category(content, row, path), self._period(content, row, path))

    def _period(self, content: Content, row: Row, path: str) -> str:
        if "retention_amount" not in row or "retention_unit" not in row:
            return row.get("retention_text") or self.open(
                content, f"{path}/retention_amount", f"{path}/retention_text"
            )
        period = duration(row["retention_amount"], row["retention_unit"], self.people.language)
        if "retention_start" not in row:
            return period
        start = self.term("retention_start", row["retention_start"])
        return text("article30.retention_from", self.people.language, period=period, start=start)

    def security(self, content: Content) -> list[str]:
        """Answer 30(1)(g) and 30(2)(d): the description in general, then the measures in place by stage."""
        lines = []
        for stage in content.get("stages", []):
            measures = stage.get("measures", [])
            names = [
                self.people.name(each["measure"]) for each in measures if each.get("state") == "in_place"
            ]
            if names:
                lines.append(self.people.labelled(self.term("stage", stage["stage"]), self.joined(names)))
        general = content.get("security")
        if lines and not general:
            return lines
        return [general or self.open(content, "security"), *lines]

    def answers(self, which: Which, content: Content) -> tuple[tuple[str, ...], ...]:
        """Return the lines of every letter in its order."""
        asked: dict[Which, tuple[Callable[[Content], list[str]], ...]] = {
            "controller": (
                self.who,
                self.purposes,
                self.data,
                self.recipients,
                self.transfers,
                self.retention,
                self.security,
            ),
            "processor": (self.whose, self.carried_out, self.transfers, self.security),
        }
        return tuple(tuple(letter(content)) for letter in asked[which])
