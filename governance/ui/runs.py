"""Which run of the screen belongs to which sign-in.

A browser that lost its connection takes its run up again by naming it. A run holds what somebody looked at and typed, so
only the sign-in it was drawn for may take it up; anybody else begins a new one.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

MOST_RUNS = 5_000
UPLOADS = "/_stcore/upload_file/"
_HEADER = b"sec-websocket-protocol"

_owners: OrderedDict[str, str] = OrderedDict()
_lock = Lock()


def claim(run: str, owner: str) -> None:
    """Remember that ``run`` is drawn for the sign-in ``owner`` (the hash of its token)."""
    with _lock:
        _owners[run] = owner
        _owners.move_to_end(run)
        while len(_owners) > MOST_RUNS:
            _owners.popitem(last=False)


def own_headers(headers: list[tuple[bytes, bytes]], owner: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of a websocket without the name of a run that is not the one of ``owner``.

    Streamlit passes protocol, token and the run to be taken up in one header, separated by commas.
    """
    return [(name, _own(value, owner) if name.lower() == _HEADER else value) for name, value in headers]


def is_foreign(path: str, owner: str) -> bool:
    """Tell whether an address of an upload names a run that was not drawn for ``owner``."""
    if not path.startswith(UPLOADS):
        return False
    with _lock:
        return _owners.get(path.removeprefix(UPLOADS).split("/")[0]) != owner


def _own(value: bytes, owner: str) -> bytes:
    parts = value.split(b",")
    with _lock:
        is_own = len(parts) > 2 and _owners.get(parts[2].strip().decode("latin-1")) == owner
    return value if is_own else b",".join(parts[:2])
