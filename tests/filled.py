"""A record of every kind with a text in every field a person can type into: what leaks, and what is shown raw, shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance import vocabulary
from governance.model.fields import Declared
from governance.model.kinds import KINDS

DAY, LATER = "2026-02-01", "2036-02-01"
ENDS = (
    "ends_on",
    "closed_on",
    "left_on",
    "in_force_to",
    "valid_to",
    "expires_on",
    "due_on",
    "review_by",
    "delete_after",
)
# Fields whose text is checked beyond its length: what stands there is no free text.
SHAPED = {"time_zone": "Europe/Berlin", "aware_time": "09:00", "authority_told_time": "09:00"}
LEFT_OUT = ("file_name", "file_hash", "file_size", "origins")


def content(kind: str, text: str, contact: str, links: Mapping[str, str], **given: Any) -> dict[str, Any]:
    """Return content of ``kind``: ``text`` in every text, ``contact`` in every contact detail, links by kind.

    A field whose kinds ``links`` does not know stays empty; what is ``given`` goes before.
    """
    filled = {
        each.name: value
        for each in KINDS[kind].fields
        if each.name not in LEFT_OUT and (value := _value(each, text, contact, links)) is not None
    }
    return filled | given


def _value(field: Declared, text: str, contact: str, links: Mapping[str, str]) -> Any:
    if field.name in SHAPED:
        return SHAPED[field.name]
    if field.shape == "rows":
        row = {
            each.name: value
            for each in field.children
            if (value := _value(each, text, contact, links)) is not None
        }
        return [{**row, "key": "k1"}]
    if field.name == "key" or (field.spec.machine and field.shape != "long"):
        return None
    return _single(field, text, contact, links)


def _single(field: Declared, text: str, contact: str, links: Mapping[str, str]) -> Any:
    if field.shape in ("short", "long"):
        words = contact if field.spec.personal else text
        return words[: field.max_length] if field.max_length else words
    if field.shape == "date":
        return LATER if field.name in ENDS else DAY
    if field.shape == "whole":
        return field.low or 1
    if field.shape in ("code", "codes"):
        code = _code(field, links)
        return [code] if code and field.shape == "codes" else code
    return None


def _code(field: Declared, links: Mapping[str, str]) -> str | None:
    if field.spec.link_kinds:
        return next((links[kind] for kind in field.spec.link_kinds if kind in links), None)
    if field.spec.vocabulary:
        return next(iter(vocabulary.terms(field.spec.vocabulary))).code
    return None
