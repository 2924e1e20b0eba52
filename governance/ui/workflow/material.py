"""Which fields an approval covers: a change of any of them lapses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.model.canonical import fields_version, material_paths
from governance.model.kinds import kind_of
from governance.ui.register.sections import section_label
from governance.ui.register.wording import joined
from governance.ui.state import language
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governance.model.fields import Declared


def offer(kind: str) -> None:
    """Draw the button that opens the list of material fields of ``kind``, by section."""
    menu = st.popover(
        t("signoff.material"),
        icon=":material/rule:",
        key="signoff.material",
        type="tertiary",
        on_change="rerun",
    )
    if not menu.open:
        return
    with menu:
        st.caption(t("signoff.material.about"))
        sections: dict[str, list[str]] = {}
        for each in kind_of(kind).fields:
            if each.spec.material:
                sections.setdefault(each.spec.section, []).extend(_labels(each))
        for section, labels in sections.items():
            st.markdown(f"**{section_label(section)}**  \n{joined(plain(label, 2_000) for label in labels)}")
        st.caption(t("signoff.material.version", version=fields_version(material_paths(kind))[:12]))


def _labels(field: Declared) -> Iterator[str]:
    """Give the label of a field; of rows their own and those of the fields in them that count."""
    inner = [each.spec.label(language()) for each in field.children if each.spec.material]
    label = field.spec.label(language())
    yield f"{label} ({joined(inner)})" if inner else label
