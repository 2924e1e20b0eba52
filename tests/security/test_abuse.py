"""What attackers try at a sign-in: forged forms, fixed sessions, open redirects, huge bodies, guessing."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import psutil
import pytest
import streamlit as st

from governance.language import text
from governance.register import signin_failures
from governance.ui import downloads
from governance.ui.door import access
from governance.ui.signin.forms import LARGEST_BODY
from tests.company import LOGINS, PASSWORD, TestClient, csrf_of, form_of, plant, sign_in, token_of
from tests.security.conftest import Visitor, at
from tests.small_register import ADMINISTRATOR, DPO


@pytest.fixture(autouse=True)
def _nobody_is_locked(app: object) -> Iterator[None]:
    """Every test begins without failed sign-ins."""
    yield
    throttle = access().throttle
    signin_failures.remove(access().register, list(throttle._counts))
    throttle._counts.clear()


def test_wrong_password_and_unknown_person_are_told_alike(anybody: TestClient) -> None:
    """Status and sentence do not tell whether the person exists, and each try hashes once."""
    passwords = access().accounts.passwords
    before = passwords.checked

    known = sign_in(anybody, LOGINS[DPO], "wrong")
    unknown = sign_in(anybody, "nobody@nordhafen.example", "wrong")

    assert known[0] == unknown[0] == 403
    sentence = text("error.signin_wrong", "en")
    assert sentence in known[1]
    assert sentence in unknown[1]
    assert passwords.checked - before == 2


def test_a_session_is_new_at_every_sign_in(visitor: Visitor) -> None:
    """A token set before the sign-in is worth nothing after it, and the one of the last sign-in ends (fixation)."""
    client, attacker = visitor(), visitor()
    plant(client, "planted-by-an-attacker")
    plant(attacker, "planted-by-an-attacker")

    sign_in(client)

    assert token_of(client) != "planted-by-an-attacker"
    assert client.get("/work").status_code == 200
    assert attacker.get("/work").status_code == 303


def test_signing_in_again_ends_the_session_before(visitor: Visitor) -> None:
    """One browser holds one session."""
    client, old = visitor(), visitor()
    sign_in(client)
    plant(old, token_of(client))
    page = client.get("/signin/code").text
    fields = {"form": form_of(page), "next": "/", "login": LOGINS[DPO], "password": PASSWORD}

    client.post("/signin", data=fields)

    assert token_of(client) != old.cookies["recital_session"]
    assert old.get("/").status_code == 303
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("form", ["", "made-up", None])
def test_a_form_that_is_not_ours_does_not_sign_in(anybody: TestClient, form: str | None) -> None:
    """Without the mark of a page given to this browser nobody is signed in (login CSRF)."""
    anybody.get("/signin")
    fields = {"next": "/", "login": LOGINS[DPO], "password": PASSWORD} | (
        {} if form is None else {"form": form}
    )

    answer = anybody.post("/signin", data=fields)

    assert answer.status_code == 400
    assert "recital_session" not in anybody.cookies


def test_the_form_of_another_browser_does_not_sign_in(visitor: Visitor) -> None:
    """The mark belongs to the browser it was given to."""
    attacker, victim = visitor(), visitor()
    stolen = form_of(attacker.get("/signin").text)
    victim.get("/signin")
    fields = {"form": stolen, "next": "/", "login": LOGINS[DPO], "password": PASSWORD}

    assert victim.post("/signin", data=fields).status_code == 400


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/signout", {"a": "b"}),
        ("/account", {"what": "others"}),
        ("/account", {"what": "password", "old": PASSWORD}),
    ],
)
def test_forged_posts_change_nothing(visitor: Visitor, path: str, fields: dict[str, str]) -> None:
    """Without the session's own secret, or from another site, no form of the account is obeyed (CSRF)."""
    client, other = visitor(), visitor()
    sign_in(client)
    sign_in(other)
    own = csrf_of(client.get("/account").text)

    assert client.post(path, data=fields).status_code == 403
    assert client.post(path, data=fields | {"csrf": csrf_of(other.get("/account").text)}).status_code == 403
    forged = client.post(path, data=fields | {"csrf": own}, headers={"origin": "https://evil.example"})
    assert forged.status_code == 403
    fetched = client.post(path, data=fields | {"csrf": own}, headers={"sec-fetch-site": "cross-site"})
    assert fetched.status_code == 403
    assert client.get("/work").status_code == other.get("/work").status_code == 200


