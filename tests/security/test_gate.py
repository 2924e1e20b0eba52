"""Nobody gets in who does not belong: every route and the websocket, whatever way the address is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from starlette.routing import BaseRoute, Mount
from starlette.websockets import WebSocketDisconnect

from governance.access import addresses
from governance.ui.navigation import ENTRIES
from tests.company import HOST, LOGINS, TestClient, csrf_of, plant, sign_in, token_of
from tests.security.conftest import Visitor
from tests.small_register import ADMINISTRATOR, TEAM

STREAM = "/_stcore/stream"
SOCKET = HOST.replace("http", "ws") + STREAM
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OPEN = (
    "/healthz",
    "/readyz",
    "/_stcore/health",
    "/signin",
    addresses.BACKUP,
)  # each begins an address that is open


def _routes(routes: list[BaseRoute], prefix: str = "") -> Iterator[str]:
    for route in routes:
        path = prefix + str(getattr(route, "path", ""))
        if isinstance(route, Mount):
            yield path or "/"
        yield from _routes(route.routes or [], path) if isinstance(route, Mount) else [path]


def _all_paths(app: st.App) -> list[str]:
    """Return every route of the running app, its holes filled, and every page."""
    built = app._starlette_app
    assert built is not None
    paths = {
        path.replace("{path:path}", "a/b").replace("{", "").replace("}", "") for path in _routes(built.routes)
    }
    files = {"/static/index.html", "/favicon.png", "/manifest.json", "/static/js/none.js"}
    return sorted(paths | files | {f"/{entry.name}" for entry in ENTRIES})


def test_the_walk_sees_the_routes(app: st.App) -> None:
    """The list of routes is the app's own: ours, Streamlit's, and the pages."""
    paths = _all_paths(app)

    assert {"/export/token", "/assets/i18n.js", STREAM, "/_stcore/host-config", "/posture"} <= set(paths)
    assert len(paths) > 50


def test_every_route_is_closed_to_anybody(app: st.App, anybody: TestClient) -> None:
    """Without a session each route answers 401 or leads to the sign-in, but for the few that are open."""
    closed = [path for path in _all_paths(app) if not path.startswith(OPEN)]
    answers = {(path, method): anybody.request(method, path) for path in closed for method in METHODS}

    let_in = [
        where
        for where, answer in answers.items()
        if not (answer.status_code == 401 or answer.headers.get("location", "").startswith("/signin"))
    ]
    assert let_in == []
    assert all(b"Newsletter" not in answer.content for answer in answers.values())


def test_the_open_addresses_are_these(anybody: TestClient) -> None:
    """Health, readiness and what the sign-in page needs answer to anybody; the list does not grow unseen."""
    assert {
        "/healthz", "/readyz", "/_stcore/health", "/signin", "/signin/code", "/signin/oidc", "/signin/callback",
        "/signin/style.css", "/signin/mark.png", "/signin/favicon.png", "/api/backup",
    } == addresses.OPEN  # fmt: skip
    assert all(anybody.get(path).status_code in (200, 303) for path in addresses.OPEN - {addresses.BACKUP})
    # The backup asks for the token of the server itself; without it nobody learns that it is there.
    assert {anybody.request(method, addresses.BACKUP).status_code for method in METHODS} <= {404, 405}
    assert anybody.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "path",
    [
        "//signin", "/signin/", "/signin/../record", "/signin/..%2frecord", "/%2e%2e/signin", "/signin%2f..%2fexport/a",
        "/SIGNIN/CODE", "/signin;/record", "/healthz/", "/healthz/../export/a", "/_stcore/health/../host-config",
        "/_stcore/health/", "/_STCORE/host-config", "/./export/a", "/export//a", "/signin\\..\\export", "/signin%00",
        "/signin/style.css/../../media/a", "//evil.example/signin", "/record/healthz", "/%73ignin/x",
    ],
)  # fmt: skip
def test_no_way_of_writing_an_address_opens_it(anybody: TestClient, path: str) -> None:
    """Double slashes, dots, percent signs, capitals and endings make no closed address open."""
    answer = anybody.request("GET", HOST + path)

    assert answer.status_code in (303, 400, 401), answer.text[:200]
    assert answer.headers.get("location", "/signin").startswith("/signin")


def _refused(client: TestClient, **headers: str) -> bool:
    try:
        with client.websocket_connect(SOCKET, headers=headers):
            return False
    except WebSocketDisconnect:
        return True


def test_the_websocket_is_closed_to_anybody(anybody: TestClient) -> None:
    """Without a session, or with one that never was, the websocket is refused."""
    assert _refused(anybody, origin=HOST)
    plant(anybody, "made-up")
    assert _refused(anybody, origin=HOST)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost:9", "null", "", "http://localhost.evil"]
)
def test_the_websocket_needs_a_page_of_ours(visitor: Visitor, origin: str) -> None:
    """With a session the websocket opens from our own pages only: not from another site, another port or no page."""
    client = visitor()
    sign_in(client)

    assert not _refused(client, origin=HOST)
    assert _refused(client, **({"origin": origin} if origin else {}))


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "recital@localhost"])
def test_a_foreign_name_is_refused(visitor: Visitor, host: str) -> None:
    """Whoever calls us by another name is refused before anything is looked at, with a session too (DNS rebinding)."""
    client = visitor()
    sign_in(client)

    assert client.get("/", headers={"host": host}).status_code == 403
    assert client.get("/signin", headers={"host": host}).status_code == 403


def test_a_copied_cookie_dies_with_its_session(visitor: Visitor) -> None:
    """Whoever copied the cookie is out, at every route and the websocket, once its owner signs out."""
    owner, thief = visitor(), visitor()
    sign_in(owner)
    plant(thief, token_of(owner))
    assert thief.get("/").status_code == 200
    assert not _refused(thief, origin=HOST)

    owner.post("/signout", data={"csrf": csrf_of(owner.get("/signout").text)})

    assert thief.get("/").status_code == 303
    assert thief.get("/export/a").status_code == 401
    assert _refused(thief, origin=HOST)


def test_the_deep_link_is_kept(visitor: Visitor) -> None:
    """Who is sent to sign in comes back to the very page and query asked for, in any script."""
    client = visitor()
    sent = client.get("/search?q=电子&tab=a%26b").headers["location"]

    page = client.get(sent).text
    assert "q=%E7%94%B5%E5%AD%90&amp;tab=a%26b" in page
    assert sign_in(client, wanted="/search?q=%E7%94%B5%E5%AD%90&tab=a%26b") == (
        303, "/search?q=%E7%94%B5%E5%AD%90&tab=a%26b",
    )  # fmt: skip


def test_a_person_without_rights_is_out_at_once(visitor: Visitor) -> None:
    """Ending the last grant of a person ends the session with the next request."""
    from governance.register import commands
    from governance.ui.door import access

    client = visitor()
    sign_in(client, LOGINS[TEAM])
    assert client.get("/work").status_code == 200
    register = access().register
    grant = register.content("GRA-00004") | {"ends_on": register.today().isoformat()}
    ended = commands.Change("grant", "update", grant, "GRA-00004", 1)

    commands.write(register, actor=ADMINISTRATOR, reason="Left the team", changes=[ended])

    assert client.get("/work").headers["location"].startswith("/signin")
    assert sign_in(visitor(), LOGINS[TEAM])[0] == 403
