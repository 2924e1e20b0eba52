"""Rules, things and facts in the words of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance import vocabulary
from governance.law import findings
from governance.law.views import subjects
from governance.ui import words
from governance.ui.law import citing
from governance.ui.law.choices import law_labels
from governance.ui.state import language
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.law.findings import Fact
    from governance.law.rules import Rule, RuleText
    from governance.ui.law.data import Row

COLOURS = {"critical": "red", "high": "orange", "medium": "yellow", "low": "gray"}
# Codes of views that stand in no list of terms, with the prefix of their wording.
_CODED = {"state": "state", "a_state": "dash.a_state", "a_source": "dash.a_source"}


def text(rule: Rule) -> RuleText:
    """Return title, explanation and remedy in the language of the screen; not yet escaped."""
    return rule.text(language())


def law_name(rule: Rule) -> str:
    """Return the name of the law a rule belongs to."""
    return law_labels().get(rule.law, rule.law)


def cites(rule: Rule) -> str:
    """Return the articles of a rule on one line."""
    return citing.cites(rule.cites)


def joined(items: Any) -> str:
    """Return several words on one line in the manner of the language."""
    return ("、" if language() == "zh" else ", ").join(items)


def thing(row: Row) -> str:
    """Return what a thing is called: the record, and below it its row."""
    record, below = words.name_of(row), inner(row)
    return f"{record} › {below}" if below and below != record else record


def inner(row: Row) -> str:
    """Return what the row of a record is called; nothing for the record itself."""
    return findings.row_name(row, language()) or ""


def subject(name: str) -> str:
    """Return what one thing of a view is called: a purpose, a row of data."""
    return subjects()[name].label(language())


def standing(*, unknown: bool, waived: bool) -> str:
    """Return how a finding stands: a breach or not to be judged, and whether it is accepted for a time."""
    told = t("law.standing.unknown" if unknown else "law.standing.breach")
    return f"{told} · {t('law.standing.waived')}" if waived else told


def value(fact: Fact) -> str:
    """Return the value of a fact in words; «not known» where nobody knows. Codes of people are escaped."""
    given, column = fact.value, fact.column
    if given is None:
        return t("law.not_known")
    if column.type == "flag":
        return t("register.yes" if given else "register.no")
    if column.type == "number":
        return words.number(given)
    if column.type == "date":
        return words.day(given)
    if column.type == "codes":
        return joined(_code(column, each) for each in given) or t("law.none_given")
    return _code(column, given)


def _code(column: Any, code: str) -> str:
    if column.vocabulary or column.name == "status":
        return plain(vocabulary.label(column.vocabulary or "status", code, language()))
    key = f"{_CODED.get(column.name)}.{code}"
    return t(key) if words.has(key) else plain(code)
