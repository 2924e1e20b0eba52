"""Where a record stands on its way to approval, in one sentence, with the steps one may take from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.register.workflow_table import table
from governance.ui.context import current
from governance.ui.links import go
from governance.ui.register import names
from governance.ui.register.history_tab import local
from governance.ui.register.names import ENDED
from governance.ui.register.wording import joined, path_label
from governance.ui.words import day, plain, t
from governance.ui.workflow import data, material, steps
from governance.ui.workflow.told import found

if TYPE_CHECKING:
    from governance.ui.register.loading import Seen
    from governance.ui.workflow.data import Row, Standing

_OPERATION = {
    "planned": ":blue[:material/event_upcoming:]",
    "cleared": ":green[:material/rocket_launch:]",
    "live": ":green[:material/rocket_launch:]",
    "uncleared": ":red[:material/warning:]",
}
_FIELDS = 4  # named in a sentence; the page of differences shows the rest


def bar(seen: Seen) -> None:
    """Draw the bar for a record of a kind that is approved and has not ended."""
    if seen.kind not in table().reviewed or seen.status in ENDED:
        return
    standing = data.standing(seen)
    with st.container(border=True, key="panel_signoff", gap="small"):
        st.markdown(_sentence(seen, standing))
        if standing.lapse is not None:
            st.markdown(_lapsed(seen, standing))
        if standing.operation is not None:
            st.markdown(_operation(standing.operation))
        steps.row(seen)
        _more(seen, standing)


def _sentence(seen: Seen, standing: Standing) -> str:
    approval, step = standing.approval, standing.step
    if seen.status == "approved" and approval:
        return ":green[:material/verified:] " + t(
            "signoff.approved",
            person=plain(names.name(approval["person"])),
            post=plain(names.name(approval["post"])),
            day=day(approval["signed_on"]),
            version=approval["signed_version"],
        )
    if seen.status == "submitted" and step:
        told = t("signoff.submitted", actor=_who(step), moment=plain(local(step["recorded_at"])))
        return f":blue[:material/hourglass_top:] {told} {_deciding(standing)}"
    if step and step["operation"] == "reject" and standing.lapse is None and seen.status == "draft":
        told = t(
            "signoff.rejected",
            actor=_who(step),
            moment=plain(local(step["recorded_at"])),
            reason=plain(step["reason"], 300),
        )
        return f":orange[:material/undo:] {told}"
    draft = t("signoff.draft.again" if standing.lapse else "signoff.draft")
    return f":gray[:material/edit_note:] {draft} {_deciding(standing)}"


def _who(step: Row) -> str:
    return plain(names.name(step["actor"]))


def _deciding(standing: Standing) -> str:
    """Return who decides, by post and holder."""
    if not standing.deciding:
        return t("signoff.nobody")
    row = standing.deciding[0]
    key = "signoff.decides" if row["state"] == "held" else "signoff.decides.vacant"
    return t(key, post=plain(names.name(row["post"])), holder=plain(names.name(row["holder"])))


def _lapsed(seen: Seen, standing: Standing) -> str:
    lapse = standing.lapse
    if lapse is None:
        return ""
    labels = list(dict.fromkeys(path_label(seen.kind, each, seen.content) for each in lapse.paths))
    fields = joined(f"**{plain(each)}**" for each in labels[:_FIELDS])
    if len(labels) > _FIELDS:
        fields = t("signoff.fields.more", fields=fields, count=len(labels) - _FIELDS)
    return ":orange[:material/history_toggle_off:] " + t(
        "signoff.lapsed",
        actor=plain(names.name(lapse.actor)),
        fields=fields or t("signoff.fields.hidden"),
        moment=plain(local(lapse.recorded_at)),
        reason=plain(lapse.reason, 300),
    )


def _operation(row: Row) -> str:
    """Return how the activity stands to its start; nothing is drawn for what ran before it was recorded."""
    told = t(
        f"signoff.operation.{row['state']}",
        day=day(row["starts_on"]),
        actor=plain(names.name(row["actor"])) if row["actor"] else "",
        moment=plain(local(row["recorded_at"])) if row["recorded_at"] else "",
    )
    return f"{_OPERATION[row['state']]} {told}"


def _more(seen: Seen, standing: Standing) -> None:
    """Draw what can be looked at: the checks before approval, what is material, the official version."""
    with st.container(horizontal=True, gap="small", key="signoff_more"):
        if seen.status != "approved" and not current().is_past:
            _checks(seen, "approve")
        elif standing.awaits_go_live and not current().is_past:
            _checks(seen, "go_live")
        material.offer(seen.kind)
        if standing.official_version not in (None, seen.version) and st.button(
            t("signoff.official", version=standing.official_version),
            key="signoff.official",
            type="tertiary",
            icon=":material/difference:",
        ):
            go("official", id=seen.id)


def _checks(seen: Seen, transition: str) -> None:
    key = "signoff.checks" if transition == "approve" else f"signoff.checks.{transition}"
    menu = st.popover(
        t(key),
        icon=":material/fact_check:",
        key="signoff.checks",
        type="tertiary",
        on_change="rerun",
    )
    if not menu.open:
        return
    with menu:
        st.caption(t(f"{key}.about"))
        open_ = data.findings(seen, transition)
        if not open_:
            st.markdown(f":green[:material/check_circle:] {t('signoff.checks.none')}")
        found(open_)
