"""Recital as one ASGI application: ``streamlit run app.py`` or ``uvicorn app:app``.

The call of ``st.App`` must be written out here: ``streamlit run`` looks for it in the text of this file.
"""

import streamlit as st

from governance.ui import server

app = st.App(
    server.FRAME,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.on_script_error,
)
