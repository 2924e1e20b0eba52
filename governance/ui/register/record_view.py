"""View mode: every field in plain words, and the three ways a field can be empty told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.ui.links import go_record
from governance.ui.register import file_input, names
from governance.ui.register.inputs import answer_badge
from governance.ui.register.sections import STAGES, label, section_label, sections_of, visible
from governance.ui.register.stage_view import stages_view
from governance.ui.register.tabs import record_tabs
from governance.ui.register.wording import is_empty, joined, listed, row_title
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from governance.model.fields import Declared
    from governance.ui.register.loading import Seen

_ADDRESSES = ("url", "website")


@st.fragment
def record_view(seen: Seen, extra: Mapping[str, tuple[str, Callable[[], None]]]) -> None:
    """Draw the sections of a record as tabs, and ``extra`` tabs (label and what draws them) after them."""
    sections = sections_of(seen.kind)
    labels = {name: section_label(name) for name in sections}
    labels |= {code: words for code, (words, _) in extra.items()}
    for code, tab in record_tabs(f"view.{seen.id}", labels):
        if not tab.open:
            continue
        with tab:
            if code in extra:
                extra[code][1]()
            else:
                section_view(seen.kind, code, sections[code], seen.content, f"view.{seen.id}", seen.id)


def section_view(
    kind: str, section: str, fields: Sequence[Declared], content: dict[str, Any], key: str, record_id: str
) -> None:
    """Draw one section of a record, read only."""
    if section == STAGES:
        stages_view(fields[0], content, key)
        return
    fields_view(fields, content, content, (), key)
    if kind == "evidence":
        file_input.offer(record_id, content)
    if section == "main":
        _kept(content)


def fields_view(
    fields: Sequence[Declared],
    holder: Mapping[str, Any],
    content: Mapping[str, Any],
    path: tuple[str, ...],
    key: str,
) -> None:
    """Draw the answered fields of ``holder``, then name the ones that were not filled in."""
    stated = content.get("stated", {})
    answered = [
        each
        for each in fields
        if not is_empty(holder.get(each.name)) or "/".join((*path, each.name)) in stated
    ]
    plain_ones = [each for each in answered if not _is_wide(each, holder.get(each.name))]
    for start in range(0, len(plain_ones), 2):
        for column, field in zip(st.columns(2), plain_ones[start : start + 2], strict=False):
            with column:
                _field(field, holder, content, path, key)
    for field in answered:
        if field not in plain_ones:
            _field(field, holder, content, path, key)
    missing = [plain(label(each)) for each in fields if each not in answered]
    if missing:
        st.caption(f":material/radio_button_unchecked: {t('register.not_filled')} {joined(missing)}")


def _is_wide(field: Declared, value: Any) -> bool:
    return field.shape == "rows" or (isinstance(value, str) and len(value) > 120)


def _field(
    field: Declared, holder: Mapping[str, Any], content: Mapping[str, Any], path: tuple[str, ...], key: str
) -> None:
    value: Any = holder.get(field.name)
    here = (*path, field.name)
    title = plain(label(field))
    if is_empty(value):
        with st.container(gap=None):
            st.caption(title)
            answer_badge(content.get("stated", {})["/".join(here)])
    elif field.shape == "rows":
        _rows(field, value, content, here, key)
    elif field.spec.links:
        with st.container(gap=None):
            st.caption(title)
            links(value if isinstance(value, list) else [value], f"{key}.{'.'.join(here)}")
    else:
        with st.container(gap=None):
            st.caption(title)
            _words(field, value, content)


def _words(field: Declared, value: Any, content: Mapping[str, Any]) -> None:
    """Draw words as they were typed; an address becomes a link that leaves the register."""
    if field.shape not in ("short", "long"):
        st.markdown(joined(plain(each) for each in listed(field, value, content)))
    elif field.name in _ADDRESSES and str(value).startswith(("https://", "http://")):
        st.link_button(plain(value, 90), str(value), type="tertiary", icon=":material/open_in_new:")
    else:
        st.text(str(value))


def _rows(
    field: Declared, rows: list[dict[str, Any]], content: Mapping[str, Any], path: tuple[str, ...], key: str
) -> None:
    st.markdown(f"**{plain(label(field))}**")
    for row in rows:
        with st.container(border=True, gap="small"):
            st.markdown(f"**{plain(row_title(field, row, content))}**")
            fields_view(visible(field.children), row, content, (*path, row["key"]), key)


def links(targets: Sequence[str], key: str, called: Mapping[str, str] | None = None) -> None:
    """Draw the names of records (``called`` when known already); a click opens one."""
    with st.container(horizontal=True, gap="small", key=f"links_{key}"):
        for target in targets:
            label = f":primary[{plain((called or {}).get(target) or names.name(target), 80)}]"
            if st.button(label, key=f"{key}.{target}", type="tertiary"):
                go_record(target)


def _kept(content: Mapping[str, Any]) -> None:
    """Show text of an import that matched no field, so that nobody believes it lost."""
    kept = content.get("kept") or []
    if not kept:
        return
    with st.expander(t("register.kept", count=len(kept)), icon=":material/format_quote:"):
        for row in kept:
            st.caption(plain(" · ".join(filter(None, (row.get("column"), row.get("source"))))) or "—")
            st.text(str(row["text"]))
