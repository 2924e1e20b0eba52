"""The command line, run in a process of its own as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Run:
    """Run ``python -m governance`` and hold what it said."""

    def __init__(self, *arguments: str | Path, environment: dict[str, str] | None = None) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "governance", *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
            env={**os.environ, **(environment or {})},
        )
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.out)
