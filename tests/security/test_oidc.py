"""Signing in with an OpenID provider: a real one on this machine, and answers no honest provider would give."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from governance.access.oidc import Provider
from governance.access.service import overview
from governance.config import OidcConfig
from governance.errors import GovernanceError
from governance.language import text
from governance.register import commands
from governance.register.commands import Change
from governance.register.store import Register
from governance.ui.door import access
from tests.company import HOST, LOGINS, TestClient, token_of
from tests.security.conftest import Visitor
from tests.small_register import ADMINISTRATOR, DPO, TEAM

GROUPS = {"privacy": "dpo", "audit": "auditor", "teams": "team_member"}
PEOPLE: dict[str, dict[str, Any]] = {
    "wei": {"email": LOGINS[DPO].upper(), "email_verified": True, "groups": ["privacy"]},
    "tom": {"email": LOGINS[TEAM], "email_verified": True, "groups": ["teams", "audit", "canteen"]},
    "anna": {"email": LOGINS[ADMINISTRATOR], "email_verified": True, "groups": []},
    "unverified": {"email": LOGINS[DPO], "email_verified": False},
    "silent": {"email": LOGINS[DPO]},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True},
    "nomail": {"name": "No Mail"},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    people = [
        part
        for sub, claims in PEOPLE.items()
        for part in ("--user-claims", json.dumps({"sub": sub} | claims))
    ]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "-n",
        "true",
        *people,
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/.well-known/openid-configuration").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the provider did not start")


@pytest.fixture(scope="module")
def environment(issuer: str) -> dict[str, str]:
    """The app knows the provider, and which of its groups are roles of ours."""
    return {
        "RECITAL_PUBLIC_URL": HOST,
        "RECITAL_OIDC__ISSUER": issuer,
        "RECITAL_OIDC__CLIENT_ID": "recital",
        "RECITAL_OIDC__CLIENT_SECRET": "a secret of the test",
        "RECITAL_OIDC__GROUPS": json.dumps(GROUPS),
        "RECITAL_OIDC__LABEL": "Nordhafen ID",
    }


def _begun(client: TestClient, wanted: str = "/") -> str:
    """Return where the provider is to be asked."""
    answer = client.get("/signin/oidc", params={"next": wanted})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def _agreed(address: str, **choice: str) -> str:
    """Sign in at the provider and return the path and query it sends back to."""
    answer = httpx.post(address, data=choice)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"].removeprefix(HOST)


def _sign_in(client: TestClient, sub: str, wanted: str = "/") -> httpx.Response:
    answer: httpx.Response = client.get(_agreed(_begun(client, wanted), sub=sub))
    return answer


def _roles(person: str) -> tuple[str, ...]:
    return next(each.roles for each in overview(access()) if each.id == person)


def test_the_button_is_there(visitor: Visitor) -> None:
    """Where a provider is configured the sign-in page offers it by its name."""
    assert "Sign in with Nordhafen ID" in visitor().get("/signin").text


def test_signing_in_with_the_provider_feeds_the_same_sessions(visitor: Visitor) -> None:
    """The person with the verified e-mail is in, at the page asked for, in a session like any other."""
    client = visitor()

    answer = _sign_in(client, "wei", "/record?id=ACT-00001")

    assert (answer.status_code, answer.headers["location"]) == (303, "/record?id=ACT-00001")
    session = access().sessions.find(token_of(client))
    assert session is not None
    assert (session.person, session.how) == (DPO, "oidc")
    assert client.get("/").status_code == 200
    access().sessions.end_all(DPO)
    assert client.get("/").status_code == 303


def test_the_question_carries_what_protects_it(visitor: Visitor) -> None:
    """Code flow with PKCE S256, and state and nonce that are new every time."""
    client = visitor()
    first, second = (parse_qs(urlsplit(_begun(client)).query) for _ in range(2))

    assert first["response_type"] == ["code"]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [f"{HOST}/signin/callback"]
    assert {"openid", "email"} <= set(first["scope"][0].split())
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))
    assert "code_verifier" not in first


@pytest.mark.parametrize(
    ("sub", "code"),
    [
        ("unverified", "oidc_email"),
        ("silent", "oidc_email"),
        ("nomail", "oidc_email"),
        ("stranger", "oidc_unknown"),
    ],
)
def test_others_are_refused_in_a_plain_sentence(visitor: Visitor, sub: str, code: str) -> None:
    """Without a verified e-mail, or with one nobody has, nobody is signed in and the page says why."""
    client = visitor()

    answer = _sign_in(client, sub)

    assert answer.status_code == 403
    assert text(f"error.{code}", "en", email="stranger@elsewhere.example") in answer.text.replace(
        "&#x27;", "'"
    )
    assert "recital_session" not in client.cookies


def test_a_refusal_at_the_provider_is_told(visitor: Visitor) -> None:
    """Who says no at the provider comes back to the sign-in page."""
    client = visitor()

    answer = client.get(_agreed(_begun(client), action="deny"))

    assert answer.status_code == 403
    assert text("error.oidc_refused", "en") in answer.text.replace("&#x27;", "'")


def test_an_answer_counts_once_and_in_its_own_browser_only(visitor: Visitor) -> None:
    """An answer used again, brought by another browser, or never asked for signs nobody in (login CSRF)."""
    client, other = visitor(), visitor()
    back = _agreed(_begun(client), sub="wei")
    other.get("/signin")
    assert other.get(back).status_code == 403
    assert client.get(back).status_code == 403

    again = _agreed(_begun(client), sub="wei")
    assert client.get(again).status_code == 303
    assert visitor().get(again).status_code == 403
    assert visitor().get("/signin/callback?code=a&state=b").status_code == 403


def test_who_is_kept_out_does_not_come_in_by_the_provider(visitor: Visitor) -> None:
    """An administrator's no holds for the provider's sign-in too."""
    access().accounts.revoke(DPO)
    answer = _sign_in(visitor(), "wei")
    access().accounts.new_code(DPO)

    assert answer.status_code == 403
    assert text("error.oidc_barred", "en") in answer.text
    assert _sign_in(visitor(), "wei").status_code == 303


def test_groups_keep_roles_in_step(visitor: Visitor) -> None:
    """Roles of the map are given and ended with the groups, journalled; the departments of a grant that stands stay."""
    register = access().register
    _sign_in(visitor(), "tom")
    assert _roles(TEAM) == ("auditor", "team_member")
    assert register.content("GRA-00004")["departments"] == ["DEP-00001"]
    with register.cursor() as cursor:
        row = cursor.execute(
            "SELECT actor, reason, kind, operation FROM journal ORDER BY revision DESC LIMIT 1"
        ).fetchone()
    assert row == (TEAM, "Groups of the identity provider at sign-in", "grant", "create")
    before = register.head().revision
    _sign_in(visitor(), "tom")
    assert register.head().revision == before

    _end_role_by_group(register)

    assert _roles(TEAM) == ("team_member",)


def _end_role_by_group(register: Register) -> None:
    from governance.access.groups import keep_in_step

    keep_in_step(register, TEAM, ["teams"], GROUPS)


def test_roles_outside_the_map_are_not_touched(visitor: Visitor) -> None:
    """An administrator without any group stays administrator and owner."""
    assert _sign_in(visitor(), "anna").status_code == 303
    assert _roles(ADMINISTRATOR) == ("administrator", "owner")


def test_a_scope_is_never_widened_silently(app: object) -> None:
    """A person without a department is given no role that would then cover every department."""
    from governance.access.groups import keep_in_step

    register = access().register
    content = {"name": "New Here", "email": "new@nordhafen.example"}
    made = commands.write(
        register, actor=ADMINISTRATOR, reason="New", changes=[Change("person", "create", content)]
    )
    person = made.saved[0].record_id

    keep_in_step(register, person, ["teams"], GROUPS)

    assert _roles(person) == ()


def test_the_last_administrator_stays(app: object) -> None:
    """Groups that would end the last administrator change nothing."""
    from governance.access.groups import keep_in_step

    keep_in_step(access().register, ADMINISTRATOR, ["audit"], {"admins": "administrator", "audit": "auditor"})

    assert _roles(ADMINISTRATOR) == ("administrator", "owner")


# -- a provider that lies

KEY, FOREIGN = RSAKey.generate_key(2048, {"kid": "1"}), RSAKey.generate_key(2048, {"kid": "1"})
LIAR = "https://idp.example"
META = {
    "issuer": LIAR,
    "authorization_endpoint": f"{LIAR}/authorize",
    "token_endpoint": f"{LIAR}/token",
    "jwks_uri": f"{LIAR}/keys",
}


def _finish(forge: Callable[[dict[str, Any]], str], meta: dict[str, Any] = META, **query: str) -> str:
    """Go through the flow with a provider whose ID token ``forge`` makes; return the e-mail that was believed."""
    sent: dict[str, str] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("openid-configuration"):
            return httpx.Response(200, json=meta)
        if request.url.path == "/keys":
            return httpx.Response(200, json=KeySet([KEY]).as_dict(private=False))
        sent.update({name: values[0] for name, values in parse_qs(request.content.decode()).items()})
        now = int(time.time())
        honest = {
            "iss": LIAR, "aud": "recital", "sub": "1", "iat": now, "exp": now + 60, "nonce": sent["nonce"],
            "email": "Wei@nordhafen.example", "email_verified": True,
        }  # fmt: skip
        return httpx.Response(
            200, json={"id_token": forge(honest), "access_token": "a", "token_type": "Bearer"}
        )

    async def flow() -> str:
        client = lambda: httpx.AsyncClient(transport=httpx.MockTransport(answer))  # noqa: E731
        provider = Provider(OidcConfig(issuer=LIAR, client_id="recital"), f"{HOST}/signin/callback", client)
        asked = parse_qs(urlsplit(await provider.begin("browser", "/")).query)
        sent["nonce"] = asked["nonce"][0]
        identity, _ = await provider.finish({"state": asked["state"][0], "code": "c", **query}, "browser")
        assert sent["code_verifier"]
        return identity.email

    return anyio.run(flow)


def _signed(claims: dict[str, Any], key: RSAKey = KEY) -> str:
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


def test_an_honest_token_is_believed() -> None:
    """The forged ones below differ from this one in a single thing."""
    assert _finish(_signed) == "wei@nordhafen.example"


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://evil.example"}, {"aud": "another"}, {"aud": ["recital", "another"]}, {"exp": 1}, {"nonce": "n"},
        {"nonce": None}, {"sub": None}, {"exp": None}, {"aud": None}, {"iss": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_with_a_wrong_claim_is_refused(lie: dict[str, Any]) -> None:
    """Issuer, audience, end and nonce must be there and right."""
    with pytest.raises(GovernanceError, match="oidc_failed"):
        _finish(
            lambda honest: _signed(
                {name: value for name, value in (honest | lie).items() if value is not None}
            )
        )


def test_a_token_with_a_wrong_signature_is_refused() -> None:
    """Another key, no signature, a signature by the public key as a password, and rubbish."""
    import base64
    import hashlib
    import hmac

    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    def unsigned(honest: dict[str, Any]) -> str:
        return f"{part({'alg': 'none'})}.{part(honest)}."

    def confused(honest: dict[str, Any]) -> str:
        body = f"{part({'alg': 'HS256', 'kid': '1'})}.{part(honest)}"
        mark = hmac.new(KEY.as_pem(private=False), body.encode(), hashlib.sha256).digest()
        return f"{body}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"

    for forge in (
        lambda honest: _signed(honest, FOREIGN),
        unsigned,
        confused,
        lambda _: "rubbish",
        lambda _: "",
    ):
        with pytest.raises(GovernanceError, match="oidc_failed"):
            _finish(forge)


@pytest.mark.parametrize(
    "meta",
    [
        META | {"issuer": "https://evil.example"},
        META | {"token_endpoint": "http://idp.example/token"},
        META | {"jwks_uri": "file:///etc/passwd"},
        {"issuer": LIAR},
        {},
    ],
    ids=["issuer", "no-tls", "file", "short", "empty"],
)
def test_metadata_that_does_not_hold_is_refused(meta: dict[str, Any]) -> None:
    """Another issuer, addresses without TLS elsewhere than on this machine, and metadata that is not whole."""
    with pytest.raises(GovernanceError, match="oidc_failed"):
        _finish(_signed, meta)


def test_an_answer_of_another_issuer_is_refused() -> None:
    """The issuer named in the answer must be the one that was asked (mix-up)."""
    with pytest.raises(GovernanceError, match="oidc_failed"):
        _finish(_signed, iss="https://evil.example")
