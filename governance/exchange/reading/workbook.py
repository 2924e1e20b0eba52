"""Read workbooks (xlsx, xlsm, xlsb, xls, ods) sheet by sheet with calamine."""

from __future__ import annotations

import io
import re
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from governance.exchange.reading.faults import FileFault
from governance.exchange.reading.grid import Grid, build
from governance.exchange.reading.limits import MIB, Limits
from governance.exchange.reading.model import Problem
from governance.exchange.reading.sources import check_packed

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
NO_VALUE = re.compile(rb"</f>(<v\s*/>|<v></v>)?</c>|<f/></c>")
SCANNED = 4 * MIB


def read_workbook(name: str, content: bytes, limits: Limits) -> tuple[list[Grid], list[Problem]]:
    """Read every sheet of a workbook; raise ``FileFault`` when it is broken, protected or a bomb."""
    problems = _inspect(name, content, limits)
    workbook = _open(content)
    grids = []
    for index, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
            continue
        try:
            grids.append(_grid(name, workbook, index, hidden=sheet.visible != SheetVisibleEnum.Visible))
        except CalamineError as error:
            problems.append(Problem(name, "reading_broken_sheet", sheet.name, value=str(error)[:200]))
    if not grids:
        raise FileFault("reading_broken_workbook")
    return grids, problems


def _open(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise FileFault("reading_password") from error
    except CalamineError as error:
        raise FileFault("reading_broken_workbook") from error


def _grid(file: str, workbook: CalamineWorkbook, index: int, *, hidden: bool) -> Grid:
    sheet = workbook.get_sheet_by_index(index)
    grid = build(file, sheet.name, sheet.to_python(skip_empty_area=False))
    grid.hidden = hidden
    spans = sheet.merged_cell_ranges or []
    grid.merged = [((top + 1, left), (bottom + 1, right)) for (top, left), (bottom, right) in spans]
    return grid


def _inspect(name: str, content: bytes, limits: Limits) -> list[Problem]:
    if content.startswith(OLE):
        if ENCRYPTED_PACKAGE in content:
            raise FileFault("reading_password")
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_packed(archive, limits)
            if _is_protected(archive):
                raise FileFault("reading_password")
            return _formulas_without_value(name, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, ValueError, EOFError) as error:
        raise FileFault("reading_broken_workbook") from error


def _is_protected(archive: zipfile.ZipFile) -> bool:
    """Say whether an OpenDocument file lists an encrypted content part."""
    manifest = "META-INF/manifest.xml"
    return manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)


def _formulas_without_value(name: str, archive: zipfile.ZipFile) -> list[Problem]:
    """Warn of formulas nobody has calculated yet: their cells come in empty. Large sheets are not scanned."""
    sheets = [e for e in archive.infolist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", e.filename)]
    if sum(entry.file_size for entry in sheets) > SCANNED:
        return []
    count = sum(len(NO_VALUE.findall(archive.read(entry))) for entry in sheets)
    if not count:
        return []
    return [Problem(name, "reading_formula_no_value", level="warning", context={"count": count})]
