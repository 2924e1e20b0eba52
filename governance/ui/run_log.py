"""One line in the log for each run of a page: which, for whom, how long, and how it ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from governance.operations import logs

log = logging.getLogger("recital.run")


@contextmanager
def logged(page: str, person: str) -> Iterator[None]:
    """Give the run inside the block a number that an error page shows, and note its end.

    A run ends «left» when Streamlit stops it: for another run, another page, or because the page has no more to do.
    """
    logs.bind(request=logs.new_number(), person=logs.person_of(person), route=f"/{page}")
    start, outcome = time.perf_counter(), "drawn"
    try:
        yield
    except BaseException as error:
        outcome = "failed" if isinstance(error, Exception) else "left"
        raise
    finally:
        log.info("run", extra={"ms": round((time.perf_counter() - start) * 1000, 1), "outcome": outcome})


def number() -> str:
    """Return the number of this run for an error page."""
    return logs.bound("request") or logs.new_number()
