"""Figures as cards and lines: value, what it is counted from, and its change since the quarter before."""

from __future__ import annotations

from governance import formatting
from governance.insight.figure import Figure
from governance.reports.blocks import Card, Cards, Tone
from governance.reports.source import Source
from governance.reports.words import Words

_ARROWS = {True: "▲", False: "▼"}


def shown(figure: Figure, words: Words) -> str:
    """Return the value of ``figure`` as it stands on screen."""
    return formatting.shown(figure.value, figure.unit, words.language)


def counted(figure: Figure, words: Words) -> str:
    """Return «374 of 603»; empty when there is no data."""
    if figure.value is None:
        return ""
    return words.t(
        "report.of", numerator=words.number(figure.numerator), denominator=words.number(figure.denominator)
    )


def with_counts(figure: Figure, words: Words) -> str:
    """Return «62% (374 of 603)», or the words for no data alone."""
    value, counts = shown(figure, words), counted(figure, words)
    return words.t("exchange.answer.bracketed", name=value, detail=counts) if counts else value


def ratio(covered: int, cells: int, words: Words) -> str:
    """Return «374/603», for places too narrow for words."""
    return f"{words.number(covered)}/{words.number(cells)}"


def excluded(figure: Figure, words: Words) -> str:
    """Return what was left out and why; empty for nothing."""
    return words.joined(
        words.t(
            "report.left_out",
            count=words.number(each.count),
            reason=words.t(f"figure.excluded.{each.reason}"),
        )
        for each in figure.exclusions
    )


def cards(source: Source, ids: tuple[str, ...]) -> Cards:
    """Return the figures ``ids`` as cards."""
    return Cards(tuple(_card(source, each) for each in ids))


def _card(source: Source, figure_id: str) -> Card:
    figure, words = source.figures[figure_id], source.words
    told, since, tone = changed(source, figure)
    return Card(words.t(figure.title_key), shown(figure, words), counted(figure, words), told, since, tone)


def changed(source: Source, figure: Figure) -> tuple[str, str, Tone]:
    """Return the change since the quarter before, since when it is, and whether it is good or bad news.

    Empty texts for a figure that is not compared, or has no data.
    """
    words = source.words
    since = words.t("report.since", day=words.day(source.before_on))
    if figure.value is None or figure.id not in source.before:
        return "", "", "muted"
    earlier = source.before[figure.id].value
    told = formatting.change((earlier, figure.value), figure.unit, words.language)
    if told is None:
        return words.t("report.change.no_earlier"), since, "muted"
    if told == 0:
        return words.t("report.change.none"), since, "muted"
    rose = figure.value > (earlier or 0)
    return f"{_ARROWS[rose]} {told}", since, "bad" if rose == figure.up_is_bad else "good"
