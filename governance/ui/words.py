"""Words, names, dates and numbers in the language of the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from governance import formatting, vocabulary
from governance.language import catalog, text
from governance.ui.state import language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

MISSING = formatting.MISSING
_ADDRESS = re.compile(r"(https?|ftp|www|[\w.+-]+(?=@))([:.@])", re.IGNORECASE)
# Read even where they are escaped: names of pictures and icons between colons, arrows made of signs.
_PICTURE = re.compile(r":(?=[\w+\-])")
_ARROW = re.compile(r"<->|->|<-|--|>=|<=|~=")
_JOINER = "\u2060"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&@^=\"'])")
_SPACES = re.compile(r"\s+")


def t(key: str, **values: Any) -> str:
    """Return the wording ``key`` in the current language; escape user text with :func:`plain` first."""
    return text(key, language(), **values)


def has(key: str) -> bool:
    """Tell whether the catalog has the wording ``key``."""
    return key in catalog(language())


def term(name: str, code: str | None) -> str:
    """Return the label of ``code`` in the vocabulary ``name``; a dash when there is no code."""
    return vocabulary.label(name, code, language()) if code else MISSING


def namer(labels: Mapping[str, str]) -> Callable[[Any], str]:
    """Return a ``format_func`` for a choice: the label of a code, fixed now.

    A function that looks the language up when called gets the wrong one outside a run.
    """
    fixed = dict(labels)
    return lambda code: fixed.get(code, str(code))


def terms(name: str) -> dict[str, str]:
    """Return code and label of every current term of the vocabulary ``name``, for choices."""
    chosen = language()
    return {each.code: vocabulary.label(name, each.code, chosen) for each in vocabulary.terms(name)}


def plain(words: object, limit: int = 160) -> str:
    """Return ``words`` as one line of at most ``limit`` characters which Markdown leaves as typed.

    Addresses are kept from becoming links, and names between colons from becoming pictures, by a joiner without width.
    Signs that have no shape and turn the text around are left out.
    """
    line = _SPACES.sub(" ", formatting.visible(str(words or ""))).strip()
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    apart = _ADDRESS.sub(lambda found: found[1] + _JOINER + found[2], line)
    apart = _ARROW.sub(lambda found: _JOINER.join(found[0]), _PICTURE.sub(f":{_JOINER}", apart))
    return _MARKDOWN.sub(r"\\\1", apart)


def name_of(row: Mapping[str, Any] | None) -> str:
    """Return the name of a record in the current language, falling back to the other, then its id."""
    return formatting.name_of(row, language())


def day(value: date | None) -> str:
    """Return a date as people write it here: 23 Nov 2026 or 2026年11月23日."""
    return formatting.day(value, language())


def month(value: date) -> str:
    """Return a month as people write it here: Nov 2026 or 2026年11月."""
    return formatting.month(value, language())


def moment(value: datetime | None) -> str:
    """Return a point in time."""
    return formatting.moment(value, language())


def number(value: float | None) -> str:
    """Return a number with the grouping of the language; a dash when there is none."""
    return formatting.number(value, language())


def percent(value: float | None) -> str:
    """Return the share ``value`` (0 to 1) as a percentage with at most one decimal; "no data" for none."""
    return formatting.percent(value, language())


def cell_percent(value: float | None) -> str:
    """Return the share of one cell of a heat map, to the whole percent; "no data" for none."""
    return formatting.cell_percent(value, language())


def shown(value: float | None, unit: str) -> str:
    """Return the value of a figure: a percentage for a share, else a number; "no data" for none."""
    return formatting.shown(value, unit, language())
