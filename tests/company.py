"""A small register in company use: people with passwords, and a visitor who signs in as a browser would."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from governance.access import service
from governance.access.sessions import now
from governance.config import read
from governance.register import accounts, commands
from governance.register.commands import Change
from governance.register.store import Register
from tests import small_register
from tests.small_register import ADMINISTRATOR, DPO, TEAM

with warnings.catch_warnings():
    # Starlette would rather have the successor of httpx, which the product does not use.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

__all__ = [
    "CHEAP",
    "HOST",
    "LOGINS",
    "PASSWORD",
    "TestClient",
    "build",
    "csrf_of",
    "form_of",
    "sign_in",
    "token_of",
]

PASSWORD = "violet tram under birches 7"
LOGINS = {
    ADMINISTRATOR: "anna@nordhafen.example",
    DPO: "wei@nordhafen.example",
    TEAM: "tom@nordhafen.example",
}
CHEAP = {"RECITAL_MODE": "company", "RECITAL_SIGNIN__HASH_TIME": "2", "RECITAL_SIGNIN__HASH_MEMORY_MIB": "19"}
HOST = "http://localhost"
_FORM = re.compile(r'name="form" value="([^"]*)"')
_CSRF = re.compile(r'name="csrf" value="([^"]*)"')


def build(path: Path, password: str = PASSWORD) -> None:
    """Write the register to ``path``: administrator, officer and one of the team, all with ``password``."""
    small_register.build(path, demo=False)
    register = Register.open(path)
    for person in (DPO, TEAM):
        content = register.content(person) | {"email": LOGINS[person]}
        change = Change("person", "update", content, person, 1)
        commands.write(register, actor=ADMINISTRATOR, reason="Addresses", changes=[change])
    hashed = service.made(register, read()).accounts.passwords.hash(password)
    for person in LOGINS:
        accounts.set_password(register, person, hashed, now())
    register.close()


def form_of(page: str) -> str:
    """Return the mark of the form on a sign-in page."""
    found = _FORM.search(page)
    assert found, page
    return found[1]


def csrf_of(page: str) -> str:
    """Return the secret in the forms of a page of one's own account."""
    found = _CSRF.search(page)
    assert found, page
    return found[1]


def sign_in(
    client: TestClient, login: str = LOGINS[DPO], password: str = PASSWORD, wanted: str = "/"
) -> tuple[int, str]:
    """Sign in as a browser does, by the form; return the status and where it leads, or the page."""
    page = client.get("/signin", params={"next": wanted}).text
    fields = {"form": form_of(page), "next": wanted, "login": login, "password": password}
    answer = client.post("/signin", data=fields, headers={"origin": HOST})
    return answer.status_code, answer.headers.get("location", answer.text)


def plant(client: TestClient, token: str) -> None:
    """Give a client the cookie of a session, as one copied or set by somebody else."""
    client.cookies.set("recital_session", token, domain="localhost.local")


def token_of(client: TestClient) -> str:
    """Return the session's cookie of a client that signed in."""
    return str(client.cookies["recital_session"])
