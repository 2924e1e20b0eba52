"""Whether people can work: the register answers, and the disk under it takes what they save."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from governance.errors import GovernanceError, RegisterRefused

if TYPE_CHECKING:
    from governance.register.store import Register

LEAST_BYTES = 24 * 1024 * 1024  # a log of changes grows to 16 MB before it goes into the file
FRESH_SECONDS = 5.0


class Health:
    """Judge a register; the disk is tried at most every five seconds, however often one asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tried = 0.0
        self._found: GovernanceError | None = None

    def require_ready(self, register: Register) -> None:
        """Raise what stands against working: ``disk_full``, ``disk_failed`` or what the register says."""
        with register.cursor() as cursor:
            cursor.execute("SELECT max(revision) FROM journal").fetchall()
        with self._lock:
            if time.monotonic() - self._tried > FRESH_SECONDS or register.trouble:
                self._found = disk_trouble(register.path.parent)
                self._tried = time.monotonic()
            if self._found is None:
                register.trouble = ""
        if self._found is not None:
            raise self._found


def disk_trouble(folder: Path) -> GovernanceError | None:
    """Return what stands against writing into ``folder``, None when a trial file reached the disk."""
    if shutil.disk_usage(folder).free < LEAST_BYTES:
        return RegisterRefused("disk_full", folder=str(folder))
    trial = folder / f".trial-{os.getpid()}"
    try:
        with trial.open("wb") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return RegisterRefused("disk_failed", folder=str(folder), detail=error.strerror or "")
    finally:
        with contextlib.suppress(OSError):
            trial.unlink(missing_ok=True)
    return None
