"""What ``data/demo/links.toml`` adds to single activities: consents, notices, signs of a high risk."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
LISTS = ("purposes", "recipients", "transfers")


def linked(row: Row, link: Row) -> Row:
    """Return an activity's row with what ``link`` adds; rows of its lists are named by their number from 1."""
    merged = {**row, **{name: value for name, value in link.items() if name not in LISTS}}
    for name in LISTS:
        if name in link:
            numbered = enumerate(row[name], start=1)
            merged[name] = [{**each, **link[name].get(str(number), {})} for number, each in numbered]
    return merged
