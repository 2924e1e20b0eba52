"""The register of Article 30 GDPR by letter: what it says, how complete it is, as workbook and print view."""

from governance.exchange.article30.build import build
from governance.exchange.article30.completeness import (
    LETTERS,
    completeness,
    completeness_sql,
    parts_sql,
    state_rows,
    states_by_revision,
)
from governance.exchange.article30.model import Answer, Article30, Entry, Letter, OrganisationBlock, Which
from governance.exchange.article30.printed import html
from governance.exchange.article30.sheets import xlsx

__all__ = [
    "LETTERS",
    "Answer",
    "Article30",
    "Entry",
    "Letter",
    "OrganisationBlock",
    "Which",
    "build",
    "completeness",
    "completeness_sql",
    "html",
    "parts_sql",
    "state_rows",
    "states_by_revision",
    "xlsx",
]
