"""From a document of plain values to the bytes of a PDF, by Typst and our own templates.

The values go to the template as JSON in one input, never into its markup, so that nothing people typed is code. The
file is PDF/A-2a and PDF/UA-1: fonts are embedded, every text can be read out and searched, and a character without a
shape is an error, not a box.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from governance.errors import GovernanceError
from governance.reports import fonts
from governance.reports.blocks import Document
from governance.reports.glyphs import drawable, printable

TEMPLATES = Path(__file__).with_name("templates")
STANDARDS = ["a-2a", "ua-1"]
PDF = "application/pdf"


def check() -> None:
    """Raise GovernanceError ``report_needs_package`` when Typst or a font is not installed."""
    _typst()
    fonts.folders()


def pdf(document: Document, made_at: datetime) -> bytes:
    """Return ``document`` as a PDF that says it was made at ``made_at``; the same values give the same bytes.

    Raises GovernanceError ``report_needs_package`` when Typst or a font is not installed.
    """
    typst = _typst()
    content = json.dumps(plain(document), ensure_ascii=False)
    compiler = typst.Compiler(
        TEMPLATES / "report.typ", root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True
    )
    try:
        made = compiler.compile(
            format="pdf",
            sys_inputs={"data": content},
            pdf_standards=STANDARDS,
            timestamp=made_at.replace(microsecond=0).replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise GovernanceError("report_not_drawn", reason=error.message) from error
    return bytes(made)


def plain(document: Document) -> dict[str, Any]:
    """Return ``document`` as JSON values, every text fit to print; ``lost`` tells whether a character was not."""
    lost: list[bool] = []

    def clean(text: str) -> str:
        if not drawable(text):
            lost.append(True)
        return printable(text)

    values: dict[str, Any] = _plain(document, clean)
    return {**values, "lost": bool(lost)}


def _plain(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if is_dataclass(value):
        named = {each.name: _plain(getattr(value, each.name), clean) for each in fields(value)}
        return {"kind": type(value).__name__, **named}
    if hasattr(value, "_asdict"):
        return dict(value._asdict())
    return [_plain(each, clean) for each in value] if isinstance(value, tuple) else value


def _typst() -> Any:
    try:
        import typst  # noqa: PLC0415 - a library of 30 MB that only a report needs
    except ImportError:
        raise GovernanceError("report_needs_package", package="typst") from None
    return typst


@cache
def _fonts() -> Any:
    return _typst().Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(each) for each in fonts.folders()],
    )
