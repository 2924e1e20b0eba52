"""Bulk assignment of roles on screen: which post, which letter, which stages; what it would change; the way back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.errors import GovernanceError
from governance.language import explain
from governance.register import assigning
from governance.ui import feedback
from governance.ui.context import current, reader
from governance.ui.register import names
from governance.ui.register.history_tab import local
from governance.ui.state import language
from governance.ui.tables import Column, table
from governance.ui.words import name_of, namer, number, plain, t, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.register.assigning import Preview, Wanted

_FAILED = "bulk.failed"
_NAMED = 8  # refused records named in a sentence
_CHANGES = ("added", "replaced", "removed", "same", "left_out")


def form(targets: Sequence[str], *, remove: bool) -> None:
    """Draw the choice and, once a post is chosen, what it would change and the button that does it."""
    wanted = _wanted(remove=remove)
    if wanted is None:
        _back()
        return
    context = current()
    found = assigning.preview(context.register, context.actor, targets, wanted)
    left_out = _refused(found)
    _told(found, wanted)
    reason = st.text_input(t("register.reason"), key="bulk.reason", max_chars=300)
    records = [each.record_id for each in found.changes if each.record_id]
    st.button(
        t("assign.do.remove" if remove else "assign.do", count=number(len(records))),
        key="assign.do",
        type="primary",
        disabled=not records or not (reason or "").strip() or bool(found.refused and not left_out),
        on_click=_do,
        args=(records, wanted),
    )
    _back()


def _wanted(*, remove: bool) -> Wanted | None:
    letters = terms("raci")
    left, right = st.columns(2)
    with left:
        post = st.selectbox(
            t("assign.post"), names.choices(("post",)), index=None, key="assign.post", format_func=names.name,
            placeholder=t("register.choose"),
        )  # fmt: skip
    with right:
        letter = st.selectbox(
            t("assign.letter"),
            list(letters),
            index=list(letters).index("accountable"),
            key="assign.letter",
            format_func=namer(letters),
        )
    stages = terms("stage")
    chosen = st.multiselect(
        t("register.bulk.stages"),
        list(stages),
        default=list(stages),
        key="bulk.stages",
        format_func=namer(stages),
    )
    return assigning.Wanted(post, letter, tuple(chosen), remove) if post and chosen else None


def _refused(found: Preview) -> bool:
    """Say which records cannot be changed; return whether the person leaves them out."""
    if not found.refused:
        return False
    lines = [
        f"- **{plain(name_of({'id': each.record, 'name': each.name, 'name_zh': each.name_zh}))}** ({plain(each.record)}): "
        f"{plain(explain(each.error, language()), 200)}"
        for each in found.refused[:_NAMED]
    ]
    more = len(found.refused) - _NAMED
    st.warning(
        "\n".join([t("assign.refused", count=number(len(found.refused))), *lines])
        + (f"\n- {t('register.used.more', count=number(more))}" if more > 0 else ""),
        icon=":material/block:",
    )
    return st.checkbox(t("assign.leave_out"), key="assign.leave_out")


def _told(found: Preview, wanted: Wanted) -> None:
    """Draw the preview: numbers in a sentence, and stage by stage what stands there, what is inherited, what will stand."""
    counts = Counter[str](each.what for each in found.lines)
    told = [t(f"assign.count.{what}", count=number(counts[what])) for what in _CHANGES if counts[what]]
    st.markdown(" · ".join(told) or t("assign.nothing"))
    rows = [_row(each) for each in found.lines if each.what not in ("same", "left_out")]
    if rows:
        table(
            rows,
            [
                Column("record", t("assign.column.record"), width=190, pinned=True),
                Column("stage", t("assign.column.stage"), width=90),
                Column("what", t("assign.column.what"), width=100),
                Column("before", t("assign.column.before"), width=160),
                Column("inherited", t("assign.column.inherited"), width=160),
                Column("after", t("assign.column.after"), width=160),
                Column("id", t("column.id"), width=95),
            ],
            key=f"assign.preview.{wanted.letter}",
            alt=t("assign.alt"),
            height=240,
        )


def _row(each: Any) -> dict[str, Any]:
    listed = {side: ", ".join(names.name(post) for post in getattr(each, side)) for side in ("before", "after", "inherited")}  # fmt: skip
    return {
        "record": name_of({"id": each.record, "name": each.name, "name_zh": each.name_zh}),
        "stage": vocabulary.label("stage", each.stage, language()),
        "what": t(f"assign.what.{each.what}"),
        "id": each.record,
        **listed,
    }


def _do(records: Sequence[str], wanted: Wanted) -> None:
    feedback.tried()
    reason = str(st.session_state.get("bulk.reason") or "").strip()
    context = current()
    try:
        receipt = assigning.apply(
            context.register, actor=context.actor, reason=reason, records=records, wanted=wanted
        )
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        feedback.saved(receipt, key="assign.done")


def _back() -> None:
    """Offer to take back what the person assigned in bulk lately."""
    with reader() as views:
        recent = assigning.recent(views, current().actor)
    for each in recent:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = t("assign.recent", count=number(each["records"]), reason=plain(each["reason"], 120))
            st.caption(f"{plain(local(each['recorded_at']))} · {told}", width="stretch")
            st.button(
                t("assign.undo"),
                key=f"assign.undo.{each['command_id']}",
                icon=":material/undo:",
                type="tertiary",
                on_click=_undo,
                args=(each["command_id"],),
            )
    feedback.follow(pressed=True)  # a button that has done its work is off or gone


def _undo(command: str) -> None:
    feedback.tried()
    context = current()
    try:
        receipt = assigning.undo(
            context.register, actor=context.actor, reason=t("assign.undo.reason"), command_id=command
        )
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        feedback.saved(receipt, key="assign.undone")
