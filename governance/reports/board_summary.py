"""The first page: four headline figures, the weakest stage and who acts, and a sentence on each subject."""

from __future__ import annotations

from itertools import groupby

from governance.charts.palette import of_share
from governance.insight import accountability, dpo
from governance.insight.accountability import Sentence
from governance.insight.catalogue import STAGES
from governance.insight.weakest import weakest
from governance.reports.blocks import (
    Bar,
    Bars,
    Block,
    Contents,
    Heading,
    Panel,
    Panels,
    Paragraph,
    Sides,
    Tone,
)
from governance.reports.figure_blocks import cards, ratio, shown
from governance.reports.source import HEADLINES, Source
from governance.reports.words import Words, cut

WEAKEST, LABEL = 6, 30  # departments named, and columns their names may take


def build(source: Source) -> tuple[Block, ...]:
    """Return the summary; without any activity it says that there is no data."""
    words = source.words
    if source.is_empty:
        return (Paragraph(words.t("report.empty"), "call", "warn"), cards(source, HEADLINES))
    return (
        cards(source, HEADLINES),
        Paragraph(_weakest(source), "call", "plain"),
        Sides(
            (
                (words.t("report.summary.stages"), _stages(source)),
                (words.t("report.summary.departments"), _departments(source)),
            )
        ),
        Heading(words.t("report.summary.to_know")),
        _statements(source),
        Contents(words.t("report.contents")),
    )


def _weakest(source: Source) -> str:
    """Say which stage is weakest and who should act first."""
    words = source.words
    found = weakest(source.figures, source.cells)
    if found is None:
        return words.t("report.empty")
    if not found.missing:
        return words.t("report.summary.strong")
    names = {each["department"]: words.named(each) for each in source.cells}
    nobody = words.t("chart.no_department")
    who = [names[each] if each else nobody for each in found.departments]
    return words.t(
        "report.summary.weakest",
        stage=words.term("stage", found.stage),
        missing=words.number(found.missing),
        all=words.number(found.figure.denominator),
        who=words.t("dash.and").join(who),
    )


def _stages(source: Source) -> Bars:
    words = source.words
    figures = {stage: source.figures[f"coverage.{stage}"] for stage in STAGES}
    return Bars(
        tuple(
            _bar(words.term("stage", stage), figure.value, figure.numerator, figure.denominator, words)
            for stage, figure in figures.items()
        )
    )


def _departments(source: Source) -> Bars:
    """Return the weakest departments, one bar each."""
    words, bars = source.words, list[Bar]()
    for department, group in groupby(source.cells, key=lambda each: each["department"]):
        cells = list(group)
        covered, counted = (sum(each[name] for each in cells) for name in ("covered", "cells"))
        share = cells[0]["department_share"]
        if share is not None and len(bars) < WEAKEST:
            label = cut(words.named(cells[0]), LABEL) if department else words.t("chart.no_department")
            bars.append(_bar(label, float(share), covered, counted, words))
    return Bars(tuple(bars))


def _bar(label: str, share: float | None, covered: int, cells: int, words: Words) -> Bar:
    counted = "" if share is None else f" · {ratio(covered, cells, words)}"
    return Bar(label, share, words.percent(share) + counted, of_share(share, dark=False))


def _statements(source: Source) -> Panels:
    """Say what is wrong with accountability and officers, how risks stand, and what runs out."""
    words, language = source.words, source.words.language

    def value(figure_id: str) -> str:
        return shown(source.figures[figure_id], words)

    answers, officers = (
        accountability.verdict(source.reader, faults=source.faults),
        dpo.verdict(source.reader),
    )
    risks = words.t(
        "report.summary.risks",
        high=value("risk.high"),
        overdue=value("risk.overdue"),
        unscored=value("risk.unscored"),
    )
    ending = words.t(
        "report.summary.ending",
        expiring=value("evidence.expiring"),
        expired=value("evidence.expired_in_use"),
        reviews=value("policy.review_overdue"),
    )
    return Panels(
        (
            Panel(words.t("section.accountability"), answers.text(language), _tone(answers)),
            Panel(words.t("report.part.officers"), officers.text(language), _tone(officers)),
            Panel(words.t("report.part.risks"), risks, "plain"),
            Panel(words.t("report.part.dates"), ending, "plain"),
        )
    )


def _tone(verdict: Sentence) -> Tone:
    return "good" if verdict.key.endswith(".fine") else "bad"
