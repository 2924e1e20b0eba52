"""The posture in one minute: which stage is weakest, who should act first, and what presses most."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from governance.insight.weakest import weakest
from governance.ui import words
from governance.ui.cards import panel
from governance.ui.context import reader
from governance.ui.insight import coverage_view, data
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.insight.scope import Scope
from governance.ui.kept import kept
from governance.ui.register import names
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from streamlit.delta_generator import DeltaGenerator

    from governance.insight.figure import Figure
    from governance.insight.weakest import First

HEADED = ("department", "post", "appointment", "person", "party")  # what says who heads a department
HEADS = """
SELECT d.id, d.head AS post, CASE WHEN h.state = 'held' THEN h.holder END AS holder
FROM department d LEFT JOIN post_holder h ON h.post = d.head WHERE list_contains($ids, d.id)
"""


def show(figures: Mapping[str, Figure]) -> DeltaGenerator:
    """Draw the three answers; return the place of what presses: the law is known last."""
    found = weakest(figures, data.department_cells(Scope()))
    with panel("posture.short", "short"), st.grid(3, min_column_width=260):
        with _answer("stage"):
            if found is None:
                st.markdown(t("figure.no_data"))
            elif not found.missing:
                st.markdown(t("dash.posture.strong"))
            else:
                covered, cells = words.number(found.figure.numerator), words.number(found.figure.denominator)
                st.subheader(words.term("stage", found.stage), anchor=False)
                st.markdown(t("posture.short.stage.counts", covered=covered, all=cells))
        with _answer("who"):
            first = found.first if found else ()
            st.markdown("\n".join(f"- {each}" for each in _who(first)) or t("posture.short.nobody"))
        with _answer("presses"):
            place = st.empty()
            if not data.is_judged(Scope()):
                place.markdown("\n".join(_pressing(figures)) + f"\n- {t('dash.posture.law.judging')}")
    return place


def say_law(
    place: DeltaGenerator, figures: Mapping[str, Figure], critical: Figure, overdue: float | None
) -> None:
    """Put all that presses into its ``place``, the critical findings and the clocks that are overdue included."""
    lines = [_line("posture.short.critical", critical), *_pressing(figures)]
    if overdue is not None:
        lines.insert(1, f"- {t('posture.short.clocks', count=f'**{words.number(overdue)}**')}")
    place.markdown("\n".join(lines))


def _pressing(figures: Mapping[str, Figure]) -> list[str]:
    return [
        _line("posture.short.gaps", figures["accountability.gaps"]),
        _line("posture.short.risks", figures["risk.high"]),
    ]


@contextmanager
def _answer(name: str) -> Iterator[None]:
    with st.container(key=f"short_{name}", gap="xsmall"):
        st.caption(t(f"posture.short.{name}"))
        yield


def _line(key: str, figure: Figure) -> str:
    return f"- {t(key, count=f'**{words.shown(figure.value, figure.unit)}**')}"


def _who(first: tuple[First, ...]) -> list[str]:
    """Return each department with the post that heads it, who holds that post, and how much is missing there."""
    heads = _heads(stamp(HEADED), tuple(each.department for each in first if each.department))
    return [
        f"{_named(each.department, *heads.get(each.department or '', (None, None)))} · {_missing(each)}"
        for each in first
    ]


def _missing(first: First) -> str:
    return t("posture.short.missing", missing=words.number(first.missing), all=words.number(first.cells))


def _named(department: str | None, post: str | None, holder: str | None) -> str:
    name = f"**{plain(coverage_view.department_name(department))}**"
    if department is None:
        return name
    if post is None:
        return f"{name} · {t('posture.short.no_head')}"
    head = plain(names.name(post))
    if holder is None:
        return f"{name} · {head} · {t('posture.short.vacant')}"
    return f"{name} · {t('posture.short.held', post=head, holder=plain(names.name(holder)))}"


@kept(64)
def _heads(key: Stamp, ids: tuple[str, ...]) -> dict[str, tuple[str | None, str | None]]:
    del key
    with reader() as views:
        return {row["id"]: (row["post"], row["holder"]) for row in views.rows(HEADS, ids=list(ids))}
