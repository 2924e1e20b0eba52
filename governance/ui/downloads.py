"""Files on offer: each has one random address, belongs to one browser and person, and ends by itself.

Streamlit's own media store mixes up large files of equal length and knows no owner, so exports never go there.
Whoever produces a table neutralises spreadsheet formulas; this module only carries bytes.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

Produce = Callable[[], bytes | Path | Iterator[bytes]]
LIFETIME_SECONDS = 30 * 60
MOST_OFFERS = 2_000


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold one file on offer; ``produce`` runs only when the file is fetched."""

    name: str
    media_type: str
    produce: Produce
    owner: str
    slot: str
    made: float = field(default_factory=time.monotonic)

    @property
    def ended(self) -> bool:
        """Tell whether the offer is too old to be fetched."""
        return time.monotonic() - self.made > LIFETIME_SECONDS


_offers: dict[str, Offer] = {}
_lock = Lock()


def offer(name: str, media_type: str, produce: Produce, owner: str, *, slot: str = "") -> str:
    """Offer a file to ``owner`` and return its address.

    ``owner`` is the mark of the browser (``state.browser()``): another browser gets "not found". An offer with the
    same owner and ``slot`` replaces the one before, so redrawing a page does not pile offers up.
    """
    token = secrets.token_urlsafe(24)
    with _lock:
        _forget(owner, slot)
        _offers[token] = Offer(name, media_type, produce, owner, slot)
    return f"/export/{token}"


def fetch(token: str, owner: str) -> Offer | None:
    """Return the offer behind ``token`` when it belongs to ``owner`` and has not ended."""
    with _lock:
        found = _offers.get(token)
    if found is None or found.ended or not secrets.compare_digest(found.owner, owner):
        return None
    return found


def _forget(owner: str, slot: str) -> None:
    stale = [
        token
        for token, each in _offers.items()
        if each.ended or (slot and each.owner == owner and each.slot == slot)
    ]
    for token in stale:
        del _offers[token]
    while len(_offers) >= MOST_OFFERS:
        del _offers[next(iter(_offers))]
