"""Two laws beside each other: what each says of one activity as it is recorded (``data/law/laws.lens.toml``).

A statement is data: a condition on the documented columns, an article, a text in both languages and two examples that
prove the condition. The file is checked as law packs are: BadData names file, statement and reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from governance.errors import BadData, GovernanceError
from governance.law import examples, files
from governance.law.predicate import columns_of
from governance.law.rules import Rule
from governance.law.views import Subject, subjects
from governance.vocabulary.loading import checked
from governance.vocabulary.terms import Frozen, Words

NAME = "laws.lens.toml"
OTHER = "other"  # the topic of findings no topic names
Side = Literal["gdpr", "pipl"]
SIDES: tuple[Side, ...] = ("gdpr", "pipl")


class Law(Frozen):
    """Describe one side: its name, the laws of packs that belong to it, and the column that says whether it applies."""

    en: Words
    zh: Words
    laws: Annotated[tuple[Words, ...], Field(min_length=1)]
    applies: Words


class Facts(Frozen):
    """Name the columns shown on each side for every thing of a subject."""

    on: str
    gdpr: tuple[str, ...] = ()
    pipl: tuple[str, ...] = ()

    def of(self, side: Side) -> tuple[str, ...]:
        """Return the columns of one side."""
        return self.gdpr if side == "gdpr" else self.pipl


class Topic(Frozen):
    """Hold one topic: its name, the articles of each side whose findings stand here, and the facts shown."""

    code: str
    en: Words
    zh: Words
    gdpr: tuple[Words, ...] = ()
    pipl: tuple[Words, ...] = ()
    facts: tuple[Facts, ...] = ()

    def takes(self, side: Side, cite: str) -> bool:
        """Tell whether this article of one side belongs to the topic."""
        mine = self.gdpr if side == "gdpr" else self.pipl
        return any(within(cite, article) for article in mine)


class Statement(Frozen):
    """Hold what one law says of a thing of which ``when`` is true."""

    id: str
    topic: str
    side: Side
    on: str
    when: Words = "true"
    tone: Literal["asks", "bars", "carries", "free", "note"]
    cites: Annotated[tuple[Words, ...], Field(min_length=1)]
    in_force_from: date | None = Field(default=None, alias="from")
    in_force_to: date | None = Field(default=None, alias="to")
    unverified: bool = False
    en: Words
    zh: Words
    made: dict[str, Any] = Field(default_factory=dict)
    unmade: dict[str, Any] = Field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        """Tell whether it is in force on ``day``; both ends count."""
        started = self.in_force_from is None or self.in_force_from <= day
        return started and (self.in_force_to is None or day <= self.in_force_to)


class Lens(Frozen):
    """Hold the whole file: both sides, the topics in their order, and the statements."""

    source: Words
    checked_on: date
    sides: Mapping[Side, Law]
    topics: tuple[Topic, ...]
    statements: tuple[Statement, ...]

    def side_of(self, rule: Rule) -> Side | None:
        """Return the side the law of ``rule`` belongs to, if any."""
        return next((side for side in SIDES if rule.law in self.sides[side].laws), None)

    def topic_of(self, side: Side, rule: Rule) -> str:
        """Return the topic a finding of ``rule`` stands at: of its first article that has one, else ``OTHER``."""
        taken = (topic.code for cite in rule.cites for topic in self.topics if topic.takes(side, cite))
        return next(taken, OTHER)


def within(cite: str, article: str) -> bool:
    """Tell whether ``cite`` is ``article`` or stands below it: GDPR 6(1)(f) below GDPR 6, GDPR 60 not."""
    rest = cite.removeprefix(article)
    return cite.startswith(article) and not rest[:1].isalnum()


def lens() -> Lens:
    """Return the packaged file, and an organisation's own over it; BadData names file, statement and reason."""
    return _lens(tuple(folder / NAME for folder in files.folders()))


@cache
def _lens(paths: tuple[Path, ...]) -> Lens:
    return load(*(path for path in paths if path.exists()))


def load(*paths: Path) -> Lens:
    """Return the content of the files, later ones over earlier ones by code and id, after every example was tried."""
    heading: dict[str, Any] = {}
    topics: dict[str, Topic] = {}
    statements: dict[str, Statement] = {}
    for path in paths:
        content = files.read(path)
        name = files.label(path)
        topics |= _once(name, [_topic(name, each) for each in content.pop("topic", [])], "code")
        statements |= _once(name, [_statement(name, each) for each in content.pop("statement", [])], "id")
        heading |= content
    name = files.label(paths[-1])
    _check_topics(name, topics, statements.values())
    for on in subjects():
        _prove(name, [each for each in statements.values() if each.on == on])
    whole = {**heading, "topics": tuple(topics.values()), "statements": tuple(statements.values())}
    return checked(Lens, name, "", whole)


def _once(file: str, given: Sequence[Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in given:
        key = getattr(each, name)
        if key in found:
            raise BadData("law_rule_twice", file=file, term=key, reason=file)
        found[key] = each
    return found


def _topic(file: str, given: dict[str, Any]) -> Topic:
    """Return a topic whose facts are documented columns."""
    topic = checked(Topic, file, str(given.get("code")), given)
    for shown in topic.facts:
        known = subjects()[shown.on].by_name() if shown.on in subjects() else {}
        for column in (*shown.gdpr, *shown.pipl):
            if column not in known:
                raise BadData("law_column_unknown_in", file=file, term=topic.code, reason=column)
    return topic


def _statement(file: str, given: dict[str, Any]) -> Statement:
    statement = checked(Statement, file, str(given.get("id")), given)
    subject = subjects().get(statement.on)
    if subject is None:
        raise BadData("law_subject_unknown", file=file, term=statement.id, reason=statement.on)
    for example in (statement.made, statement.unmade):
        for column in example.keys() - subject.by_name().keys():
            raise BadData("law_column_unknown_in", file=file, term=statement.id, reason=column)
    return statement.model_copy(update={"columns": _columns(file, statement, subject)})


def _columns(file: str, statement: Statement, subject: Subject) -> tuple[str, ...]:
    try:
        return columns_of(statement.when, subject.by_name())
    except GovernanceError as error:
        raise BadData(error.code, **{**error.context, "file": file, "term": statement.id}) from error


def _check_topics(file: str, topics: Mapping[str, Topic], statements: Iterable[Statement]) -> None:
    for each in statements:
        if each.topic not in topics:
            raise BadData("law_topic_unknown", file=file, term=each.id, reason=each.topic)


def _prove(file: str, statements: Sequence[Statement]) -> None:
    """Hold that each condition makes its statement on one example and does not on the other."""
    asked = [each for each in statements if each.columns]
    if not asked:
        return
    subject = subjects()[asked[0].on]
    rows = [examples.laid_over(subject, example) for each in asked for example in (each.made, each.unmade)]
    answers = examples.ask(subject, [each.when for each in asked], rows)
    for number, each in enumerate(asked):
        for at, wanted, which in ((2 * number, True, "made"), (2 * number + 1, False, "unmade")):
            if (answers[at][number] is True) is not wanted:
                raise BadData("law_example_wrong", file=file, term=each.id, reason=which)
