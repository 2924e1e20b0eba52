"""Files kept beside the register, named by their SHA-256: what proves a measure, word for word."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from governance.errors import GovernanceError
from governance.exchange import uploads
from governance.register import faults

FOLDER = "files"
ENDINGS = ("pdf", "png", "jpg", "jpeg", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv", "md", "eml")
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
    uploads.check(shown, content, ENDINGS)
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
