"""What the register itself checks before a step, without any law: who answers, purposes, opinions, the officer's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from governance import vocabulary
from governance.register import signing
from governance.register.contents import newest
from governance.register.gates import OWN, Blocked
from governance.register.workflow_table import table

if TYPE_CHECKING:
    from governance.register.reader import Reader

DECIDING = ("accountable", "responsible")


def checks(reader: Reader, kind: str, record_id: str) -> tuple[Blocked, ...]:
    """Return what the register finds in the record as it holds it now, whatever the scope of ``reader``."""
    found = newest(reader, record_id)
    if found is None:
        return ()
    return (
        *_answering(reader, kind, found.content),
        *_opinions(reader, kind, record_id, found.content),
        *(_activity(reader, found.content) if kind == "activity" else ()),
    )


def _answering(reader: Reader, kind: str, content: dict[str, Any]) -> Iterator[Blocked]:
    path = (table().accountable(kind) or ("",))[0]
    deciding = signing.signatory(reader, kind, content)
    if signing.accountable_post(kind, content) is None and not deciding.posts:
        yield Blocked("accountable_missing", OWN, path)
    elif not any(signing.held(reader, post) for post in deciding.posts):
        yield Blocked("accountable_vacant", OWN, path)


def _opinions(reader: Reader, kind: str, record_id: str, content: dict[str, Any]) -> Iterator[Blocked]:
    named = content.get("opinion")
    rows = _opinions_on(reader, record_id, named) if _mentioned(reader, record_id, named) else []
    if any(row["unanswered"] for row in rows):
        yield Blocked("opinion_unanswered", OWN)
    due = table().raised_for(kind, content)
    answered = (row for row in rows if not row["unanswered"])
    if due and all(str(row["verdict"]).startswith("formal_") for row in answered):
        yield Blocked("opinion_due", OWN)


def _mentioned(reader: Reader, record_id: str, named: str | None) -> bool:
    """Tell whether any opinion was ever given on the record: quickly asked, and for most of them the answer is no."""
    return bool(
        reader.value(
            "SELECT count(*) FROM opinion_version WHERE subject = $id OR record_id = $named",
            id=record_id,
            named=named,
        )
    )


def _opinions_on(reader: Reader, record_id: str, named: str | None) -> list[dict[str, Any]]:
    return reader.rows(
        "SELECT id, verdict, unanswered FROM opinion_state WHERE subject = $id OR id = $named ORDER BY id",
        id=record_id,
        named=named,
    )


def _activity(reader: Reader, content: dict[str, Any]) -> Iterator[Blocked]:
    if not content.get("purposes"):
        yield Blocked("purpose_missing", OWN, "purposes")
    barred = _barred_posts(reader, content)
    if barred:
        yield from _officers(reader, content, barred)


def _barred_posts(reader: Reader, content: dict[str, Any]) -> set[str]:
    """Return the posts that may neither answer for a stage of this activity nor carry it out (GDPR 38(6))."""
    own = signing.entities(reader, "activity", content)
    rows = reader.settled(signing.PLACES, "SELECT post, organisations, anywhere FROM conflict_post")
    return {row["post"] for row in rows if row["anywhere"] or not own or set(row["organisations"]) & set(own)}


def _officers(reader: Reader, content: dict[str, Any], barred: set[str]) -> Iterator[Blocked]:
    """Give a finding for each stage in which a barred post decides, by the record itself or by its department."""
    roles = reader.settled(signing.PLACES, "SELECT department, stage, letter, post FROM inherited_role")
    inherited = [row for row in roles if row["department"] == content.get("department")]
    given = {row["stage"]: row for row in reversed(content.get("stages", []))}  # of two rows the first counts
    for stage in (term.code for term in vocabulary.terms("stage")):
        row = given.get(stage, {})
        left_out = row.get("applicable") == "not_applicable" and (row.get("reason") or "").strip()
        if not left_out and barred & set(_deciding(row, stage, inherited)):
            yield Blocked("officer_decides", OWN, f"stages/{row.get('key', stage)}/roles")


def _deciding(row: dict[str, Any], stage: str, inherited: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Give the posts that are accountable or responsible: named here, else inherited letter by letter."""
    named = [role for role in row.get("roles", ()) if role.get("post") or role.get("department")]
    for letter in DECIDING:
        own = [role for role in named if role["letter"] == letter]
        if own:
            yield from (role["post"] for role in own if role.get("post"))
        else:
            yield from (
                each["post"] for each in inherited if each["stage"] == stage and each["letter"] == letter
            )
