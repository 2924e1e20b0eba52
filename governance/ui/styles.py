"""The few lines of CSS the theme settings cannot express."""

from __future__ import annotations

import streamlit as st

# Colours of card, card edge, quiet words, the two strips above the page and the ring of the focus, light and dark.
_LIGHT = {
    "card": "#ffffff", "edge": "#dde4ef", "quiet": "#55637b", "demo": "#e9effc", "past": "#fdf1d7",
    "past_edge": "#eccf86", "on_primary": "#ffffff", "ring": "#1d4ed8",
}  # fmt: skip
_DARK = {
    "card": "#121c2d", "edge": "#26344c", "quiet": "#a5b2c8", "demo": "#14213a", "past": "#33280f",
    "past_edge": "#6b5420", "on_primary": "#0b1220", "ring": "#7fb0ff",
}  # fmt: skip

_CSS = """<style>
[data-testid="stMultiSelect"] span[title], [data-testid="stMultiSelect"] :has(> span[title]) {{
  color: #fff !important; background: #1d4ed8 !important;
}}
[data-testid="stMainBlockContainer"] {{ padding-left: 2.25rem; padding-right: 2.25rem; max-width: 1560px; }}
@media (max-width: 640px) {{
  [data-testid="stMainBlockContainer"] {{ padding-left: 1rem; padding-right: 1rem; }}
  .st-key-topbar > div:first-child {{ min-width: 100%; }}
  .st-key-banner_demo {{ padding-top: .4rem; padding-bottom: .4rem; row-gap: 0; }}
  [class*="st-key-wide_"] {{ overflow-x: auto; }}
  [class*="st-key-wide_"] > div {{ min-width: 56rem; }}
}}
[class*="st-key-card_"], [class*="st-key-panel_"] {{
  background: {card}; border-color: {edge}; box-shadow: 0 1px 2px rgba(15, 27, 45, .05);
}}
:is(button, a, summary, [role="tab"], [role="radio"]):focus-visible {{ outline: 2px solid {ring}; outline-offset: 1px; }}
[data-testid="stSidebar"] :is(button, a):focus-visible {{ outline-color: #8db4ff; }}
[data-testid="stElementToolbar"]:focus-within {{ opacity: 1; }}
[data-testid="stMetricChart"] svg {{ background-color: transparent !important; }}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{ color: {quiet}; opacity: 1; }}
[data-testid^="stBaseButton-primary"], [data-testid^="stBaseButton-primary"] p {{ color: {on_primary}; }}
[data-testid="stPopoverBody"]:has([data-testid="stDataFrame"]) {{ width: min(44rem, 92vw); max-width: none; }}
.st-key-topbar {{ margin-bottom: -.25rem; }}
.st-key-banner_demo, .st-key-banner_past {{
  background: {demo}; border-radius: .5rem; padding: .1rem .9rem; min-height: 2.4rem;
}}
.st-key-banner_past {{ background: {past}; border: 1px solid {past_edge}; padding: .4rem .9rem; }}
</style>"""


def apply(*, dark: bool) -> None:
    """Put the style lines into the page."""
    st.html(_CSS.format(**(_DARK if dark else _LIGHT)))
