"""Findings as files: what the page chose, every one of it and not only the page on screen."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from governance import vocabulary
from governance.language import text
from governance.law import report
from governance.ui import state, taking, words
from governance.ui.context import current, reader
from governance.ui.law import choices, data
from governance.ui.register import names
from governance.ui.spreadsheets import CSV_TYPE, XLSX_TYPE, harmless, to_xlsx
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from governance.language import Language
    from governance.law.report import Line
    from governance.law.rules import Rule
    from governance.ui.law.choices import Choice

MOST_LINES = 100_000  # of a workbook; CSV takes any number
COLUMNS = {
    "severity": "law.filter.severity",
    "law": "law.filter.law",
    "rule": "law.column.rule_id",
    "title": "law.column.rule",
    "cites": "law.column.cites",
    "principle": "law.filter.principle",
    "name": "column.name",
    "row_name": "law.column.row",
    "record": "column.id",
    "department": "law.filter.department",
    "standing": "law.filter.standing",
    "remedy": "findings.rule.remedy",
}
CHUNK = 2_000


def offer_all(choice: Choice) -> None:
    """Offer every finding that was chosen, one line each."""
    _offer("findings", choice, sum(each.findings for each in data.by_rule(choice.which, choice.state)))


def offer_rule(rule: Rule, choice: Choice) -> None:
    """Offer every thing one rule was found in."""
    narrowed = replace(choice, which=replace(choice.which, rule=rule.id))
    _offer(f"findings-{rule.id}", narrowed, data.things(rule, choice.which, choice.state).num_rows)


def _offer(name: str, choice: Choice, count: int) -> None:
    if not taking.may("findings"):
        return
    menu = st.popover(
        t("findings.export"),
        icon=":material/download:",
        key=f"{name}.export",
        on_change="rerun",
        type="tertiary",
    )
    if not menu.open:
        return
    make = _Sheet(choice)
    with menu:
        st.caption(t("findings.export.about", count=words.number(count)))
        if count <= MOST_LINES:
            _link(name, "xlsx", XLSX_TYPE, make.as_xlsx, count)
        else:
            st.caption(t("findings.export.too_many", most=words.number(MOST_LINES)))
        _link(name, "csv", CSV_TYPE, make.as_csv, count)


def _link(name: str, ending: str, media: str, produce: Any, count: int) -> None:
    slot = f"{name}.{ending}"
    url = taking.offer("findings", slot, media, produce, slot=slot, rows=count)
    st.link_button(t(f"table.export.{ending}"), url, icon=":material/download:", width="stretch")


class _Sheet:
    """Hold all a file needs, so that it can be made after the page is drawn, for nobody but who asked."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.language: Language = state.language()
        self.register = current().register
        self.judged = data.judged()
        self.laws = choices.law_labels()
        self.departments = {each.id: each.shown() for each in names.book("department").values()}
        self.labels = {name: t(key) for name, key in COLUMNS.items()}
        with reader() as views:
            self.lens = views.lens

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give one line a finding in the words of the screen."""
        with self.register.read(self.lens) as views:
            for line in report.lines(
                views,
                self.judged.verdicts,
                self.judged.waived,
                self.language,
                which=self.choice.which,
                state=self.choice.state,
            ):
                yield _worded(line, self.language, self.laws, self.departments)

    def as_csv(self) -> Iterator[bytes]:
        """Give the file in pieces, with the mark spreadsheet programs need for Chinese."""
        yield b"\xef\xbb\xbf" + _csv([list(self.labels.values())])
        found = self.lines()
        while part := list(islice(found, CHUNK)):
            yield _csv([[line[name] for name in COLUMNS] for line in part])

    def as_xlsx(self) -> bytes:
        """Return the workbook."""
        columns = list(COLUMNS)
        found = [[line[name] for name in columns] for line in islice(self.lines(), MOST_LINES)]
        turned = list(zip(*found, strict=True)) if found else [()] * len(columns)
        table = pa.table(
            {name: pa.array(given, pa.string()) for name, given in zip(columns, turned, strict=True)}
        )
        return to_xlsx(table, list(self.labels.items()))


def _csv(rows: list[list[Any]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _worded(
    line: Line, language: Language, laws: Mapping[str, str], departments: Mapping[str, str]
) -> dict[str, Any]:
    standing = text("law.standing.unknown" if line["unknown"] else "law.standing.breach", language)
    if line["waived"]:
        standing += " · " + text("law.standing.waived", language)
    return line | {
        "severity": vocabulary.label("severity", line["severity"], language),
        "principle": vocabulary.label("principle", line["principle"], language),
        "law": laws.get(line["law"], line["law"]),
        "cites": "; ".join(line["cites"]),
        "department": departments.get(line["department"] or "", line["department"] or ""),
        "standing": standing,
    }
