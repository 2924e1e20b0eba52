"""Disks of a size one can fill: a real one where mounting is allowed, and a limit on file size that always works."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Disk:
    """Hold a mounted disk and the file that fills it."""

    folder: Path

    def fill(self, leave: int) -> None:
        """Leave ``leave`` bytes free."""
        found = os.statvfs(self.folder)
        with (self.folder / "filler").open("wb") as file:
            left = found.f_bavail * found.f_frsize - leave
            while left > 0:
                left -= file.write(b"\0" * min(left, 1 << 20))

    def free(self) -> None:
        """Give the space back."""
        (self.folder / "filler").unlink(missing_ok=True)


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a disk of that size at ``folder``; skip the test where that is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk can be mounted by root only; the limit on file size is tried instead")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond ``size`` bytes inside the block."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
