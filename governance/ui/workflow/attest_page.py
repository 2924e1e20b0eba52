"""A team's own records that changed or aged since somebody said «still true»: say it again, or mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.errors import GovernanceError
from governance.model.kinds import kind_of
from governance.register import attestations
from governance.register.commands import Change, write
from governance.register.tied import LIMITED
from governance.ui import feedback, words
from governance.ui.context import current, reader
from governance.ui.insight import address
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.register.change_lines import line
from governance.ui.words import day, number, plain, t
from governance.ui.workflow.told import refusal

if TYPE_CHECKING:
    from governance.register.attestations import Asked

_FAILED = "attest.failed"
PAGE = 10
_WHY = {"never": "blue", "lapsed": "orange", "aged": "gray"}


def show() -> None:
    """Draw what is to be attested, overdue first, one card a record; several at once when nothing changed."""
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, GovernanceError):
        refusal(t("signoff.step.attest"), failed)
    mine = address.toggle(t("attest.mine"), "mine", key="attest.mine", help_text=t("attest.mine.help"))
    with reader() as views:
        found = attestations.asked(views, person=current().actor if mine else None)
        campaigns = int(
            views.value("SELECT count(*) FROM campaign WHERE status NOT IN ('void', 'retired')") or 0
        )
    if not found:
        _nothing(campaigns)
        return
    late = sum(each.overdue for each in found)
    st.markdown(t("attest.sentence", count=number(len(found)), late=number(late)))
    _together([each for each in found if each.why == "aged" and not each.changes and _may(each, "attest")])
    for each in found[:PAGE]:
        _card(each)
    if len(found) > PAGE:
        st.caption(t("attest.more", count=number(len(found) - PAGE)))


def _nothing(campaigns: int) -> None:
    if campaigns:
        st.success(t("attest.none"), icon=":material/check_circle:")
    else:
        st.info(t("attest.no_campaign"), icon=":material/event_repeat:")


def _together(found: list[Asked]) -> None:
    """Offer to attest at once what only aged: nothing in it has changed since the last time."""
    if len(found) > 1:
        st.button(
            t("attest.together", count=number(len(found))),
            key="attest.together",
            icon=":material/done_all:",
            on_click=_attest,
            args=(tuple(_signed(each) for each in found),),
        )


def _card(each: Asked) -> None:
    with st.container(border=True, gap="small", key=f"panel_attest_{each.record}"):
        name = words.name_of({"id": each.record, "name": each.name, "name_zh": each.name_zh})
        st.markdown(f"**{plain(name)}**")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.badge(t(f"attest.why.{each.why}"), color=_WHY[each.why])  # type: ignore[arg-type]
            if each.kind != "activity":
                st.badge(kind_of(each.kind).label(current().language), color="gray")
            if each.overdue:
                st.badge(t("attest.overdue"), icon=":material/priority_high:", color="red")
            if each.high:
                st.badge(t("attest.high"), icon=":material/warning:", color="orange")
            st.caption(_since(each), width="content")
        for change in each.changes:
            st.markdown(line(each.kind, change, *each.contents))
        _buttons(each)


def _since(each: Asked) -> str:
    due = t("attest.due", day=day(each.due_on))
    if each.attested_on is None:
        return f"{each.record} · {due}"
    last = t("attest.last", person=plain(names.name(each.attested_by)), day=day(each.attested_on))
    return f"{each.record} · {last} · {due}"


def _buttons(each: Asked) -> None:
    with st.container(horizontal=True, gap="small"):
        if _may(each, "attest"):
            st.button(
                t("signoff.step.attest"),
                key=f"attest.{each.record}",
                type="primary",
                icon=":material/task_alt:",
                on_click=_attest,
                args=((_signed(each),),),
            )
        if _may(each, "update") and st.button(
            t("register.edit"), key=f"attest.{each.record}.edit", icon=":material/edit:"
        ):
            go_record(each.record, edit=True)
        if st.button(t("attest.read"), key=f"attest.{each.record}.read", type="tertiary"):
            go_record(each.record)


def _may(each: Asked, operation: str) -> bool:
    """Tell whether to offer an operation; what belongs to no department is asked for without one."""
    return current().can(operation, each.kind, each.department if each.kind in LIMITED else None)


def _signed(each: Asked) -> tuple[str, str, int, str]:
    return each.kind, each.record, each.version, each.campaign


def _attest(records: tuple[tuple[str, str, int, str], ...]) -> None:
    context = current()
    changes = [
        Change(kind, "attest", {"campaign": campaign}, record, version)
        for kind, record, version, campaign in records
    ]
    try:
        receipt = write(
            context.register, actor=context.actor, reason=t("signoff.usual.attest"), changes=changes
        )
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        feedback.saved(receipt, key="signoff.done.attest")
