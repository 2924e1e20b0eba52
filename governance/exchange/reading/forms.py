"""Read form sheets: labels in one column, values beside them, one sheet per record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from governance.exchange.placeholders import is_placeholder
from governance.exchange.reading import words
from governance.exchange.reading.cells import letter, shown
from governance.exchange.reading.grid import Grid
from governance.exchange.reading.headers import headerish
from governance.exchange.reading.model import Cell, Column, Row, SkippedRow, Table

FEWEST_LABELS, MOST_LABELS = 5, 400
ALIKE = 0.6
LONGEST_LABEL = 160
BETWEEN = " – "
LABEL_WORD = words.any_of(
    "names?", "title", "purposes?", "date", "controller", "processor", "dpo", "contacts?", "address", "department", "categor\\w+",
    "recipients?", "retention", "measures?", "legal basis", "description", "references?", "zwecke?", "verantwortlicher?",
    "rechtsgrundlage", "empf[aä]nger", "l[oö]schfrist\\w*", "abteilung", "bezeichnung", "responsable", "finalit[eé]s?",
    "destinataires?", "dur[eé]e.*", "nom", "mesures?", "base l[eé]gale", "r[eé]f", "finalidad", "名称", "目的", "部门", "负责人", "日期",
    "法律依据", "接收方", "保存期限", "类型", "措施", "联系",
)  # fmt: skip


@dataclass(slots=True)
class Form:
    """Hold what one form sheet says: labels in order, each with its values."""

    grid: Grid
    answers: dict[str, list[Cell]] = field(default_factory=dict)

    def put(self, label: str, cell: Cell) -> None:
        """Add a value under a label; a label without value is known but empty."""
        values = self.answers.setdefault(label, [])
        if cell is not None and not (isinstance(cell, str) and is_placeholder(cell)):
            values.append(cell)

    @property
    def filled(self) -> int:
        """Count the labels that have a value."""
        return sum(1 for values in self.answers.values() if values)


def read_forms(grids: list[Grid]) -> tuple[list[Table], list[Grid]]:
    """Turn families of form sheets into one table each, one row a sheet; return the other sheets untouched."""
    candidates = [grid for grid in grids if _could_be_form(grid)]
    families: list[list[Grid]] = []
    for grid in candidates:
        family = next((f for f in families if _alike(f[0], grid)), None)
        if family is None:
            families.append([grid])
        else:
            family.append(grid)
    chosen = [family for family in families if len(family) > 1 or _is_single_form(family[0])]
    taken = [grid for family in chosen for grid in family]
    tables = [table for family in chosen for table in _tables(family)]
    return tables, [grid for grid in grids if grid not in taken]


def _could_be_form(grid: Grid) -> bool:
    if not FEWEST_LABELS <= len(grid.rows) <= MOST_LABELS or grid.delimiter or grid.width < 2:
        return False
    labels = _labels(grid)
    if len(labels) < FEWEST_LABELS or len(set(labels)) < ALIKE * len(labels):
        return False
    wordy = sum(1 for label in labels if not re.fullmatch(r"\D{0,8}\d+\S*", label))
    fill = sum(len(row) - row.count(None) for row in grid.rows) / (len(grid.rows) * grid.width)
    return wordy >= 0.9 * len(labels) and (fill < 0.55 or grid.width <= 3)


def _label_column(grid: Grid) -> int:
    counts = Counter(c for row in grid.rows for c, cell in enumerate(row) if headerish(cell))
    most = max(counts.values(), default=0)
    return min((c for c, count in counts.items() if count >= 0.5 * most), default=0)


def _labels(grid: Grid) -> list[str]:
    column = _label_column(grid)
    cells = [row[column] for row in grid.rows]
    return [_label(cell) for cell in cells if isinstance(cell, str) and len(cell) <= LONGEST_LABEL]


def _label(cell: Cell) -> str:
    return " ".join(shown(cell).split()).rstrip(" :：*")


def _alike(one: Grid, other: Grid) -> bool:
    left, right = set(_labels(one)), set(_labels(other))
    shared = len(left & right)
    return shared >= FEWEST_LABELS and shared >= ALIKE * min(len(left), len(right)) and one.rows[1:] != []


def _is_single_form(grid: Grid) -> bool:
    """Say whether one sheet alone is a form: narrow, with labels that end like labels or are known words."""
    column = _label_column(grid)
    labels = [row[column] for row in grid.rows if isinstance(row[column], str)]
    marked = sum(1 for label in labels if str(label).rstrip(" *").endswith((":", "：", "?", "？")))
    known = sum(1 for label in labels if len(str(label)) <= LONGEST_LABEL and LABEL_WORD.search(str(label)))
    values = [sum(1 for c, cell in enumerate(row) if c > column and cell is not None) for row in grid.rows]
    single = sum(1 for count in values if count <= 1)
    return grid.width <= 4 and single >= 0.8 * len(values) and max(marked, known) >= 0.4 * len(labels)


def _tables(family: list[Grid]) -> list[Table]:
    common = _common_texts(family)
    forms = [_read(grid, common) for grid in family]
    blank = [form for form in forms if _is_blank(form, forms)]
    example = [form for form in forms if form not in blank and _named(form, words.SHEET_EXAMPLE)]
    filled = [form for form in forms if form not in blank and form not in example]
    tables = [_table([form], "blank_model", "blank_form") for form in blank]
    tables += [_table([form], "example", "example_sheet") for form in example]
    return [*tables, _table(filled, "form", "form_sheets")] if filled else tables


def _is_blank(form: Form, family: list[Form]) -> bool:
    """Say whether a form says nothing of its own: no answers, or only those every other sheet has too."""
    given = {label: values for label, values in form.answers.items() if values}
    if not given:
        return True
    others = [other for other in family if other is not form]
    shared = all(other.answers.get(label) == values for label, values in given.items() for other in others)
    return bool(others) and shared and all(other.filled > len(given) for other in others)


def _named(form: Form, pattern: re.Pattern[str]) -> bool:
    return pattern.search(form.grid.sheet) is not None


def _common_texts(family: list[Grid]) -> set[str]:
    """Collect texts that stand on nearly every sheet of the family: they belong to the form, not to its answers."""
    if len(family) < 2:
        return set()
    counts: Counter[str] = Counter()
    for grid in family:
        counts.update({_label(cell) for row in grid.rows for cell in row if isinstance(cell, str)})
    return {text for text, count in counts.items() if count == len(family)}


def _read(grid: Grid, common: set[str]) -> Form:
    """Go down the sheet: a row of titles opens a block, a label row gives its values, a gap closes the block."""
    form, column = Form(grid), _label_column(grid)
    titles: dict[int, str] = {}
    previous = grid.numbers[0] - 1
    for position, row in enumerate(grid.rows):
        if grid.numbers[position] > previous + 1:
            titles = {}
        previous = grid.numbers[position]
        cells = {c: cell for c, cell in enumerate(row) if c > column and cell is not None}
        opened = {} if titles else _block_titles(grid, position, cells, common)
        if opened:
            titles = opened
            continue
        _answer(form, row[column], cells, titles, common)
    return form


def _block_titles(grid: Grid, position: int, cells: Mapping[int, Cell], common: set[str]) -> dict[int, str]:
    if len(cells) < 2 or not all(headerish(cell) for cell in cells.values()):
        return {}
    if common:
        return (
            {c: _label(cell) for c, cell in cells.items()}
            if all(_label(x) in common for x in cells.values())
            else {}
        )
    gap = position == 0 or grid.numbers[position] > grid.numbers[position - 1] + 1
    return {c: _label(cell) for c, cell in cells.items()} if gap and len(cells) >= 3 else {}


def _answer(
    form: Form, label: Cell, cells: Mapping[int, Cell], titles: dict[int, str], common: set[str]
) -> None:
    name = _label(label)
    if not name and not titles:
        return
    if not cells and not titles:
        form.put(name, None)
        return
    if titles:
        for c, title in titles.items():
            form.put(f"{name}{BETWEEN}{title}" if name else title, cells.get(c))
        cells = {c: cell for c, cell in cells.items() if c not in titles}
    for cell in cells.values():
        inner = _label(cell) in common and len(cells) > 1
        form.put(name, None if inner else cell)


def _table(forms: list[Form], kind: str, reason: str) -> Table:
    labels = list(dict.fromkeys(label for form in forms for label in form.answers))
    if kind == "form":
        labels = [label for label in labels if any(form.answers.get(label) for form in forms)]
    rows = tuple(
        Row(number, tuple(_joined(form.answers.get(label, [])) for label in labels), form.grid.sheet)
        for number, form in enumerate(forms, start=1)
    )
    grid = forms[0].grid
    return Table(
        file=grid.file,
        sheet=grid.sheet,
        header_row=None,
        columns=tuple(Column(i, label, letter(i)) for i, label in enumerate(labels)),
        rows=rows,
        kind=kind,  # type: ignore[arg-type]  # one of the kinds
        reason=reason,
        confidence=0.8 if len(forms) > 1 else 0.6,
        skipped=tuple[SkippedRow, ...](),
        hidden=grid.hidden,
    )


def _joined(values: list[Cell]) -> Cell:
    if not values:
        return None
    return values[0] if len(values) == 1 else "\n".join(shown(value) for value in values)
