"""What the values of a table suggest: separators, codes, date order, keys, folding, the role of the organisation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from rapidfuzz import fuzz, process

from governance import vocabulary
from governance.errors import GovernanceError
from governance.exchange import values as single
from governance.exchange.importing.citations import cited
from governance.exchange.importing.leaves import Sheet, folded
from governance.exchange.importing.mapping import ColumnMapping, Order, Suggestion
from governance.exchange.importing.meaning import shown
from governance.exchange.importing.targets import SIBLINGS, Target, targets
from governance.exchange.importing.words import on_behalf, pattern, words
from governance.exchange.reading import Reading
from governance.register.reader import Reader
from governance.vocabulary import spelling

SAMPLED = 2_000
LONGEST_EXAMPLE = 160
LONGEST_TERM = 120
SIMILAR = 85
MOST_SUGGESTED = 200
ENOUGH_VALUES = 0.6
CONTROLLER_SIGNS = frozenset(
    (
        "data.category",
        "data.name",
        "data.subjects",
        "data.retention",
        "purposes.name",
        "purposes.bases_gdpr",
        "purposes.bases_pipl",
    )
)
ACTIVITY_SIGNS = frozenset(
    (
        "data.name",
        "data.category",
        "data.subjects",
        "data.retention",
        "measures",
        "method",
        "automated_decisions",
    )
)
BY_VALUES = (
    "purposes.bases_gdpr",
    "transfers.country",
    "data.subjects",
    "data.category",
    "recipients.category",
    "transfers.mechanism",
)


class ImportRefused(GovernanceError):
    """An import was asked for that cannot be made as it was asked."""

    code = "import_refused"


def examples(values: Sequence[object], most: int) -> list[str]:
    """Return the first distinct values as short texts."""
    found = dict.fromkeys(" ".join(shown(value).split())[:LONGEST_EXAMPLE] for value in values[:SAMPLED])
    return [text for text in found if text][:most]


def separator(values: Sequence[object]) -> tuple[str | None, list[str]]:
    """Return the separator to use, if one may be used without asking, and the others found."""
    offered = single.separators(value for value in values[:SAMPLED] if isinstance(value, str))
    used = next((offer.separator for offer in offered if offer.suggested), None)
    return used, [offer.separator for offer in offered if offer.separator != used]


def value_table(
    aim: Target, cut_at: str | None, values: Sequence[object]
) -> tuple[dict[str, list[str]], dict[str, Suggestion]]:
    """Return codes of the texts a listed spelling matches, and offers for the others."""
    texts = [value for value in values if isinstance(value, str)][:SAMPLED]
    known: dict[str, list[str]] = {}
    offered: dict[str, Suggestion] = {}
    for text in dict.fromkeys(part for cell in texts for part in _parts(aim, cut_at, cell)):
        if len(text) > LONGEST_TERM or single.none_state(text) is not None:
            continue
        term = vocabulary.recognise(aim.vocabulary or "", text)
        if term:
            known[text] = [term.code]
        elif aim.path in SIBLINGS and (others := _of_siblings(aim, text)):
            known[text] = others
        elif len(offered) < MOST_SUGGESTED:
            best = similar_term(aim.vocabulary or "", text)
            if best:
                offered[text] = best
    return known, offered


def _parts(aim: Target, cut_at: str | None, text: str) -> tuple[str, ...]:
    if not cut_at or not aim.many or vocabulary.recognise(aim.vocabulary or "", text):
        return (text,)
    return single.split(text, cut_at)


def _of_siblings(aim: Target, text: str) -> list[str]:
    """Return the codes of other laws' bases a text names, each with its vocabulary."""
    for path in SIBLINGS[aim.path]:
        name = targets("activity")[path].vocabulary or ""
        term = vocabulary.recognise(name, text)
        if term:
            return [f"{name}:{term.code}"]
    return [code if name == aim.vocabulary else f"{name}:{code}" for name, code in cited(text)]


def similar_term(name: str, text: str) -> Suggestion | None:
    """Offer the term spelled most alike, when it is alike enough."""
    listed = _spellings(name)
    best = process.extractOne(
        spelling(text), listed.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR
    )
    return Suggestion(codes=[listed[best[0]]], confidence=round(best[1] / 100 * 0.9, 2)) if best else None


@cache
def _spellings(name: str) -> dict[str, str]:
    return {
        spelling(text): term.code
        for term in vocabulary.terms(name)
        for text in (term.en, term.zh, *term.match)
        if len(spelling(text)) > 2
    }


def by_values(column: ColumnMapping, values: Sequence[object], kind: str, parts: tuple[str, ...]) -> None:
    """Offer a field for a column whose values are mostly terms of its vocabulary."""
    texts = list(
        dict.fromkeys(
            value for value in values[:SAMPLED] if isinstance(value, str) and len(value) <= LONGEST_TERM
        )
    )
    if kind != "activity" or len(texts) < 2 or len(parts) > 1:
        return
    for path in BY_VALUES:
        name = targets(kind)[path].vocabulary or ""
        share = sum(1 for text in texts if vocabulary.recognise(name, text)) / len(texts)
        if share >= ENOUGH_VALUES and share > column.confidence:
            column.field, column.found_by, column.confidence = path, "values", round(share * 0.8, 2)


def date_order(values: Sequence[object]) -> Order | None:
    """Return the order of day and month when the values of the column prove it: one way reads all, the other fails."""
    texts = [value for value in values[:SAMPLED] if isinstance(value, str)]
    doubtful = [text for text in texts if single.day(text).code == "ambiguous"]
    if not doubtful:
        return None
    orders: tuple[Order, Order] = ("dmy", "mdy")
    proofs = {order: sum(1 for text in texts if _only(text, order)) for order in orders}
    possible = [order for order in orders if proofs[order] and not proofs[orders[1 - orders.index(order)]]]
    return possible[0] if len(possible) == 1 else None


