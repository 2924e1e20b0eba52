"""What is worked out once in a run of the screen and dropped with it: the session is dear to ask again and again."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

if TYPE_CHECKING:
    from collections.abc import Hashable

    Kept = dict[Hashable, Any]

# The mark of a run, and what is kept for it. A thread may draw several runs, one after the other.
_kept: ContextVar[tuple[object, Kept]] = ContextVar("recital_run")


def of_run() -> Kept:
    """Return what is kept for this run; nothing is kept outside of one, and in callbacks, which change what it is for."""
    run = get_script_run_ctx(suppress_warning=True)
    if run is None or ThreadState.get().run_location is RunLocation.CALLBACK:
        return {}
    mark = run.parallel_coordinator  # Streamlit makes a new one for each run
    held = _kept.get(None)
    if held is None or held[0] is not mark:
        held = (mark, {})
        _kept.set(held)
    return held[1]


def forget() -> None:
    """Drop what is kept for this run: who looks, at which day or in which language is settled anew."""
    of_run().clear()
