"""What an import would do: every row valid or with all its problems, and what is new, changed or in conflict."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.exchange.importing.findings import of_reading
from governance.model.kinds import KINDS, kind_of
from governance.ui.register.conflicts import field_at
from governance.ui.register.wording import is_empty, path_label, sentence
from governance.ui.state import language
from governance.ui.tables import Column, table
from governance.ui.words import MISSING, number, plain, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from governance.exchange.importing import Finding, Item, Preview
    from governance.exchange.workbook_read import Preview as OwnPreview
    from governance.ui.register.import_session import ImportSession

_STATES = ("new", "changed", "unchanged", "conflict", "invalid")
_MOST_CONFLICTS = 40


def preview_step(held: ImportSession) -> None:
    """Draw the outcome of the import before anything is written."""
    if held.own is not None:
        _own(held.own)
        return
    preview = held.preview
    if preview is None:
        return
    _numbers(
        {
            "new": preview.count("new"),
            "changed": preview.count("changed"),
            "unchanged": preview.count("unchanged"),
            "conflict": preview.count("conflict"),
            "invalid": preview.count("invalid", "ended", "outside"),
        }
    )
    _notes(preview)
    rows, findings = st.tabs([t("register.import.tab.records"), t("register.import.tab.problems")])
    with rows:
        _items(preview.items)
    with findings:
        problems([each.as_dict(language()) for each in preview.findings if each.level != "note"])
    _conflicts(held, preview)


def _numbers(counts: dict[str, int]) -> None:
    for column, state in zip(st.columns(len(counts)), counts, strict=True):
        column.metric(t(f"register.import.state.{state}"), number(counts[state]), border=True)


def _notes(preview: Preview) -> None:
    if preview.kept_texts:
        st.caption(":material/format_quote: " + t("register.import.kept", count=number(preview.kept_texts)))
    for kind, name, count in preview.missing[:8]:
        what = kind_of(kind).label(language())
        st.caption(
            ":material/link_off: "
            + t("register.import.missing", what=what, name=plain(name, 60), count=count)
        )
    if preview.creations:
        told = ", ".join(f"{each.name}" for each in preview.creations[:8])
        st.caption(
            ":material/add: " + t("register.import.creates", count=len(preview.creations), names=plain(told))
        )
    if preview.vanished:
        told = ", ".join(each.record_id for each in preview.vanished[:12])
        st.caption(
            ":material/visibility_off: "
            + t("register.import.vanished", count=len(preview.vanished), ids=told)
        )


def _items(items: Sequence[Item]) -> None:
    rows = [
        {
            "state": t(f"register.import.state.{item.state}"),
            "name": item.name or MISSING,
            "id": item.known.record_id if item.known else "",
            "sheet": item.rows[0].sheet or item.rows[0].file,
            "row": item.rows[0].number,
            "lines": len(item.rows),
            "problems": " ".join(_told(item.findings)),
        }
        for item in items
    ]
    columns = [
        Column("state", t("register.import.state"), width=120),
        Column("name", t("column.name"), width="large"),
        Column("id", t("column.id"), width=100),
        Column("sheet", t("register.import.sheet")),
        Column("row", t("register.import.row"), kind="number", width=70),
        Column("lines", t("register.import.lines"), kind="number", width=70),
        Column("problems", t("register.import.tab.problems"), width="large"),
    ]
    table(rows, columns, key="import.items", alt=t("register.import.tab.records"), export="import-preview")


def _told(findings: Iterable[Finding]) -> list[str]:
    return [each.message(language()) for each in findings if each.level != "note"]


def problems(rows: list[dict[str, Any]]) -> None:
    """Draw problems with file, sheet, row, column and the value met."""
    if not rows:
        st.success(t("register.import.no_problems"), icon=":material/check_circle:")
        return
    columns = [
        Column("message", t("register.import.problem"), width="large"),
        Column("file", t("register.import.file")),
        Column("sheet", t("register.import.sheet")),
        Column("row", t("register.import.row"), kind="number", width=70),
        Column("column", t("register.import.column")),
        Column("value", t("register.import.text")),
    ]
    table(
        rows, columns, key="import.problems", alt=t("register.import.tab.problems"), export="import-problems"
    )


def _conflicts(held: ImportSession, preview: Preview) -> None:
    """Draw the fields that were edited here and changed in the file; without an answer the value here stays."""
    open_ones = [item for item in preview.items if item.state == "conflict"]
    if not open_ones:
        return
    st.subheader(t("register.import.conflicts"), anchor=False)
    st.caption(t("register.import.conflicts.why"))
    st.segmented_control(
        t("register.import.conflicts.all"),
        ["here", "file"],
        key="import.all_conflicts",
        format_func=lambda side: t(f"register.import.side.{side}"),
    )
    for item in open_ones[:_MOST_CONFLICTS]:
        _item_conflicts(held, item)


def _item_conflicts(held: ImportSession, item: Item) -> None:
    for conflict in item.merged.conflicts if item.merged else ():
        here = _words(item, conflict.path, conflict.theirs)
        there = _words(item, conflict.path, conflict.mine)
        shown = {"here": here, "file": there}
        side = st.radio(
            f"{plain(item.name, 60)} · {plain(path_label(item.kind, conflict.path, item.content))}",
            ["here", "file"],
            index=None,
            key=f"import.conflict.{item.row_key}.{conflict.path}",
            format_func=partial(_side, shown),
        )
        if side:
            held.choices.setdefault(item.row_key, {})[conflict.path] = side


def _side(shown: dict[str, str], side: str) -> str:
    return f"{t(f'register.import.side.{side}')}: {shown[side]}"


def _words(item: Item, path: str, value: Any) -> str:
    field = field_at(KINDS[item.kind].fields, path)
    if is_empty(value):
        return MISSING
    return plain(
        sentence(field, value, item.content) if field and not isinstance(value, dict) else value, 160
    )


def _own(preview: OwnPreview) -> None:
    """Draw what Recital's own workbook would change."""
    st.caption(":material/verified: " + t("register.import.own"))
    _numbers(
        {
            "new": preview.records_new,
            "changed": preview.records_changed,
            "unchanged": preview.records_unchanged,
            "invalid": len(preview.errors),
        }
    )
    rows = [
        {
            "state": t(
                "register.import.state.new" if each.operation == "create" else "register.import.state.changed"
            ),
            "name": each.name,
            "id": each.record_id,
            "fields": [path_label(each.kind, path, each.content) for path in each.fields],
        }
        for each in preview.proposals
    ]
    columns = [
        Column("state", t("register.import.state"), width=120),
        Column("name", t("column.name"), width="large"),
        Column("id", t("column.id"), width=110),
        Column("fields", t("register.import.fields"), kind="list"),
    ]
    if rows:
        table(rows, columns, key="import.own", alt=t("register.import.tab.records"))
    if preview.problems:
        problems([_problem(each) for each in preview.problems])


def _problem(problem: Any) -> dict[str, Any]:
    return of_reading(problem).as_dict(language())
