"""What the insight pages read: posture cold and kept, a year of trends, the forecast, and what changed."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Line, both, line, milliseconds, once, settle
from benchmarks.registers import OWNER, Registers
from governance import bootstrap
from governance.insight import forecast, since, trends
from governance.register.store import Register
from governance.ui import context, state

AIM_COLD, AIM_KEPT, AIM_TREND = 500, 10, 2_000  # milliseconds at 100,000 activities
JUDGED_AT = 100_000
SIX = (
    "coverage",
    "accountability.gaps",
    "officers.in_post",
    "risk.high",
    "evidence.in_date",
    "policy.in_force",
)


def measure(registers: Registers) -> Iterator[Line]:
    """Yield, for each size, what the page of posture reads, the trend, the forecast and one explanation."""
    logging.disable(logging.WARNING)  # functions of the screen outside of it: told once a call
    for size in registers.sizes:
        yield from _posture(registers, size)
        with registers.opened(size) as register:
            yield from _over_time(register, size)


def _posture(registers: Registers, size: int) -> Iterator[Line]:
    judged = size == JUDGED_AT
    with _on_screen(registers.full(size)):
        settle()
        cold, worked = both(_read)
        kept = milliseconds(_read, repeat=20)
        compared = once(_compare)
    note = f"figures, departments, three lists; first after opening; {worked:,.0f} ms of processor"
    yield Line(f"posture page data, cold, {size:,}", cold, "ms", aim=AIM_COLD if judged else None, note=note)
    yield line(f"posture page data, kept, {size:,}", kept, aim=AIM_KEPT if judged else None)
    yield Line(
        f"posture, the day it is compared with, {size:,}",
        compared,
        "ms",
        note="five figures, read once a day",
    )


def _over_time(register: Register, size: int) -> Iterator[Line]:
    today = register.today()
    days = trends.month_ends(today, 12)

    def trend() -> None:
        trends.trend(register, days, actor=None, ids=SIX)

    def renew() -> None:
        with register.read(register.lens()) as reader:
            forecast.renew_first(reader, forecast.horizon(today))

    def explain() -> None:
        since.explain(
            register, "coverage", *since.lenses(register, today - timedelta(days=90), today, actor=None)
        )

    aim = AIM_TREND if size == JUDGED_AT else None
    _, worked = both(trend)
    note = f"{worked:,.0f} ms of processor"
    taken = milliseconds(trend, repeat=5)
    yield line(f"trend, 12 months, six figures, {size:,}", taken, aim=aim, note=note)
    yield line(f"forecast, what to renew first, {size:,}", milliseconds(renew, repeat=3))
    yield line(f"since 90 days, coverage explained, {size:,}", milliseconds(explain, repeat=3))


def _read() -> None:
    """Read what the posture page draws before it looks back, as one run of the script does."""
    from governance.ui.insight import data, posture_lists  # noqa: PLC0415 - Streamlit is loaded only where it is measured
    from governance.ui.insight.scope import Scope  # noqa: PLC0415 - see above

    context.refresh()
    figures = data.figures_of(Scope())
    data.department_cells(Scope())
    for each, kinds in posture_lists.READ_FROM.items():
        data.rows_of(figures[each], posture_lists.MOST_LISTED, kinds)


def _compare() -> None:
    from governance.ui.insight import history  # noqa: PLC0415 - see _read

    history.series(trends.OVERVIEW, [context.current().effective_on - timedelta(days=30)])


@contextmanager
def _on_screen(path: Path) -> Iterator[None]:
    """Let the screen's functions read the register at ``path`` as its owner, outside of a session."""
    import streamlit as st  # noqa: PLC0415 - see _read

    from governance.ui.server import HEAVY  # noqa: PLC0415 - see _read

    for module in HEAVY:  # a server has loaded them before it answers
        import_module(module)
    before = os.environ.get(bootstrap.REGISTER_VARIABLE)
    os.environ[bootstrap.REGISTER_VARIABLE] = str(path)
    st.session_state[state.PERSON] = OWNER
    bootstrap.opened()
    try:
        yield
    finally:
        bootstrap.close()
        st.cache_resource.clear()
        if before is None:
            del os.environ[bootstrap.REGISTER_VARIABLE]
        else:
            os.environ[bootstrap.REGISTER_VARIABLE] = before
