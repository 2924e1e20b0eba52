"""The screen's shell and translation script around a page of nothing but widgets."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from governance.ui.routes import ROUTES
from governance.ui.shell import Shell

app = st.App(Path(__file__).with_name("widgets_page.py"), routes=ROUTES, middleware=[Middleware(Shell)])
