"""Files kept beside the register, named by their SHA-256: what proves a measure, word for word."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from governance.errors import GovernanceError
from governance.register import faults

FOLDER = "files"
MOST_BYTES = 20 * 1024 * 1024
_TEXT = ("txt", "csv", "md", "eml")
_MAGIC: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
}
ENDINGS = (*_MAGIC, *_TEXT)
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Hold what a record of evidence says about its file; ``size`` in bytes."""

    name: str
    sha256: str
    size: int


def store(register: Path, name: str, content: bytes) -> StoredFile:
    """Keep ``content`` in the folder beside the register and return what to write into the record.

    Raises GovernanceError when the file is empty, too large, of a kind not kept, not what its ending says, or when the
    disk is full.
    """
    shown = Path(name.replace("\\", "/")).name[:200]
    _judge(shown, content)
    sha256 = hashlib.sha256(content).hexdigest()
    target = register.parent / FOLDER / sha256
    if not target.exists():
        try:
            _write(target, content)
        except OSError as error:
            raise faults.of_system(register, error) from error
    return StoredFile(shown, sha256, len(content))


def path_of(register: Path, sha256: str) -> Path:
    """Return where a stored file lies; GovernanceError when it is missing or no longer what was stored."""
    path = register.parent / FOLDER / sha256
    if not _HASH.fullmatch(sha256) or not path.is_file():
        raise GovernanceError("file_missing", sha256=sha256[:12])
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise GovernanceError("file_changed", sha256=sha256[:12])
    return path


def _judge(name: str, content: bytes) -> None:
    ending = name.rpartition(".")[2].lower()
    if not content:
        raise GovernanceError("file_empty", name=name)
    if len(content) > MOST_BYTES:
        raise GovernanceError("file_too_large", name=name, most=MOST_BYTES // 1024**2)
    if ending not in ENDINGS:
        raise GovernanceError("file_kind", name=name, kinds=", ".join(ENDINGS))
    if not (_is_text(content) if ending in _TEXT else content.startswith(_MAGIC[ending])):
        raise GovernanceError("file_not_as_named", name=name)


def _is_text(content: bytes) -> bool:
    return b"\x00" not in content[:65536]


def _write(target: Path, content: bytes) -> None:
    """Write through a file of its own, so that a crash leaves no half of it under the final name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
