"""Import a register somebody else made: read, propose a mapping, preview, then commit in one transaction."""

from __future__ import annotations

from governance.exchange.importing.commit import Choices, commit
from governance.exchange.importing.findings import Finding
from governance.exchange.importing.identity import Known
from governance.exchange.importing.linked import Creation
from governance.exchange.importing.mapping import (
    ColumnMapping,
    JoinMapping,
    Mapping,
    MappingUnreadable,
    Suggestion,
    TableMapping,
    dumps,
    load,
    save,
)
from governance.exchange.importing.merging import Merged
from governance.exchange.importing.offers import ImportRefused
from governance.exchange.importing.preview import Item, Preview, Vanished, preview
from governance.exchange.importing.propose import ProposeOptions, propose
from governance.exchange.importing.report import Report, report_json, report_of
from governance.exchange.importing.start import ImportOptions, read_and_propose
from governance.exchange.importing.targets import Target, targets

__all__ = [
    "Choices",
    "ColumnMapping",
    "Creation",
    "Finding",
    "ImportOptions",
    "ImportRefused",
    "Item",
    "JoinMapping",
    "Known",
    "Mapping",
    "MappingUnreadable",
    "Merged",
    "Preview",
    "ProposeOptions",
    "Report",
    "Suggestion",
    "TableMapping",
    "Target",
    "Vanished",
    "commit",
    "dumps",
    "load",
    "preview",
    "propose",
    "read_and_propose",
    "report_json",
    "report_of",
    "save",
    "targets",
]
