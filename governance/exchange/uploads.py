"""A file somebody brings, looked at again on the server: its size, its ending, and whether it is what the ending says.

The limit is ``upload_megabytes`` of the configuration. What the browser says of a file is worth nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.config import config
from governance.errors import GovernanceError

if TYPE_CHECKING:
    from collections.abc import Collection

TEXT = ("txt", "csv", "tsv", "md", "eml", "json", "jsonl", "html", "htm", "toml")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    **dict.fromkeys(("docx", "xlsx", "xlsm", "pptx", "odt", "ods", "zip"), (_ZIP,)),
    "xls": (_OLE,),
}
# Tables come under each other's endings: tools write text and zipped workbooks as .xls, and lock .xlsx into an OLE file.
TABLES = ("xlsx", "xlsm", "xls", "ods", "zip")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 65_536


def most_bytes() -> int:
    """Return how large a file may be."""
    return config().upload_megabytes * 1024**2


def check(name: str, content: bytes, endings: Collection[str], *, most: int | None = None) -> None:
    """Raise GovernanceError when the file is empty, too large, of no ending named, or not what its ending says."""
    ending = name.rpartition(".")[2].lower()
    _judge(name, ending, content, endings, min(most or most_bytes(), most_bytes()))


def _judge(name: str, ending: str, content: bytes, endings: Collection[str], limit: int) -> None:
    if not content:
        raise GovernanceError("file_empty", name=name)
    if len(content) > limit:
        raise GovernanceError("file_too_large", name=name, most=max(1, limit // 1024**2))
    if ending not in endings:
        raise GovernanceError("file_kind", name=name, kinds=", ".join(endings))
    if not _is(ending, content):
        raise GovernanceError("file_not_as_named", name=name)


def check_table(name: str, content: bytes, endings: Collection[str]) -> None:
    """Raise as :func:`check`; but a table may come under the ending of another kind of table."""
    ending = name.rpartition(".")[2].lower()
    if ending in endings and content.startswith((_ZIP, _OLE)):
        endings, ending = (*endings, "zip", "xls"), "zip" if content.startswith(_ZIP) else "xls"
    elif ending in endings and ending in TABLES and content and is_text(content):
        ending = "txt"
    _judge(name, ending, content, (*endings, "txt"), most_bytes())


def is_text(content: bytes) -> bool:
    """Tell whether ``content`` can be text in some encoding: without a null byte, or marked as UTF-16."""
    start = content[:_LOOKED_AT]
    return start.startswith(_UTF16) or b"\x00" not in start


def _is(ending: str, content: bytes) -> bool:
    return is_text(content) if ending in TEXT else content.startswith(MAGIC[ending])


def _ending(content: bytes) -> str:
    return "zip" if content.startswith(_ZIP) else "xls"