_NUMERIC_DAY = re.compile(r"\s*(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?\d{2,4}\b")


def _only(text: str, order: Order) -> bool:
    """Say whether a numeric date can be read in one order only: one of its numbers is no month."""
    found = _NUMERIC_DAY.match(text)
    if not found:
        return False
    first, second = int(found[1]), int(found[3])
    return 12 < first <= 31 and second <= 12 if order == "dmy" else 12 < second <= 31 and first <= 12


def key_columns(sheet: Sheet, columns: Sequence[ColumnMapping]) -> list[str]:
    """Return the column of reference numbers when every row has one of its own."""
    for column in columns:
        if column.target != "reference":
            continue
        cells = [leaf.value for row in sheet.rows for leaf in row.leaves if leaf.path == column.column]
        if len(cells) == len(sheet.rows) > 1 and len({folded(cell) for cell in cells}) == len(cells):
            return [column.column]
    return []


def fold_columns(sheet: Sheet, columns: Sequence[ColumnMapping]) -> list[str]:
    """Offer columns to fold on: several lines share them, and whatever describes the record as such is the same there."""
    by_field = {column.target: column.column for column in columns if column.target}
    for fields in (("department", "name"), ("department", "reference"), ("reference",), ("name",)):
        named = [by_field[each] for each in fields if each in by_field]
        if len(named) == len(fields) and _lines_agree(sheet, columns, named):
            return named
    return []


def _lines_agree(sheet: Sheet, columns: Sequence[ColumnMapping], named: list[str]) -> bool:
    own = {column.column for column in columns if column.target and "." not in column.target}
    facts: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in sheet.rows:
        cells = {leaf.path: folded(leaf.value) for leaf in row.leaves}
        key = tuple(cells.get(name, "") for name in named)
        if all(key):
            facts.setdefault(key, []).append({path: cells.get(path, "") for path in own})
    several = [lines for lines in facts.values() if len(lines) > 1]
    return bool(several) and all(line == lines[0] for lines in several for line in lines)


def role(sheet: Sheet, columns: Sequence[ColumnMapping]) -> tuple[str | None, str]:
    """Return the role of the organisation and the sign for it: headings of GDPR 30(2) or 30(1), or name and text together."""
    fields = {column.target for column in columns if column.target}
    own = fields & {"controllers.name", "controllers.processing"}
    headers = {spelling(sheet.parts.get(column.column, (column.column,))[-1]) for column in columns}
    bare = "organisations" in fields and "processing" in headers and not fields & CONTROLLER_SIGNS
    if own or bare:
        return "processor", "headings_30_2"
    named = pattern("processor", "names").search(f"{sheet.table.file.rpartition('/')[2]} {sheet.table.sheet}")
    texts = (leaf.value for row in sheet.rows[:SAMPLED] for leaf in row.leaves if isinstance(leaf.value, str))
    if named and any(on_behalf().search(text) for text in texts):
        return "processor", "name_and_text"
    if "role" in fields:
        return None, "column"
    return ("controller", "headings_30_1") if len(fields & CONTROLLER_SIGNS) >= 2 else (None, "")


def speaks_of_activities(sheet: Sheet, columns: Sequence[ColumnMapping]) -> bool:
    """Say whether a table is about processing: a purpose, basis, data, people or recipients, or a name that says so."""
    for column in columns:
        header = sheet.parts.get(column.column, (column.column,))[-1]
        field = column.target or ""
        if field in ACTIVITY_SIGNS or field.startswith(("purposes.", "controllers.", "recipients.")):
            return True
        if field == "name" and spelling(header) not in words("generic"):
            return True
    return False


def as_processor(columns: Iterable[ColumnMapping]) -> None:
    """Read «controller» as the controller served and «processing» as what is done for it (GDPR 30(2))."""
    moved = {"organisations": "controllers.name", "name": "controllers.processing"}
    for column in columns:
        if column.field in moved and (
            column.field == "organisations" or spelling(column.column) == "processing"
        ):
            column.field = moved[column.field]


def constants(sheet: Sheet, columns: Sequence[ColumnMapping], departments: Sequence[str]) -> dict[str, str]:
    """Offer the department a file or sheet is named after, when no column names departments."""
    if any(column.target == "department" for column in columns):
        return {}
    title = f"{sheet.table.file.rpartition('/')[2].rpartition('.')[0]} {sheet.table.sheet}"
    known = [name for name in departments if len(name) > 1 and spelling(name) in spelling(title)]
    if known:
        return {"department": max(known, key=len)}
    named = re.search(
        r"(?:^|[\s_-])((?:[^\W\d_][\w&.-]*\s+){1,3}?)dep(?:art|t)\w*", f"{title} ", re.IGNORECASE
    )
    return {"department": named.group(1).strip()} if named else {}


def department_names(reader: Reader | None) -> list[str]:
    """Return the names of the departments of the register in both languages."""
    if reader is None:
        return []
    rows = reader.rows("SELECT name, name_zh FROM department WHERE status NOT IN ('void', 'retired')")
    return [name for row in rows for name in (row["name"], row["name_zh"]) if name]


def source_name(reading: Reading) -> str:
    """Return a name for the source: that of the file or folder most rows came from, without its ending."""
    files = Counter({table.file: len(table.rows) for table in reading.records}) or Counter(
        table.file for table in reading.tables
    )
    first = files.most_common(1)[0][0] if files else "import"
    bare = first.replace("*.json", "").strip("/").rpartition("/")[2]
    return re.sub(r"\.\w{2,5}$", "", bare) or "import"