def test_signing_out_is_no_link(visitor: Visitor) -> None:
    """Following a link, as a picture on another site would, signs nobody out."""
    client = visitor()
    sign_in(client)
    client.get("/signout")

    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/%2f%2fevil.example",
        "/%5cevil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: a=b", "/\t/evil.example", "/ /evil.example",
        "//evil.example@localhost", "/@evil.example//x", "/%0d%0aLocation:%20https://evil.example", "evil.example",
        "/signin?next=/signin", "/signout", "/a//evil.example", "", "/" + "a" * 3000,
    ],
)  # fmt: skip
def test_no_redirect_leads_away(visitor: Visitor, wanted: str) -> None:
    """After the sign-in one goes to a page of ours, whatever the form says (open redirect)."""
    client = visitor()
    page = client.get("/signin").text
    fields = {"form": form_of(page), "next": wanted, "login": LOGINS[DPO], "password": PASSWORD}

    answer = client.post("/signin", data=fields)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_large_bodies_are_not_read(visitor: Visitor) -> None:
    """A sign-in form of more than 16 KiB is refused, told or not told how long it is; odd forms too."""
    client = visitor()
    client.get("/signin")
    form = {"content-type": "application/x-www-form-urlencoded"}

    def pieces() -> Iterator[bytes]:
        for _ in range(3):
            yield b"a" * LARGEST_BODY

    assert client.post("/signin", content=b"a=" + b"b" * LARGEST_BODY, headers=form).status_code == 413
    assert client.post("/signin", content=pieces(), headers=form).status_code == 413
    assert client.post("/signin", content=b"&".join([b"a=1"] * 50), headers=form).status_code == 400
    assert client.post("/signin", content=b"\xff\xfe", headers=form).status_code == 400
    assert client.post("/signin", json={"login": "a"}).status_code == 415


def test_the_cookie_is_out_of_reach(visitor: Visitor) -> None:
    """No script reads the session's cookie and no other site sends it with a form."""
    client = visitor()
    page = client.get("/signin").text
    fields = {"form": form_of(page), "next": "/", "login": LOGINS[DPO], "password": PASSWORD}
    cookies = client.post("/signin", data=fields).headers.get_list("set-cookie")
    session = next(each for each in cookies if each.startswith("recital_session="))

    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Path=/" in session
    assert "Domain" not in session


def test_pages_before_the_gate_run_no_script(anybody: TestClient) -> None:
    """The sign-in pages allow no script at all, are not kept by caches, and escape what comes from the address."""
    answer = anybody.get("/signin", params={"next": '/a?b="><script>alert(1)</script>', "notice": "<b>"})

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "<script" not in answer.text


def test_ten_thousand_attempts_are_held_off(visitor: Visitor) -> None:
    """Of ten thousand attempts from one address hardly any reaches the hash; memory stays, and the server answers."""
    client = visitor()
    form = form_of(client.get("/signin").text)
    passwords = access().accounts.passwords
    before, statuses = passwords.checked, set[int]()
    gc.collect()
    memory = psutil.Process().memory_info().rss
    for number in range(10_000):
        login = LOGINS[DPO] if number % 2 else f"someone{number}@nordhafen.example"
        fields = {"form": form, "next": "/", "login": login, "password": f"guess{number}"}
        statuses.add(client.post("/signin", data=fields).status_code)
    gc.collect()
    grown = psutil.Process().memory_info().rss - memory

    assert statuses == {403, 429}
    assert passwords.checked - before <= 30
    assert len(access().throttle) <= 40
    assert grown < 60_000_000
    assert client.get("/healthz").status_code == 200


