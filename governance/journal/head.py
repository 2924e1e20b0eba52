"""The newest revision and chain hash, kept outside the register file so that a cut journal shows."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from governance.model.canonical import digest

SLOT = 256


@dataclass(frozen=True, slots=True)
class Head:
    """Name the end of the journal."""

    revision: int
    chain_hash: str


class HeadFile:
    """Write the head into two alternating slots, so that a torn write leaves the one before readable."""

    def __init__(self, register: Path) -> None:
        self.path = register.with_name(register.name + ".head")

    def write(self, head: Head) -> None:
        """Write ``head`` and wait until it is on disk."""
        text = json.dumps({"revision": head.revision, "chain_hash": head.chain_hash})
        slot = f"{text} {digest(text)}".ljust(SLOT - 1).encode() + b"\n"
        new = not self.path.exists()
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.pwrite(handle, slot, (head.revision % 2) * SLOT)
            os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            self._sync_folder()

    def read(self) -> Head | None:
        """Return the newest whole head, or None when there is none."""
        if not self.path.exists():
            return None
        data = self.path.read_bytes()
        heads = [self._parse(data[start : start + SLOT]) for start in range(0, len(data), SLOT)]
        found = [head for head in heads if head is not None]
        return max(found, key=lambda head: head.revision, default=None)

    def _parse(self, slot: bytes) -> Head | None:
        text, _, check = slot.decode("ascii", "replace").strip().rpartition(" ")
        if not text or digest(text) != check:
            return None
        return Head(**json.loads(text))

    def _sync_folder(self) -> None:
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
