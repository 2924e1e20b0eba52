"""Export of a filtered list: CSV and XLSX of exactly the rows and columns on screen, all pages of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.exchange import lists
from governance.model.kinds import kind_of
from governance.ui import state, taking
from governance.ui.context import current
from governance.ui.register import names
from governance.ui.spreadsheets import CSV_TYPE, XLSX_TYPE
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from governance.register.reader import Reader


class _Made:
    """Remember how many rows the file held that was made last."""

    rows = 0

    def count(self) -> int:
        """Return how many rows it held."""
        return self.rows


def offer_list(
    kind: str, columns: Sequence[str], read: Callable[[Reader], pa.Table], *, filters: Sequence[str] = ()
) -> None:
    """Draw the export button; ``read`` gives the whole list when a file is fetched, through today's lens."""
    if not taking.may("list"):
        return
    menu = st.popover(
        t("table.export"),
        icon=":material/download:",
        key=f"{kind}.export",
        on_change="rerun",
        type="tertiary",
    )
    if not menu.open:
        return
    language, context = state.language(), current()
    titles = {each.id: each.shown() for one in _linked(kind, columns) for each in names.book(one).values()}
    wanted = lists.columns(kind, columns, titles)
    title = kind_of(kind).label(language, many=True)

    made = _Made()

    def table() -> pa.Table:
        with context.register.read(context.lens) as views:
            found = read(views)
        made.rows = found.num_rows
        return found

    def as_csv() -> Iterator[bytes]:
        return lists.csv(table(), wanted, language)

    def as_xlsx() -> bytes:
        return lists.xlsx(table(), wanted, language, title=title)

    with menu:
        for ending, media, produce in (("xlsx", XLSX_TYPE, as_xlsx), ("csv", CSV_TYPE, as_csv)):
            url = taking.offer(
                "list",
                f"{title}.{ending}",
                media,
                produce,
                slot=f"list.{kind}.{ending}",
                rows=made.count,
                filters=filters,
            )
            st.link_button(t(f"table.export.{ending}"), url, icon=":material/download:", width="stretch")


def _linked(kind: str, columns: Sequence[str]) -> set[str]:
    return {
        target for each in kind_of(kind).fields if each.name in columns for target in each.spec.link_kinds
    }
