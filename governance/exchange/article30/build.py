"""Bring the register by article together from what a lens shows."""

from __future__ import annotations

from governance import vocabulary
from governance.exchange import contents
from governance.exchange.article30.answers import Words
from governance.exchange.article30.completeness import LETTERS, LIVE, OF, completeness
from governance.exchange.article30.model import (
    Answer,
    Article30,
    Entry,
    Letter,
    OrganisationBlock,
    State,
    Which,
)
from governance.exchange.article30.people import People, people
from governance.exchange.stamp import stamp
from governance.language import Language, text
from governance.register.reader import Reader


def build(reader: Reader, language: Language, which: Which = "controller") -> Article30:
    """Return the register of GDPR 30(1) (``controller``) or 30(2) (``processor``).

    Every live activity on the lens's day stands in it, drafts included; one whose role is open counts as the
    controller's, so that nothing disappears.
    """
    words = Words(people(reader, language))
    states = {(row["id"], row["letter"]): row["state"] for row in completeness(reader)}
    held = list(contents.records(reader, "activity", f"{LIVE} AND {OF[which]}"))
    entries = tuple(_entry(words, which, each, states) for each in held)
    used = dict.fromkeys(one for each in held for one in words.handlers(each.content))
    return Article30(
        which=which,
        language=language,
        title=text(f"article30.title.{which}", language),
        letters=tuple(Letter(each, text(f"article30.{which}.{each}", language)) for each in LETTERS[which]),
        organisations=tuple(
            _organisation(words.people, each) for each in used or _all_organisations(words.people)
        ),
        entries=entries,
        stamp=stamp(reader),
    )


def _entry(words: Words, which: Which, held: contents.Held, states: dict[tuple[str, str], State]) -> Entry:
    answers = zip(LETTERS[which], words.answers(which, held.content), strict=True)
    return Entry(
        activity_id=held.record_id,
        name=words.own(held.content),
        department=words.people.name(held.content["department"]) if "department" in held.content else "",
        status=vocabulary.label("status", held.status, words.people.language),
        answers=tuple(Answer(states[held.record_id, letter], lines) for letter, lines in answers),
    )


def _all_organisations(known: People) -> list[str]:
    return sorted(record_id for record_id in known.by_id if record_id.startswith("ORG-"))


def _organisation(known: People, record_id: str) -> OrganisationBlock:
    contact = text("article30.label.contact", known.language)
    lines = (
        known.labelled(contact, known.contact(record_id) or known.word("missing")),
        *known.office(record_id),
    )
    return OrganisationBlock(known.name(record_id), lines)
