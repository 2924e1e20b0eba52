"""The exports by name, written whole or not at all: one list for the command line and the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from governance.errors import GovernanceError
from governance.exchange import article30, workbook
from governance.language import Language
from governance.register import backups
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register

Progress = Callable[[int, int], None]


def template(language: Language) -> bytes:
    """Return the empty workbook in ``language``."""
    return workbook.template(language)


def write(
    register: Register, lens: Lens, what: str, language: Language, out: Path, progress: Progress | None = None
) -> None:
    """Write the ``workbook``, the register by ``article30`` or the plain-text ``journal`` to ``out``.

    Raises GovernanceError ``export_failed`` when the file cannot be written; nothing half written is left.
    """
    if what == "journal":
        backups.back_up(register, out)
        return
    partial = out.with_name(out.name + ".partial")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with register.read(lens) as reader:
            _produce(
                reader,
                what,
                language,
                partial,
                printed=out.suffix.lower() in (".html", ".htm"),
                progress=progress,
            )
        partial.replace(out)
    except OSError as error:
        raise GovernanceError("export_failed", reason=error.strerror or str(error)) from error
    finally:
        partial.unlink(missing_ok=True)


def _produce(
    reader: Reader, what: str, language: Language, partial: Path, *, printed: bool, progress: Progress | None
) -> None:
    if what == "workbook":
        workbook.export(reader, language, partial, progress)
        return
    registers = [article30.build(reader, language, which) for which in ("controller", "processor")]
    partial.write_bytes(article30.html(*registers).encode() if printed else article30.xlsx(*registers))
