"""One input a field, generated from its declaration; every change goes into the working copy at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.ui.register import names
from governance.ui.register.sections import hint, label
from governance.ui.register.wording import explain_problem, inner_title, is_empty
from governance.ui.state import language
from governance.ui.words import namer, t

if TYPE_CHECKING:
    from collections.abc import Callable

    from governance.errors import Problem
    from governance.model.fields import Declared
    from governance.ui.register.working import Working

Path = tuple[str, ...]
Problems = dict[str, list["Problem"]]
ANSWERS = ("none", "unknown")
WIDE = ("long", "rows")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


def field_input(working: Working, path: Path, field: Declared, problems: Problems) -> None:
    """Draw the input of ``field`` at ``path``, the choice of a stated answer while it is empty, its problems."""
    empty = is_empty(working.value(path))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        _MAKERS[field.shape](working, path, field)
        if empty and not field.required:
            answer_menu(working, path)
    stated_badge(working, path)
    told(problems, path)


def told(problems: Problems, path: Path) -> None:
    """Say what is wrong with the field at ``path``, if anything."""
    for problem in problems.get("/".join(path), []) + problems.get("stated/" + "/".join(path), []):
        st.markdown(f":red[:material/error: {explain_problem(problem)}]")


def answer_menu(working: Working, path: Path) -> None:
    """Offer to state for an empty field that there is none, or that it is not known."""
    stated = working.content.get("stated", {}).get("/".join(path))
    options = [each for each in (*ANSWERS, "clear") if each != stated and (stated or each != "clear")]
    key = working.key((*path, "answer"))
    st.menu_button(
        "",
        options,
        key=key,
        icon=":material/more_vert:",
        type="tertiary",
        help=t("register.answer.help"),
        format_func=lambda each: t(f"register.answer.{each}"),
        on_click=_answered,
        args=(working, path, key),
    )


def stated_badge(working: Working, path: Path) -> None:
    """Show what was stated for the empty field at ``path``."""
    stated = working.content.get("stated", {}).get("/".join(path))
    if stated:
        answer_badge(stated)


def answer_badge(stated: str) -> None:
    """Show a stated answer so that it differs from a value and from an empty field."""
    known = stated == "none"
    st.badge(
        t(f"register.answer.{stated}"),
        icon=":material/block:" if known else ":material/help:",
        color="gray" if known else "orange",
    )


def _answered(working: Working, path: Path, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen:
        working.state(path, None if chosen == "clear" else chosen)
        working.keep()


def _typed(working: Working, path: Path, key: str) -> None:
    value = st.session_state.get(key)
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, str):
        value = value.strip()
    working.put(path, value)


def _shared(working: Working, path: Path, field: Declared) -> dict[str, Any]:
    key = working.key(path)
    return {
        "label": label(field),
        "key": key,
        "help": hint(field),
        "on_change": _typed,
        "args": (working, path, key),
    }


def _short(working: Working, path: Path, field: Declared) -> None:
    working.agree(path)
    st.text_input(
        value=working.value(path) or "",
        max_chars=field.max_length,
        required=field.required,
        **_shared(working, path, field),
    )


def _long(working: Working, path: Path, field: Declared) -> None:
    working.agree(path)
    st.text_area(
        value=working.value(path) or "",
        max_chars=field.max_length,
        height="content",
        **_shared(working, path, field),
    )


def _whole(working: Working, path: Path, field: Declared) -> None:
    if field.spec.scale:
        _scale(working, path, field)
        return
    st.number_input(
        value=working.value(path),
        min_value=field.low,
        max_value=field.high,
        step=1,
        placeholder="",
        **_shared(working, path, field),
    )


def _scale(working: Working, path: Path, field: Declared) -> None:
    _select(working, path, field, list(range(field.low or 1, (field.high or 5) + 1)), _term_of(field))


def _flag(working: Working, path: Path, field: Declared) -> None:
    st.segmented_control(
        options=[True, False],
        default=working.value(path),
        format_func=lambda each: t("register.yes" if each else "register.no"),
        **_shared(working, path, field),
    )


def _date(working: Working, path: Path, field: Declared) -> None:
    value = working.value(path)
    st.date_input(
        value=date.fromisoformat(value) if value else None,
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="YYYY-MM-DD",
        **_shared(working, path, field),
    )


def _code(working: Working, path: Path, field: Declared) -> None:
    value = working.value(path)
    options, shown = _options(working, field, [value] if value else [])
    if options is None:
        _short(working, path, field)
    else:
        _select(working, path, field, options, shown)


def _select(
    working: Working, path: Path, field: Declared, options: list[Any], shown: Callable[[Any], str]
) -> None:
    value = working.value(path)
    st.selectbox(
        options=options,
        index=options.index(value) if value in options else None,
        format_func=shown,
        placeholder=t("register.choose"),
        **_shared(working, path, field),
    )


def _codes(working: Working, path: Path, field: Declared) -> None:
    values = working.value(path) or []
    options, shown = _options(working, field, values)
    st.multiselect(
        options=options or [],
        default=values,
        format_func=shown,
        placeholder=t("register.choose"),
        **_shared(working, path, field),
    )


def _options(
    working: Working, field: Declared, keep: list[str]
) -> tuple[list[str] | None, Callable[[Any], str]]:
    """Return what may be chosen for ``field`` and how it is shown; None for a code without a list."""
    if field.spec.vocabulary:
        offered = [each.code for each in vocabulary.terms(field.spec.vocabulary) if not each.deprecated]
        return offered + [each for each in keep if each not in offered], _term_of(field)
    if field.spec.links:
        called = names.choosable(field.spec.link_kinds, keep)
        return list(called), namer(called)
    if field.spec.within:
        within = field.spec.within
        keys = [row["key"] for row in working.content.get(within) or []]
        kept = keys + [each for each in keep if each not in keys]
        return kept, lambda key: inner_title(within, key, working.content)
    return None, str


def _term_of(field: Declared) -> Callable[[Any], str]:
    name, in_language, scale = field.spec.vocabulary or "", language(), field.spec.scale

    def shown(code: Any) -> str:
        words = vocabulary.label(name, str(code), in_language)
        return f"{code} · {words}" if scale else words

    return shown


_MAKERS: dict[str, Callable[[Working, Path, Declared], None]] = {
    "short": _short,
    "long": _long,
    "whole": _whole,
    "flag": _flag,
    "date": _date,
    "code": _code,
    "codes": _codes,
}