def test_guessing_elsewhere_does_not_lock_the_administrator_out(app: st.App) -> None:
    """In a browser they signed in with before people sign in while somebody else guesses at their name."""
    own, attacker = at(app), at(app, "192.0.2.9")
    sign_in(own, LOGINS[ADMINISTRATOR])
    for _ in range(8):
        last = sign_in(attacker, LOGINS[ADMINISTRATOR], "guess")

    assert last[0] == 429
    assert access().throttle.locked_until(ADMINISTRATOR) is not None
    own.cookies.delete("recital_session")
    assert sign_in(own, LOGINS[ADMINISTRATOR])[0] == 303


def test_a_wait_says_how_long(anybody: TestClient) -> None:
    """Who tried too often is told to wait, also with the right password, and browsers are told in their way."""
    for _ in range(6):
        status, page = sign_in(anybody, LOGINS[DPO], "guess")
    form = form_of(anybody.get("/signin").text)
    fields = {"form": form, "next": "/", "login": LOGINS[DPO], "password": PASSWORD}
    answer = anybody.post("/signin", data=fields)

    assert (status, answer.status_code) == (429, 429)
    assert answer.headers["retry-after"] == "900"
    assert text("error.signin_wait", "en", minutes=15) in page


def _offered(client: TestClient) -> str:
    """Offer the client's session a file that holds its person's id, in the slot everybody uses; return its address."""
    session = access().sessions.find(token_of(client))
    assert session is not None
    return downloads.offer("list.csv", "text/csv", session.person.encode, session.digest, slot="list")


def test_files_belong_to_one_session(visitor: Visitor) -> None:
    """Two people exporting at once never get each other's file, and a file is gone with its session."""
    first, second = visitor(), visitor()
    sign_in(first, LOGINS[DPO])
    sign_in(second, LOGINS[ADMINISTRATOR])
    urls = {client: _offered(client) for client in (first, second)}

    assert (first.get(urls[first]).text, second.get(urls[second]).text) == (DPO, ADMINISTRATOR)
    assert first.get(urls[second]).status_code == second.get(urls[first]).status_code == 404
    first.cookies.set("recital_browser", "made-up")
    assert first.get(urls[second]).status_code == 404
    access().sessions.end_all(DPO)
    assert first.get(urls[first]).status_code == 401
    sign_in(first, LOGINS[DPO])
    assert first.get(urls[first]).status_code == 404


def test_no_secret_is_in_log_or_address(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    """Neither password nor token nor code is logged or put into an address."""
    caplog.set_level("DEBUG")
    client = visitor()
    status, location = sign_in(client)
    code = access().accounts.new_code(DPO)
    page = client.get("/signin/code").text
    fresh = "quiet harbour lamps 5 owls"
    fields = {
        "form": form_of(page),
        "next": "/",
        "login": LOGINS[DPO],
        "code": code,
        "new": fresh,
        "again": fresh,
    }
    answer = client.post("/signin/code", data=fields)
    client.post("/signin", data={"form": "x", "login": LOGINS[DPO], "password": PASSWORD})

    assert (status, answer.status_code) == (303, 303)
    for secret in (PASSWORD, fresh, code, code.replace("-", ""), token_of(client)):
        assert secret not in caplog.text + location + answer.headers["location"]
    with access().register.cursor() as cursor:
        kept = str(
            cursor.execute("SELECT * FROM session").fetchall()
            + cursor.execute("SELECT * FROM journal").fetchall()
        )
    assert token_of(client) not in kept
    access().accounts.new_code(DPO)
    page = client.get("/signin/code").text
    code = access().accounts.new_code(DPO)
    client.post(
        "/signin/code",
        data=fields | {"form": form_of(page), "code": code, "new": PASSWORD, "again": PASSWORD},
    )
