"""From the cells of Recital's own workbook to whole contents of records, every bad cell reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from governance import vocabulary
from governance.exchange.reading.model import Level, Problem
from governance.exchange.references import SEPARATOR, Title, Titles, id_in, kind_by_id
from governance.exchange.workbook_cells import Sheets
from governance.exchange.workbook_pages import Page, Place, pages
from governance.exchange.workbook_rows import by_stage
from governance.exchange.workbook_values import MASK, CellFault, answer_in, decoded, plain_text
from governance.model.fields import Declared
from governance.model.kinds import KINDS

Allocate = Callable[[str], str]


@dataclass(slots=True)
class Draft:
    """Hold one record as the workbook gives it and where its rows stand; ``masked`` paths were hidden."""

    kind: str
    record_id: str
    sheet: str
    row: int
    status: str = "draft"
    content: dict[str, Any] = field(default_factory=dict)
    masked: set[str] = field(default_factory=set)
    faulty: bool = False
    places: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    by_path: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def stated(self) -> dict[str, str]:
        """Return the stated answers, to read and to add to."""
        found: dict[str, str] = self.content.setdefault("stated", {})
        return found


@dataclass(slots=True)
class Assembly:
    """Gather the records of one workbook.

    ``known`` holds the records of the register, for links by name; ``allocate`` gives the next free id of a kind.
    ``present`` lists the columns met: what has no column is left as it is.
    """

    file: str
    known: Titles
    allocate: Allocate
    drafts: dict[str, Draft] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    _here: Titles = field(default_factory=Titles)

    @property
    def present(self) -> set[str]:
        """Return the codes of the columns the workbook has."""
        return set(self.letters)

    def problem(self, code: str, page: Page, number: int, place: Place | None = None, **more: Any) -> None:
        """Report something wrong in a cell or row."""
        value, level = str(more.pop("value", ""))[:200], more.pop("level", "error")
        column = place.letter if place else ""
        self.problems.append(Problem(self.file, code, page.name, number, column, value, _level(level), more))

    # -- records

    def _records(self, page: Page) -> Iterator[tuple[int, list[Any], Draft]]:
        for number, row in page.rows:
            draft = self._record(page, number, row)
            if draft:
                yield number, row, draft

    def _record(self, page: Page, number: int, row: list[Any]) -> Draft | None:
        kind = page.sheet.code
        name = plain_text(_cell(page, f"recital:{kind}.name", row) or "").strip()
        record_id = self._record_id(page, number, row, name)
        if record_id is None:
            return None
        if record_id in self.drafts:
            self.problem("workbook_id_twice", page, number, page.part("id"), value=record_id)
            return None
        draft = Draft(kind, record_id, page.name, number, _status(page, row))
        draft.places[""] = (page.sheet.code, page.name, number)
        self.drafts[record_id] = draft
        chinese = plain_text(_cell(page, f"recital:{kind}.name_zh", row) or "")
        self._here.add(Title(record_id, kind, name, chinese, draft.status))
        return draft

    def _record_id(self, page: Page, number: int, row: list[Any], name: str) -> str | None:
        place, kind = page.part("id"), page.sheet.code
        written = plain_text((place.cell(row) if place else None) or "").strip()
        if not written:
            return self._by_name(page, number, kind, name)
        record_id = id_in(written)
        if record_id is None or kind_by_id(record_id) != kind:
            self.problem(
                "id_malformed",
                page,
                number,
                place,
                value=written,
                record_id=written,
                prefix=KINDS[kind].prefix,
            )
            return None
        return record_id

    def _by_name(self, page: Page, number: int, kind: str, name: str) -> str | None:
        same = self.known.named((kind,), name) if name else []
        if len(same) != 1:
            return self.allocate(kind)
        self.problem("workbook_matched_by_name", page, number, value=name, record_id=same[0], level="warning")
        return same[0]

    # -- fields

    def _resolve(self, each: Declared, written: str) -> str:
        kinds = each.spec.link_kinds
        found = {*self._here.named(kinds, written), *self.known.named(kinds, written)}
        if len(found) == 1:
            return found.pop()
        raise CellFault(
            "workbook_ambiguous_link" if found else "workbook_unknown_link", written, found=", ".join(found)
        )

    def _fields(self, page: Page, number: int, row: list[Any], draft: Draft, prefix: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for place in page.places.values():
            each = place.column.field
            cell = place.cell(row) if each else None
            if each is None or cell is None:
                continue
            answer = answer_in(cell)
            if answer:
                draft.stated[f"{prefix}{each.name}"] = answer
            elif cell == MASK and each.spec.personal:
                draft.masked.add(f"{prefix}{each.name}")
            else:
                self._value(page, number, place, each, cell, draft, values)
        return values

    def _value(
        self,
        page: Page,
        number: int,
        place: Place,
        each: Declared,
        cell: Any,
        draft: Draft,
        values: dict[str, Any],
    ) -> None:
        try:
            values[each.name] = decoded(each, cell, self._resolve)
        except CellFault as fault:
            draft.faulty = True
            self.problem(fault.code, page, number, place, value=fault.value, **fault.context)

    # -- rows of lists

    def _owner(self, page: Page, number: int, row: list[Any]) -> Draft | None:
        place = page.part("record")
        written = plain_text((place.cell(row) if place else None) or "").strip()
        record_id = id_in(written)
        if record_id is None and page.sheet.kind:
            same = self._here.named((page.sheet.kind,), written)
            record_id = same[0] if len(same) == 1 else None
        draft = self.drafts.get(record_id or "")
        if draft is None or (page.sheet.kind and draft.kind != page.sheet.kind):
            self.problem("workbook_no_record", page, number, place, value=written)
            return None
        return draft

    def _row(self, page: Page, number: int, row: list[Any]) -> None:
        draft = self._owner(page, number, row)
        if draft is None:
            return
        outer, prefix = draft.content, ""
        if len(page.sheet.path) > 1:
            place = page.part("parent")
            key = _outer_key(plain_text((place.cell(row) if place else None) or ""))
            prefix = f"{page.sheet.path[0].name}/{key}/"
            outer = draft.by_path.get(prefix, {})
            if not outer:
                draft.faulty = True
                self.problem("workbook_no_parent_row", page, number, place, value=key)
                return
        self._add(page, number, row, draft, outer, prefix)

    def _add(
        self, page: Page, number: int, row: list[Any], draft: Draft, outer: dict[str, Any], prefix: str
    ) -> None:
        each = page.sheet.path[-1]
        rows: list[dict[str, Any]] = outer.setdefault(each.name, [])
        key = self._key(page, row, each, rows)
        path = f"{prefix}{each.name}/{key}/"
        inner = {"key": key, **self._fields(page, number, row, draft, path)}
        rows.append(inner)
        draft.by_path[path] = inner
        draft.places[path] = (page.sheet.code, page.name, number)

    def _key(self, page: Page, row: list[Any], each: Declared, rows: list[dict[str, Any]]) -> str:
        place = page.part("key")
        written = plain_text((place.cell(row) if place else None) or "").strip()
        if written:
            return written
        if by_stage(each):
            stage = _cell(page, f"recital:{page.sheet.code}.stage", row)
            return _outer_key(plain_text(stage or ""))
        taken = {inner["key"] for inner in rows}
        return next(key for n in range(1, len(taken) + 2) if (key := f"{each.name[0]}{n}") not in taken)

    def _stated_row(self, page: Page, number: int, row: list[Any]) -> None:
        draft = self._owner(page, number, row)
        path, answer = (page.part(part) for part in ("path", "answer"))
        if draft is None or path is None or answer is None or path.cell(row) is None:
            return
        found = vocabulary.recognise("stated", plain_text(answer.cell(row) or "").partition(SEPARATOR)[0])
        if found is None:
            self.problem(
                "workbook_unknown_term", page, number, answer, value=answer.cell(row), vocabulary="stated"
            )
            return
        draft.stated[plain_text(path.cell(row)).strip()] = found.code

    def _keys_by_name(self, draft: Draft) -> None:
        """Where a row was named instead of given by its key, put the key in."""
        fields = [
            each for each in KINDS[draft.kind].fields if each.shape == "rows" and each.name in draft.content
        ]
        lists = {each.name: draft.content[each.name] for each in fields}
        for each in fields:
            for child in each.children:
                if child.spec.within:
                    _put_keys(lists[each.name], child, lists.get(child.spec.within, []))

    def gather(self, sheets: Sheets) -> None:
        """Take in the cells of the workbook; afterwards ``drafts`` and ``problems`` are complete."""
        found, self.problems = pages(self.file, sheets)
        for page in found:
            self.letters |= {code: place.letter for code, place in page.places.items()}
        main = [
            (page, list(self._records(page))) for page in found if page.sheet.kind and not page.sheet.path
        ]
        for page, records in main:
            for number, row, draft in records:
                draft.content |= self._fields(page, number, row, draft, "")
        for page in found:
            take = self._row if page.sheet.path else self._stated_row
            for number, row in page.rows if page.sheet.path or page.sheet.machine else ():
                take(page, number, row)
        for draft in self.drafts.values():
            self._keys_by_name(draft)


def _level(level: str) -> Level:
    return "warning" if level == "warning" else "error"


def _cell(page: Page, code: str, row: list[Any]) -> Any:
    place = page.places.get(code)
    return place.cell(row) if place else None


def _status(page: Page, row: list[Any]) -> str:
    place = page.part("status")
    written = plain_text((place.cell(row) if place else None) or "").partition(SEPARATOR)[0].strip()
    found = vocabulary.recognise("status", written) if written else None
    return found.code if found else "draft"


def _outer_key(written: str) -> str:
    first = written.partition(SEPARATOR)[0].strip()
    stage = (
        vocabulary.recognise("stage", written) if first and vocabulary.term("stage", first) is None else None
    )
    return stage.code if stage else first


def _put_keys(rows: list[dict[str, Any]], child: Declared, targets: list[dict[str, Any]]) -> None:
    keys = {target["key"] for target in targets}
    names: dict[str, str] = {}
    for target in targets:
        names.setdefault(str(target.get("name", "")).casefold(), target["key"])
    for row in rows:
        value = row.get(child.name)
        if isinstance(value, list):
            row[child.name] = [one if one in keys else names.get(one.casefold(), one) for one in value]
        elif value is not None and value not in keys:
            row[child.name] = names.get(value.casefold(), value)
