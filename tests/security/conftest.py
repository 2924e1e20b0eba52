"""The whole app in company use, in this process, with its own register; and visitors of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.runtime import Runtime

from governance import bootstrap, config
from governance.ui import server
from tests import company
from tests.company import TestClient

Visitor = Callable[[], TestClient]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[st.App]:
    """The app as ``app.py`` puts it together, started, where people sign in."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in company.CHEAP.items():
            patch.setenv(name, value)
        config.forget()
        path = tmp_path_factory.mktemp("company") / "register.duckdb"
        company.build(path)
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        bootstrap.close()
        patch.setattr(Runtime, "_instance", None)
        made = st.App(
            server.FRAME,
            routes=server.ROUTES,
            middleware=server.MIDDLEWARE,
            lifespan=server.lifespan,
            on_script_error=server.on_script_error,
        )
        with TestClient(made, base_url=company.HOST):
            yield made
        bootstrap.close()
    config.forget()


@pytest.fixture
def visitor(app: st.App) -> Visitor:
    """A function which gives a new browser without any cookie; it follows no redirect."""
    return lambda: TestClient(app, base_url=company.HOST, follow_redirects=False)


@pytest.fixture
def anybody(visitor: Visitor) -> TestClient:
    """Somebody who has not signed in."""
    return visitor()
