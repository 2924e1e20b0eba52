"""What must be seen above every page of the law: packs that were refused, and that this is no legal advice."""

from __future__ import annotations

import streamlit as st

from governance.language import explain
from governance.law.packs import law
from governance.ui.state import language
from governance.ui.words import plain, t


def refusals() -> None:
    """Say which law files were refused, with file, rule and reason; the rules of the others still judge."""
    for each in law().refusals:
        st.error(
            plain(explain(each.error, language()), 900),
            icon=":material/gpp_bad:",
            title=t("law.refused", file=plain(each.file), rule=plain(each.rule or "–")),
        )


def no_advice() -> None:
    """Say under a page that its rules are a help and no legal advice."""
    st.caption(f":material/balance: {t('law.no_advice')}")
