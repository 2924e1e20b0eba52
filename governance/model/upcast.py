"""How content written under an older version of a model reads under the current one.

To rename or retype a field: raise the kind's ``version``, change the model, and add one pure function here
under ``(kind, old version)``. Stored bytes and hashes never change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from governance.model.kinds import kind_of

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: dict[tuple[str, int], Upcast] = {}


def upcast(kind: str, version: int, content: dict[str, Any]) -> dict[str, Any]:
    """Return ``content`` of the model's ``version`` as content of its current version."""
    for step in range(version, kind_of(kind).version):
        content = UPCASTS[kind, step](content)
    return content
