"""One import in the making: the files brought in, how they are read, and what would become of them."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.exchange import importing, reading, workbook_read
from governance.ui.context import current, reader
from governance.ui.register import import_choices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from governance.exchange.importing import Mapping, Preview, Report
    from governance.exchange.reading import Reading

_SLOT = "import.session"
ENCODINGS = ("", "utf-8", "gb18030", "cp1252", "utf-16")
DELIMITERS = ("", ";", ",", "\t", "|")


@dataclass
class ImportSession:
    """Hold an import between its steps; ``own`` is the preview of Recital's own workbook instead."""

    folder: Path
    path: Path
    source: str
    reading: Reading | None = None
    mapping: Mapping | None = None
    preview: Preview | None = None
    own: workbook_read.Preview | None = None
    report: Report | None = None
    written: int | None = None
    revision: int = 0
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    files: str = ""
    back: datetime | None = None

    @property
    def done(self) -> bool:
        """Tell whether it was committed."""
        return self.report is not None or self.written is not None

    def changed(self) -> None:
        """Forget the preview: the mapping is another one now, and kept."""
        self.preview = None
        if self.mapping is not None and self.files:
            import_choices.keep(self.files, self.mapping)


def session() -> ImportSession | None:
    """Return the import under way, if any."""
    held = st.session_state.get(_SLOT)
    return held if isinstance(held, ImportSession) else None


def begin(uploads: Sequence[Any], source: str) -> ImportSession:
    """Put the uploaded files into a folder of their own, read them and propose a mapping.

    Raises GovernanceError when a file cannot be read; nothing is kept then.
    """
    end()
    folder = Path(tempfile.mkdtemp(prefix="recital-import-"))
    try:
        made = _read(folder, uploads, source)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    st.session_state[_SLOT] = made
    return made


def cancel() -> None:
    """Forget the import with the choices made for it."""
    held = session()
    if held is not None:
        import_choices.forget(held.files)
    end()


def end() -> None:
    """Forget the import and delete its files."""
    held = st.session_state.pop(_SLOT, None)
    if isinstance(held, ImportSession):
        shutil.rmtree(held.folder, ignore_errors=True)


def _read(folder: Path, uploads: Sequence[Any], source: str) -> ImportSession:
    for upload in uploads:
        (folder / Path(upload.name).name).write_bytes(upload.getvalue())
    names = [Path(upload.name).name for upload in uploads]
    path = folder / names[0] if len(names) == 1 else folder
    made = ImportSession(folder, path, source or Path(names[0]).stem, files=import_choices.mark(uploads))
    if len(names) == 1 and path.suffix.lower() == ".xlsx" and workbook_read.is_own(path):
        with reader() as views:
            made.own = workbook_read.read(path, views)
        return made
    made.reading, made.mapping = importing.read_and_propose(path, current().register, source=made.source)
    made.back = import_choices.take_up(made.files, made.mapping)
    return made


def read_again(held: ImportSession, encoding: str, delimiter: str, header_row: int | None) -> None:
    """Read the files once more as told; empty means: find out. The header row holds for every table."""
    tables = held.reading.tables if held.reading else ()
    choices = tuple(reading.Choice(each.file, each.sheet, header_row) for each in tables)
    options = reading.Options(encoding or None, delimiter or None, choices if header_row is not None else ())
    held.reading, held.mapping = importing.read_and_propose(
        held.path, current().register, source=held.source, options=importing.ImportOptions(reading=options)
    )
    held.revision += 1
    held.changed()


def judge(held: ImportSession) -> None:
    """Work out what the import would do with the mapping as it stands; nothing is written."""
    if held.reading is None or held.mapping is None:
        return
    context = current()
    held.preview = importing.preview(held.reading, held.mapping, context.register, context.actor)


def commit(held: ImportSession, reason: str, everywhere: str | None) -> None:
    """Write the import in one transaction, or nothing of it; raises what the register raises."""
    context = current()
    if held.own is not None:
        receipt = workbook_read.apply(context.register, held.own, actor=context.actor, reason=reason)
        held.written = sum(each.revision is not None for each in receipt.saved)
    elif held.preview is not None:
        choices = importing.Choices(
            conflicts=held.choices,  # type: ignore[arg-type]  # the radio offers just these two sides
            all_conflicts=everywhere,  # type: ignore[arg-type]
        )
        held.report = importing.commit(
            held.preview, context.register, actor=context.actor, reason=reason, choices=choices
        )
    import_choices.forget(held.files)
    shutil.rmtree(held.folder, ignore_errors=True)
