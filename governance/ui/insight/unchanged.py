"""The key of answers about cells and letters: it stays when an entry changes none of them."""

from __future__ import annotations

from governance.insight.standing import KINDS, QUESTION
from governance.register.alike import alike
from governance.ui.context import current
from governance.ui.insight.cache import Stamp, stamp


def cells_stamp() -> Stamp:
    """Return what an answer about cells and letters depends on, as ``cache.stamp`` does for whole kinds.

    It is of use for nothing that says more of an activity than ``standing.FIELDS``.
    """
    path, revision, day, departments, masks = stamp(KINDS)
    return path, alike(current().register, QUESTION).state(revision), day, departments, masks
