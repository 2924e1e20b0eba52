"""Write ``docs/configuration.md`` from the model of the configuration: ``python -m governance.operations.config_document``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from annotated_types import Ge, Le
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from governance.config import Config

FILE = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"

ABOUT = {
    "mode": "demo: everybody on this computer views as anybody, loopback only; company: people sign in",
    "host": "address the server listens on",
    "port": "port the server listens on",
    "public_url": "address people type, e.g. https://recital.example; with https cookies are Secure",
    "trusted_proxies": "addresses or networks whose X-Forwarded-For is believed",
    "upload_megabytes": "largest file people may bring in",
    "session.idle_minutes": "a sign-in ends after so long without a request",
    "session.absolute_hours": "a sign-in ends after so long in any case",
    "signin.attempts": "wrong passwords of one person in a window before the account waits",
    "signin.attempts_address": "wrong passwords from one address in a window",
    "signin.window_minutes": "length of that window",
    "signin.password_length": "shortest password that may be set",
    "signin.code_hours": "how long a one-time code holds",
    "signin.hash_time": "passes of argon2id",
    "signin.hash_memory_mib": "memory of argon2id, MiB",
    "oidc.issuer": "OpenID provider; empty: none",
    "oidc.client_id": "name of this app at the provider",
    "oidc.client_secret": "secret of this app at the provider",  # nosec B105 - words about it
    "oidc.scopes": "what is asked of the provider",
    "oidc.groups_claim": "claim that lists the groups of a person",
    "oidc.groups": "group of theirs → role of ours",
    "oidc.label": "words on the button; empty: the usual ones",
    "mail.host": "mail server; empty: no mail is sent",
    "mail.port": "port of the mail server",
    "mail.sender": "address mails come from",
    "mail.username": "name at the mail server",
    "mail.password": "password at the mail server",
    "mail.encryption": "starttls, tls or none",
    "mail.ca_file": "certificates to trust beside a mail server inside the house; none: those of the system",
    "mail.digest_hour": "hour of the day digests are sent",
    "mail.digest_days": "ISO weekdays digests are sent, Monday is 1",
    "backup.every_hours": "a backup is due after so long",
    "backup.keep": "so many backups are kept, the oldest goes",
    "backup.folder": "where backups lie; empty: the folder backups beside the register. Better another disk",
    "log.format": "json for machines, text for people",
    "log.level": "least severe event that is written",
}
HEAD = """# Configuration

Written by `python -m governance.operations.config_document`; do not edit by hand.

Every value stands in the TOML file named by `RECITAL_CONFIG` or in an environment variable; the variable goes first. Lists and tables in a
variable are JSON. `python -m governance config` prints the effective values without secrets. An example is `deploy/recital.toml`.

Three more variables say where things are: `RECITAL_REGISTER` (the register file), `RECITAL_DATA` (an organisation's own law and
vocabulary files) and `RECITAL_CONFIG` itself.

| in the file | variable | default | limits | what it says |
|---|---|---|---|---|
"""


def document() -> str:
    """Return the page."""
    return HEAD + "".join(_line(name, field, default) for name, field, default in fields())


def fields() -> Iterator[tuple[str, FieldInfo, Any]]:
    """Yield every field by its dotted name, with its default."""
    for name, field in Config.model_fields.items():
        default = field.get_default(call_default_factory=True)
        if isinstance(default, BaseModel):
            for inner, each in type(default).model_fields.items():
                yield f"{name}.{inner}", each, each.get_default(call_default_factory=True)
        else:
            yield name, field, default


def _line(name: str, field: FieldInfo, default: Any) -> str:
    variable = "RECITAL_" + name.upper().replace(".", "__")
    cells = (f"`{name}`", f"`{variable}`", _default(default), _limits(field), ABOUT.get(name, ""))
    return f"| {' | '.join(cells)} |\n"


def _default(value: Any) -> str:
    if isinstance(value, SecretStr) or value in ("", None, (), {}):
        return "none"
    return f"`{list(value) if isinstance(value, tuple) else value}`"


def _limits(field: FieldInfo) -> str:
    chosen = [each for each in get_args(field.annotation) if isinstance(each, str)]
    if chosen:
        return ", ".join(chosen)
    low = next((each.ge for each in field.metadata if isinstance(each, Ge)), None)
    high = next((each.le for each in field.metadata if isinstance(each, Le)), None)
    return f"{low} to {high}" if low is not None else ""


if __name__ == "__main__":
    FILE.write_text(document(), "utf-8")
