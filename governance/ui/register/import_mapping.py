"""The mapping of an import: which tables are records, which column fills which field; all of it can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import streamlit as st

from governance import vocabulary
from governance.exchange.importing import targets
from governance.model.fields import by_name
from governance.model.kinds import KINDS, kind_of
from governance.ui.register.import_values import value_tables
from governance.ui.state import language
from governance.ui.words import has, number, plain, t, term

if TYPE_CHECKING:
    from governance.exchange.importing import ColumnMapping, TableMapping
    from governance.ui.register.import_session import ImportSession

Creatable = Literal["department", "party", "system"]
KEEP, LEAVE = "keep", "leave"
SEPARATORS = ("", ";", "|", "/", "\n", ",", "、", "；")
_IMPORTABLE = ("activity", "system", "party", "policy", "person", "department", "post", "risk", "evidence")
_MOST_TABLES = 30


def mapping_step(held: ImportSession) -> None:
    """Draw every table that was found and what becomes of it."""
    mapping = held.mapping
    if mapping is None or held.reading is None:
        return
    used = [each for each in mapping.tables if each.use]
    aside = [each for each in mapping.tables if not each.use]
    for place, table in enumerate(mapping.tables):
        if table.use and place < _MOST_TABLES:
            _table(held, table, place)
    if len(used) > _MOST_TABLES:
        st.caption(t("register.import.more_tables", count=len(used) - _MOST_TABLES))
    if aside:
        with st.expander(t("register.import.aside", count=len(aside)), icon=":material/do_not_disturb_on:"):
            for place, table in enumerate(mapping.tables):
                if not table.use:
                    _aside(held, table, place)
    _creating(held)


def _aside(held: ImportSession, table: TableMapping, place: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        reason = f"reading.reason.{table.reason}"
        told = t(reason) if table.reason and has(reason) else ""
        st.caption(f"{plain(_title(table))} {told}", width="stretch")
        st.button(
            t("register.import.use"),
            key=f"import.use.{place}.{held.revision}",
            type="tertiary",
            on_click=_use,
            args=(held, table, True),
        )


def _use(held: ImportSession, table: TableMapping, wanted: bool) -> None:
    table.use = wanted
    held.changed()


def _title(table: TableMapping) -> str:
    return f"{table.file} · {table.sheet}" if table.sheet else table.file


def _table(held: ImportSession, table: TableMapping, place: int) -> None:
    first = next(each for each in held.mapping.tables if each.use) if held.mapping else None
    rows = _rows(held, table)
    label = f"**{plain(_title(table))}** · {t('register.import.rows', count=number(rows))}"
    fold = st.expander(label, key=f"import.table.{place}", expanded=table is first, on_change="rerun")
    if not fold.open:
        return
    with fold:
        _header(held, table)
        _table_choices(held, table, place)
        _columns(held, table, place)
        value_tables(held, table, place)


def _rows(held: ImportSession, table: TableMapping) -> int:
    tables = held.reading.tables if held.reading else ()
    return sum(len(each.rows) for each in tables if (each.file, each.sheet) == (table.file, table.sheet))


def _header(held: ImportSession, table: TableMapping) -> None:
    """Say where the header was found and how the text was decoded."""
    tables = held.reading.tables if held.reading else ()
    for each in tables:
        if (each.file, each.sheet) == (table.file, table.sheet):
            facts = [t("register.import.header", row=each.header_row)] if each.header_row else []
            facts += [each.encoding] if each.encoding else []
            if facts:
                st.caption(" · ".join(facts))
            return


def _table_choices(held: ImportSession, table: TableMapping, place: int) -> None:
    names = [each.column for each in table.columns]
    left, middle, right = st.columns(3)
    slot = f"import.{place}.{held.revision}"
    with left:
        kind = st.selectbox(
            t("register.import.kind"),
            _IMPORTABLE,
            index=_IMPORTABLE.index(table.kind) if table.kind in _IMPORTABLE else 0,
            key=f"{slot}.kind",
            format_func=lambda code: KINDS[code].label(language(), many=True),
        )
        _role(held, table, slot)
    with middle:
        keys = st.multiselect(
            t("register.import.keys"),
            names,
            table.keys,
            key=f"{slot}.keys",
            placeholder=t("register.import.nothing_chosen"),
            help=t("register.import.keys.help"),
        )
    with right:
        fold = st.multiselect(
            t("register.import.fold"),
            names,
            table.fold,
            key=f"{slot}.fold",
            placeholder=t("register.import.nothing_chosen"),
            help=t("register.import.fold.help"),
        )
        if table.suggested_fold and not table.fold:
            st.caption(t("register.import.fold.offer", columns=plain(", ".join(table.suggested_fold))))
    if (kind, keys, fold) != (table.kind, table.keys, table.fold):
        table.kind, table.keys, table.fold = kind, keys, fold
        held.changed()


def _role(held: ImportSession, table: TableMapping, slot: str) -> None:
    if table.kind != "activity":
        return
    roles = [None, *(each.code for each in vocabulary.terms("activity_role"))]
    role = st.selectbox(
        t("register.import.role"),
        roles,
        index=roles.index(table.role) if table.role in roles else 0,
        key=f"{slot}.role",
        format_func=lambda code: term("activity_role", code),
    )
    if role != table.role:
        table.role = role
        held.changed()


def target_label(kind: str, path: str) -> str:
    """Return what the field at ``path`` (dots for nested rows) is called."""
    if path in (KEEP, LEAVE):
        return t(f"register.import.{path}")
    key = f"register.import.target.{path}"
    if has(key):
        return t(key)
    fields, told = by_name(kind_of(kind).model), list[str]()
    for part in path.split("."):
        field = fields.get(part)
        if field is None:
            return path
        told.append(field.spec.label(language()))
        fields = {each.name: each for each in field.children}
    return " › ".join(told)


def _columns(held: ImportSession, table: TableMapping, place: int) -> None:
    """Draw the columns as a table whose field and separator can be chosen."""
    labels = {target_label(table.kind, path): path for path in (KEEP, LEAVE, *targets(table.kind))}
    shown = {path: label for label, path in labels.items()}
    rows = [_row(each, shown) for each in table.columns]
    make = st.column_config
    edited = st.data_editor(
        rows,
        key=f"import.columns.{place}.{held.revision}.{table.kind}.{language()}",
        hide_index=True,
        alt=t("drafts.import.columns.alt", table=_title(table)),
        placeholder="",
        disabled=["column", "example", "confidence", "found"],
        height="content" if len(rows) < 16 else 560,
        column_config={
            "column": make.TextColumn(t("register.import.column"), width="medium"),
            "example": make.TextColumn(t("register.import.example"), width="medium"),
            "field": make.SelectboxColumn(
                t("register.import.field"), options=list(labels), required=True, width="medium"
            ),
            "confidence": make.ProgressColumn(
                t("register.import.confidence"), min_value=0.0, max_value=1.0, format="percent", width="small"
            ),
            "found": make.TextColumn(t("register.import.found"), width="small"),
            "separator": make.SelectboxColumn(
                t("register.import.separator"),
                options=[_separator(each) for each in SEPARATORS],
                width="small",
            ),
        },
    )
    for column, before, after in zip(table.columns, rows, cast("list[dict[str, Any]]", edited), strict=True):
        if after != before:
            _apply(column, after, labels)
            held.changed()


def _row(column: ColumnMapping, shown: dict[str, str]) -> dict[str, Any]:
    path = LEAVE if column.drop else column.field if column.use and column.field else KEEP
    return {
        "column": column.column,
        "example": " · ".join(column.examples[:2]),
        "field": shown.get(path, shown[KEEP]),
        "confidence": column.confidence if column.field else None,
        "found": t(f"register.import.found.{column.found_by}"),
        "separator": _separator(column.separator or ""),
    }


def _separator(text: str) -> str:
    return t("register.import.line") if text == "\n" else text


def _apply(column: ColumnMapping, row: dict[str, Any], labels: dict[str, str]) -> None:
    path = labels[row["field"]]
    field = None if path in (KEEP, LEAVE) else path
    if field is not None and field != column.field:
        column.found_by, column.confidence, column.values = "chosen", 1.0, {}
    column.drop, column.use = path == LEAVE, field is not None
    column.field = field or column.field
    given = next((each for each in SEPARATORS if _separator(each) == row["separator"]), "")
    column.separator = given or None


def _creating(held: ImportSession) -> None:
    mapping = held.mapping
    if mapping is None:
        return
    kinds: tuple[Creatable, ...] = ("department", "party", "system")
    chosen = st.pills(
        t("register.import.create"),
        kinds,
        default=[each for each in kinds if each in mapping.create],
        selection_mode="multi",
        key=f"import.create.{held.revision}",
        format_func=lambda code: KINDS[code].label(language(), many=True),
        help=t("register.import.create.help"),
    )
    if list(chosen) != list(mapping.create):
        mapping.create = [each for each in kinds if each in chosen]
        held.changed()
