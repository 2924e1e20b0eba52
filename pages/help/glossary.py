"""Help: what the words mean, the first ten minutes, and where the rules come from."""

import streamlit as st

from governance.ui.headings import heading
from governance.ui.insight import address, glossary, guide
from governance.ui.words import t

PARTS = ("glossary", "guide", "sources")

heading(t("page.glossary"), t("dash.help.question"))
options = {part: t(f"dash.help.part.{part}") for part in PARTS}
part = address.segments(t("dash.help.part"), "part", options, key="help.part", drops=("q",))
if part == "guide":
    guide.first_minutes()
elif part == "sources":
    with st.container(border=True, key="panel_sources"):
        guide.sources()
else:
    glossary.show()
