"""The table of pages: one line a page; titles come from the text catalog, addresses are the file names."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from governance.language import Language, text
from governance.ui import memo
from governance.ui.state import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.navigation.page import StreamlitPage

_MENU = "frame.menu"
PAGES_FOLDER = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """Describe one page: its section (folder), name (file and address), icon, and whether the menu lists it.

    A name is one word of letters and digits: an address with an underscore is not found when opened directly.
    """

    section: str
    name: str
    icon: str
    listed: bool = True

    @property
    def file(self) -> Path:
        """Return the script of the page."""
        return PAGES_FOLDER / self.section / f"{self.name}.py"

    @property
    def address(self) -> str:
        """Return the address of the page, below the root."""
        return self.name.replace("_", "-")


ENTRIES: tuple[Entry, ...] = (
    Entry("overview", "posture", ":material/monitoring:"),
    Entry("overview", "work", ":material/checklist:"),
    Entry("register", "activities", ":material/list_alt:"),
    Entry("register", "record", ":material/description:", listed=False),
    Entry("register", "organisations", ":material/corporate_fare:"),
    Entry("register", "records", ":material/inventory_2:"),
    Entry("register", "importing", ":material/upload_file:"),
    Entry("register", "template", ":material/table_view:"),
    Entry("register", "search", ":material/search:", listed=False),
    Entry("coverage", "heatmap", ":material/grid_on:"),
    Entry("accountability", "matrix", ":material/view_module:"),
    Entry("accountability", "health", ":material/health_and_safety:"),
    Entry("accountability", "cascade", ":material/account_tree:"),
    Entry("accountability", "dpo", ":material/badge:"),
    Entry("accountability", "attest", ":material/task_alt:"),
    Entry("accountability", "official", ":material/difference:"),
    Entry("accountability", "editions", ":material/inventory:"),
    Entry("accountability", "leaver", ":material/person_remove:"),
    Entry("risks", "risks", ":material/warning:"),
    Entry("law", "findings", ":material/rule:"),
    Entry("law", "twolaws", ":material/balance:"),
    Entry("law", "documents", ":material/folder_open:"),
    Entry("law", "clocks", ":material/timer:"),
    Entry("law", "article30", ":material/checklist:"),
    Entry("law", "principles", ":material/scoreboard:"),
    Entry("law", "thresholds", ":material/speed:"),
    Entry("law", "noticecheck", ":material/fact_check:"),
    Entry("insight", "since", ":material/difference:"),
    Entry("insight", "forecast", ":material/event_upcoming:"),
    Entry("insight", "trends", ":material/show_chart:"),
    Entry("insight", "exposure", ":material/target:"),
    Entry("insight", "deletions", ":material/auto_delete:"),
    Entry("insight", "flows", ":material/device_hub:"),
    Entry("insight", "crosswalk", ":material/compare_arrows:"),
    Entry("insight", "figures", ":material/functions:"),
    Entry("reports", "board", ":material/picture_as_pdf:"),
    Entry("history", "journal", ":material/history:"),
    Entry("history", "accesslog", ":material/gpp_maybe:"),
    Entry("settings", "settings", ":material/settings:"),
    Entry("settings", "access", ":material/key:"),
    Entry("settings", "backups", ":material/backup:"),
    Entry("settings", "start", ":material/rocket_launch:", listed=False),
    Entry("help", "glossary", ":material/menu_book:"),
)


def file_of(name: str) -> str:
    """Return the script of the page called ``name``, as Streamlit wants it."""
    return str(next(entry.file for entry in ENTRIES if entry.name == name))


def address_of(name: str) -> str:
    """Return the address of the page called ``name``."""
    return next((entry.address for entry in ENTRIES if entry.name == name), name)


def entry_of(page: StreamlitPage) -> Entry:
    """Return the entry of a page of the navigation; the first page has no address of its own."""
    return next((entry for entry in ENTRIES if entry.address == page.url_path), ENTRIES[0])


def pages(opens: Callable[[str], bool]) -> dict[str, list[StreamlitPage]]:
    """Return the pages by translated section title, in the order of the menu.

    A page that does not open for the person is not in the menu; opened by its address it says so.
    """
    listed = frozenset(entry.name for entry in ENTRIES if entry.listed and opens(entry.name))
    # The page a run is on is marked in its own object, so each run gets one.
    menu = {section: [copy(page) for page in found] for section, found in _menu(language(), listed).items()}
    memo.of_run()[_MENU] = {page.url_path: page for found in menu.values() for page in found}
    return menu


def drawn(name: str) -> StreamlitPage | None:
    """Return the page called ``name`` in the menu of this run, which a link finds without asking for files.

    None in a part of a page that is drawn again by itself.
    """
    pages_of_run: dict[str, StreamlitPage] = memo.of_run().get(_MENU, {})
    return pages_of_run.get("" if name == ENTRIES[0].name else address_of(name))


@lru_cache(maxsize=64)
def _menu(chosen: Language, listed: frozenset[str]) -> dict[str, list[StreamlitPage]]:
    sections: dict[str, list[StreamlitPage]] = {}
    for entry in ENTRIES:
        page = _made(entry, chosen, listed=entry.name in listed)
        sections.setdefault(text(f"section.{entry.section}", chosen), []).append(page)
    return sections


def _made(entry: Entry, chosen: Language, *, listed: bool) -> StreamlitPage:
    helped = text(f"page.{entry.name}.help", chosen) if listed else None
    return st.Page(
        entry.file,
        title=text(f"page.{entry.name}", chosen),
        icon=entry.icon,
        url_path=entry.address,
        default=entry is ENTRIES[0],
        visibility="visible" if listed else "hidden",
        help=helped,
    )
