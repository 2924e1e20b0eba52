"""The whole app in company use, in this process, with its own register; and visitors of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.runtime import Runtime

from governance import bootstrap, config
from governance.ui import server
from governance.ui.signin.provider import provider
from tests import company
from tests.company import TestClient

Visitor = Callable[[], TestClient]


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """What a module sets beside the sign-in; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[st.App]:
    """The app as ``app.py`` puts it together, started, where people sign in."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (company.CHEAP | environment).items():
            patch.setenv(name, value)
        config.forget()
        provider.cache_clear()
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
        with TestClient(made, base_url=company.HOST) as started:
            made.state["portal"] = started.portal
            yield made
        bootstrap.close()
    config.forget()
    provider.cache_clear()


def at(app: st.App, address: str = "127.0.0.1") -> TestClient:
    """Return a new browser at a network address, served by the loop the app was started in."""
    client = TestClient(app, base_url=company.HOST, follow_redirects=False, client=(address, 5))
    client.portal = app.state["portal"]
    return client


@pytest.fixture
def visitor(app: st.App) -> Visitor:
    """A function which gives a new browser without any cookie; it follows no redirect."""
    return lambda: at(app)


@pytest.fixture
def anybody(visitor: Visitor) -> TestClient:
    """Somebody who has not signed in."""
    return visitor()
