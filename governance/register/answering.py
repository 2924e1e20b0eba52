"""Who answers for each stage of one activity on a day, as the view ``stage_answer`` says it of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.register.signing import PLACES
from governance.register.stage_tables import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from governance.register.reader import Reader

# Live as the view ``live_activity`` says; the view itself binds every column of an activity.
_CELLS = (
    "SELECT c.position, c.department, c.said, c.a_count, c.a_post, c.a_department FROM activity_cell c"
    " JOIN activity_version v ON v.revision = c.revision"
    " WHERE c.revision = $revision AND v.status NOT IN ('void', 'retired')"
    " AND coalesce(v.starts_on <= lens_day(), true) AND coalesce(lens_day() < v.ends_on, true) ORDER BY c.position"
)
_GIVEN = "SELECT department, stage, letter, post FROM inherited_role"
_HOLDERS = "SELECT post, state, holder FROM post_holder"


def of_activity(reader: Reader, revision: int) -> dict[str, dict[str, Any]]:
    """Return by stage who is accountable in an activity whose version of ``revision`` is shown, nothing if it is not live.

    Each has ``left_out``, ``a_source``, ``a_post``, ``a_department``, ``a_state`` and ``a_holder``. Asking the view for one
    activity is dear to plan: it joins what holds for every department, which is read here once a state.
    """
    cells = reader.rows(_CELLS, revision=revision)
    given = [row for row in reader.settled(PLACES, _GIVEN) if row["letter"] == "accountable"]
    holders = {row["post"]: row for row in reader.settled(PLACES, _HOLDERS)}
    return {
        (stage := STAGES[cell["position"] - 1]): _answer(cell, _inherited(given, cell, stage), holders)
        for cell in cells
    }


def _inherited(given: Iterable[Mapping[str, Any]], cell: Mapping[str, Any], stage: str) -> list[str]:
    """Return the posts the department makes accountable for the stage."""
    return [row["post"] for row in given if row["department"] == cell["department"] and row["stage"] == stage]


def _answer(
    cell: Mapping[str, Any], inherited: list[str], holders: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    own = cell["a_count"] > 0
    count = cell["a_count"] or len(inherited)
    post = cell["a_post"] if own else min((each for each in inherited if each), default=None)
    holder = holders.get(post or "")
    if not count:
        state = "none"
    elif count > 1:
        state = "several"
    elif post is None:
        state = "department"
    else:
        state = holder["state"] if holder else "vacant"
    return {
        "stage": STAGES[cell["position"] - 1],
        "left_out": cell["said"] == "not_applicable",
        "a_source": "explicit" if own else "inherited" if inherited else None,
        "a_post": post,
        "a_department": cell["a_department"] if own and state == "department" else None,
        "a_state": state,
        "a_holder": holder["holder"] if holder else None,
    }
