"""One law's side of a topic: the facts recorded, what the law says of them, what is not known, and its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.ui import words
from governance.ui.law import citing, wording
from governance.ui.links import go
from governance.ui.state import language
from governance.ui.words import plain, t, term

if TYPE_CHECKING:
    from governance.law.lens_said import Half, Said, Shown, Thing

MOST = 6
ICONS = {
    "asks": ":blue[:material/assignment:]",
    "bars": ":red[:material/block:]",
    "carries": ":green[:material/check_circle:]",
    "free": ":gray[:material/remove:]",
    "note": ":violet[:material/info:]",
}


def named(what: Any) -> str:
    """Return the name of a side, topic or statement in the language of the screen."""
    return str(what.zh if language() == "zh" else what.en)


def draw(half: Half, law: str, *, key: str, applies: bool | None) -> None:
    """Draw the side; where the law does not apply by the record, what it would say is marked so."""
    told = f"**{plain(law)}**"
    if applies is False:
        told += f" · :gray[{t('twolaws.would')}]"
    st.markdown(told)
    _facts(half.shown)
    for each in half.said:
        _said(each)
    if half.unknown:
        labels = wording.joined(plain(each.label(language())) for each in half.unknown.values())
        st.markdown(f":orange[:material/help:] {t('twolaws.unknown', facts=labels)}")
    if not half.said and not half.unknown:
        st.caption(t("twolaws.silent"))
    _findings(half, key)


def _facts(shown: list[Shown]) -> None:
    """Draw the facts, one line a thing."""
    lines = []
    for each in shown[:MOST]:
        facts = " · ".join(
            t("law.fact", label=plain(fact.column.label(language())), value=wording.value(fact))
            for fact in each.facts
        )
        name = "" if each.thing["subject"] == "activity" else f"{plain(_name(each.thing), 60)} — "
        lines.append(f":small[{name}{facts}]")
    if len(shown) > MOST:
        lines.append(f":small[{t('law.record.more_rows', count=words.number(len(shown) - MOST))}]")
    if lines:
        st.markdown("  \n".join(lines))


def _said(said: Said) -> None:
    statement = said.statement
    cites = plain(citing.cites(statement.cites), 400)
    st.markdown(
        f"{ICONS[statement.tone]} {plain(named(statement), 1_000)}  \n:small[:gray[{cites}{_things(said)}]]"
    )
    if statement.unverified:
        st.badge(t("law.unverified"), icon=":material/help:", color="orange")


def _things(said: Said) -> str:
    """Return of which rows a statement is made; nothing when it is the activity itself."""
    if said.statement.on == "activity":
        return ""
    names = list(dict.fromkeys(plain(_name(each), 40) for each in said.things))
    more = f" +{len(names) - MOST}" if len(names) > MOST else ""
    return f" · {wording.joined(names[:MOST])}{more}"


def _name(thing: Thing) -> str:
    """Return what a row is called, or a record that has no rows."""
    return wording.inner(thing) or words.name_of(thing)


def _findings(half: Half, key: str) -> None:
    if not half.found:
        return
    total = sum(each.findings for each in half.found)
    with st.expander(
        t("twolaws.findings", count=words.number(total)),
        icon=":material/rule:",
        key=f"twolaws.{key}",
        on_change="rerun",
    ) as opened:
        if not opened.open:
            return
        for each in half.found:
            title = plain(wording.text(each.rule).title, 200)
            severity = term("severity", each.rule.severity)
            times = f" × {words.number(each.findings)}" if each.findings > 1 else ""
            label = f"{severity} · {title} · {plain(wording.cites(each.rule), 80)}{times}"
            if st.button(
                label, key=f"twolaws.{key}.{each.rule.id}", type="tertiary", icon=":material/arrow_forward:"
            ):
                go("findings", rule=each.rule.id)
