"""Words, names, dates and numbers in the language of the screen."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from governance import vocabulary
from governance.language import catalog, text
from governance.ui.state import language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}
_ADDRESS = re.compile(r"(https?|ftp|www|[\w.+-]+(?=@))([:.@])", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&@^=\"'])")
_SPACES = re.compile(r"\s+")
MISSING = "—"


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

    Addresses are kept from becoming links by a joiner without width.
    """
    line = _SPACES.sub(" ", str(words or "")).strip()
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(lambda found: found[1] + "\u2060" + found[2], line))


def name_of(row: Mapping[str, Any] | None) -> str:
    """Return the name of a record in the current language, falling back to the other, then its id."""
    if not row:
        return MISSING
    first, second = ("name_zh", "name") if language() == "zh" else ("name", "name_zh")
    return str(row.get(first) or row.get(second) or row.get("id") or MISSING)


def day(value: date | None) -> str:
    """Return a date as people write it here: 23 Nov 2026 or 2026年11月23日."""
    return format_date(value, "medium", locale=_locale()) if value else MISSING


def month(value: date) -> str:
    """Return a month as people write it here: Nov 2026 or 2026年11月."""
    return format_date(value, "MMM y" if language() == "en" else "y年M月", locale=_locale())


def moment(value: datetime | None) -> str:
    """Return a point in time to the minute."""
    return format_datetime(value, "medium", locale=_locale()) if value else MISSING


def number(value: float | None) -> str:
    """Return a number with the grouping of the language; a dash when there is none."""
    return MISSING if value is None else format_decimal(value, locale=_locale())


def percent(value: float | None) -> str:
    """Return the share ``value`` (0 to 1) as a percentage with at most one decimal; "no data" for none."""
    if value is None:
        return t("figure.no_data")
    return format_percent(value, format="0.#%", locale=_locale())


def _locale() -> str:
    return _LOCALES[language()]
