"""Which addresses are open without a sign-in, and to which one may be sent on after it."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

SIGN_IN = "/signin"
CODE = "/signin/code"
OIDC = "/signin/oidc"
CALLBACK = "/signin/callback"
STYLE = "/signin/style.css"
LOGO = "/signin/mark.png"
ICON = "/signin/favicon.png"
SIGN_OUT = "/signout"
ACCOUNT = "/account"
BACKUP = "/api/backup"  # opened by the token of the server itself, over loopback only

# The whole list: an address is open when it is written exactly like this, and closed however else it is written.
OPEN = frozenset(
    {"/healthz", "/readyz", "/_stcore/health", BACKUP, SIGN_IN, CODE, OIDC, CALLBACK, STYLE, LOGO, ICON}
)
LONGEST_NEXT = 2_000


def is_open(path: str) -> bool:
    """Tell whether the address may be asked for without a sign-in."""
    return path in OPEN


def local(address: str) -> str:
    """Return ``address`` when it is one of our own, path and query; else the root.

    What a browser could take for another host is refused: two slashes, backslashes, control characters and blanks,
    also written with percent signs; and the sign-in itself, which would lead in circles.
    """
    seen = unquote(unquote(address))
    if not address.startswith("/") or len(address) > LONGEST_NEXT:
        return "/"
    if seen.startswith("//") or any(
        character in "\\@" or ord(character) <= 32 or ord(character) == 127 for character in address
    ):
        return "/"
    path = unquote(unquote(urlsplit(address).path))
    if (
        any(character == "\\" or ord(character) < 32 or ord(character) == 127 for character in path)
        or "//" in path
    ):
        return "/"
    if urlsplit(address).netloc or path.startswith((SIGN_IN, SIGN_OUT)):
        return "/"
    return address


def asked_for(path: str, query: str) -> str:
    """Return the address of a request as it is to be come back to: path, encoded, and query."""
    return local(quote(path) + (f"?{query}" if query else ""))


def sign_in_address(path: str, query: str) -> str:
    """Return the address of the sign-in page which leads back to the address asked for."""
    wanted = asked_for(path, query)
    return SIGN_IN if wanted == "/" else f"{SIGN_IN}?next={quote(wanted, safe='/')}"
