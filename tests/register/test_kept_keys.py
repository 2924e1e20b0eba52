"""Answers the posture page keeps: what they are read from is in their key."""

from __future__ import annotations

import pytest

from governance.insight import figures
from governance.register.store import Register
from governance.ui.insight import posture_lists, posture_short
from tests.watching import Watching


@pytest.mark.parametrize("name", posture_lists.READ_FROM)
def test_a_list_is_read_again_when_one_of_its_kinds_is_written(demo_register: Register, name: str) -> None:
    """The rows behind the figure come from the kinds named for it, and from no other."""
    with demo_register.read(demo_register.lens()) as reader:
        figure = figures.compute(reader, [name])[name]
    with demo_register.cursor() as cursor:
        watching = Watching(cursor, demo_register.lens(), demo_register)
        figure.rows(watching)

    assert watching.kinds
    assert watching.kinds <= set(posture_lists.READ_FROM[name])


def test_who_heads_a_department_is_read_again_when_that_may_change(demo_register: Register) -> None:
    """Departments, posts and their holders, and no activity."""
    with demo_register.cursor() as cursor:
        watching = Watching(cursor, demo_register.lens(), demo_register)
        watching.rows(posture_short.HEADS, ids=["DEP-00001"])

    assert {"department", "post", "appointment"} <= watching.kinds <= set(posture_short.HEADED)
