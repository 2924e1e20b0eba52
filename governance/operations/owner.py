"""The note a server leaves beside its register: where it answers and the random token that lets the command line in.

Only the account that runs the server can read it (mode 0600); it goes when the server stops.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Owner:
    """Name the process that owns a register, the port it answers on, and its token."""

    pid: int
    port: int
    token: str

    @property
    def lives(self) -> bool:
        """Tell whether the process is still there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def note_of(register: Path) -> Path:
    """Return where the note of the register at this path lies."""
    return register.with_name(register.name + ".server")


def leave(register: Path, port: int, token: str | None = None) -> Owner:
    """Write the note for this process, in place of one that a killed process left; keep ``token`` when given."""
    owner = Owner(os.getpid(), port, token or secrets.token_urlsafe(32))
    note = note_of(register)
    fresh = note.with_name(f"{note.name}.{owner.pid}")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(owner), file)
    fresh.replace(note)
    return owner


def found(register: Path) -> Owner | None:
    """Return who owns the register at this path, None without a note or with one that cannot be read."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return Owner(**json.loads(note_of(register).read_text("utf-8")))
    return None


def take_away(register: Path) -> None:
    """Remove the note of this process; that of another stays."""
    owner = found(register)
    if owner is not None and owner.pid == os.getpid():
        note_of(register).unlink(missing_ok=True)


def knows(register: Path, authorization: str) -> bool:
    """Tell whether an ``Authorization`` header carries the token of this very process."""
    owner = found(register)
    if owner is None or owner.pid != os.getpid():
        return False
    return hmac.compare_digest(
        f"Bearer {owner.token}".encode(), authorization.encode("utf-8", "surrogateescape")
    )
