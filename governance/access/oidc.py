"""Sign-in with the organisation's OpenID provider: code flow with PKCE, state and nonce; the ID token is checked.

Sources: OpenID Connect Core 1.0 §3.1 (flow and validation), Discovery 1.0 §4, RFC 7636 (PKCE), RFC 9700 §2.1.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from governance.access.network import is_loopback
from governance.access.tokens import same
from governance.config import OidcConfig
from governance.errors import GovernanceError

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
PATIENCE_SECONDS = 10
FLOW_SECONDS = 10 * 60
METADATA_SECONDS = 60 * 60
MOST_FLOWS = 10_000
REST_SECONDS = 10  # after the provider did not answer nobody makes us ask again at once
LEEWAY_SECONDS = 60
LONGEST_ANSWER = 1_000_000

log = logging.getLogger("recital.access")


@dataclass(frozen=True, slots=True)
class Flow:
    """Remember one sign-in on its way; ``browser`` is the secret of the browser that began it."""

    browser: str
    nonce: str
    verifier: str
    next: str
    begun: float = field(default_factory=time.monotonic)

    @property
    def ended(self) -> bool:
        """Tell whether it took too long."""
        return time.monotonic() - self.begun > FLOW_SECONDS


@dataclass(frozen=True, slots=True)
class Identity:
    """Say who the provider says has signed in: e-mail it verified (small letters), and groups."""

    email: str
    groups: tuple[str, ...]


class Provider:
    """Speak with one provider; ``redirect`` is our address it sends people back to."""

    def __init__(
        self, rules: OidcConfig, redirect: str, client: Callable[[], httpx.AsyncClient] | None = None
    ) -> None:
        self.rules = rules
        self._redirect = redirect
        self._client = client or (lambda: httpx.AsyncClient(timeout=PATIENCE_SECONDS))
        self._flows: dict[str, Flow] = {}
        self._lock = Lock()
        self._metadata: dict[str, Any] = {}
        self._read_at = 0.0
        self._rests_until = 0.0

    async def begin(self, browser: str, wanted: str) -> str:
        """Return the address at the provider to send the browser to; ``wanted`` is where it goes afterwards."""
        metadata = await self._discovered()
        state = generate_token(43)
        flow = Flow(browser, generate_token(43), generate_token(64), wanted)
        with self._lock:
            self._sweep()
            self._flows[state] = flow
        return str(
            prepare_grant_uri(
                metadata["authorization_endpoint"],
                client_id=self.rules.client_id,
                response_type="code",
                redirect_uri=self._redirect,
                scope=self.rules.scopes,
                state=state,
                nonce=flow.nonce,
                code_challenge=create_s256_code_challenge(flow.verifier),
                code_challenge_method="S256",
            )
        )

    async def finish(self, query: Mapping[str, str], browser: str) -> tuple[Identity, str]:
        """Return who signed in and where to go, from what the provider sent back by the ``browser``.

        Raises ``oidc_flow`` for a sign-in that was not begun here, ``oidc_refused`` when the provider said no,
        ``oidc_failed`` when its answer does not hold, ``oidc_email`` without an e-mail it verified.
        """
        with self._lock:
            flow = self._flows.pop(query.get("state", ""), None)
        if query.get("error"):
            raise GovernanceError("oidc_refused")
        if flow is None or flow.ended or not same(flow.browser, browser) or not query.get("code"):
            raise GovernanceError("oidc_flow")
        metadata = await self._discovered()
        if query.get("iss", metadata["issuer"]) != metadata["issuer"]:  # RFC 9207
            raise GovernanceError("oidc_failed")
        tokens = await self._tokens(metadata, query["code"], flow.verifier)
        claims = await self._claims(metadata, str(tokens.get("id_token", "")), flow.nonce)
        if "email" not in claims and metadata.get("userinfo_endpoint"):
            claims = await self._with_userinfo(metadata, claims, str(tokens.get("access_token", "")))
        return self._identity(claims), flow.next

    # -- speaking with the provider

    async def _discovered(self) -> dict[str, Any]:
        if self._metadata and time.monotonic() - self._read_at < METADATA_SECONDS:
            return self._metadata
        if time.monotonic() < self._rests_until:
            raise GovernanceError("oidc_failed")
        try:
            found = await self._get(self.rules.issuer.rstrip("/") + WELL_KNOWN)
        except GovernanceError:
            self._rests_until = time.monotonic() + REST_SECONDS
            raise
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer", "").rstrip("/") != self.rules.issuer.rstrip("/") or not all(
            _is_safe(str(found.get(each, ""))) for each in needed
        ):
            log.error("the provider's metadata does not hold: issuer=%s", found.get("issuer"))
            raise GovernanceError("oidc_failed")
        self._metadata, self._read_at = found, time.monotonic()
        return found

    async def _tokens(self, metadata: dict[str, Any], code: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": verifier,
            "client_id": self.rules.client_id,
        }
        secret = self.rules.client_secret.get_secret_value()
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        by_header = bool(secret) and "client_secret_basic" in methods
        if secret and not by_header:
            form["client_secret"] = secret
        auth = httpx.BasicAuth(self.rules.client_id, secret) if by_header else None
        return await self._ask("POST", metadata["token_endpoint"], data=form, auth=auth)

    async def _claims(self, metadata: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
        keys = await self._get(metadata["jwks_uri"])
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": metadata["issuer"]},
            aud={"essential": True, "value": self.rules.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
            rules.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            log.warning("the ID token does not hold: %s", type(error).__name__)
            raise GovernanceError("oidc_failed") from error
        audience = claims.get("aud")
        if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != self.rules.client_id:
            raise GovernanceError("oidc_failed")
        return dict(claims)

    async def _with_userinfo(
        self, metadata: dict[str, Any], claims: dict[str, Any], token: str
    ) -> dict[str, Any]:
        more = await self._ask(
            "GET", metadata["userinfo_endpoint"], headers={"Authorization": f"Bearer {token}"}
        )
        if more.get("sub") != claims["sub"]:
            raise GovernanceError("oidc_failed")
        return more | claims

    def _identity(self, claims: dict[str, Any]) -> Identity:
        email = claims.get("email")
        if not isinstance(email, str) or not email or claims.get("email_verified") not in (True, "true"):
            raise GovernanceError("oidc_email")
        groups = claims.get(self.rules.groups_claim) or ()
        listed = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else ()
        return Identity(email.strip().lower(), tuple(str(each) for each in listed))

    async def _get(self, url: str) -> dict[str, Any]:
        return await self._ask("GET", url)

    async def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        if not _is_safe(url):
            raise GovernanceError("oidc_failed")
        try:
            async with self._client() as client:
                answer = await client.request(method, url, follow_redirects=False, **more)
            answer.raise_for_status()
            content = answer.json() if len(answer.content) <= LONGEST_ANSWER else None
        except (httpx.HTTPError, ValueError) as error:
            log.warning("the provider did not answer: %s", type(error).__name__)
            raise GovernanceError("oidc_failed") from error
        if not isinstance(content, dict):
            raise GovernanceError("oidc_failed")
        return content

    def _sweep(self) -> None:
        for state in [state for state, flow in self._flows.items() if flow.ended]:
            del self._flows[state]
        while len(self._flows) >= MOST_FLOWS:
            del self._flows[next(iter(self._flows))]


def _is_safe(url: str) -> bool:
    """Tell whether an address may be asked: by TLS, or on this machine."""
    found = urlsplit(url)
    return found.scheme == "https" or (found.scheme == "http" and is_loopback(found.hostname or ""))
