"""How this installation runs: one frozen model, from the environment first and a file second.

Every value can stand in the file named by ``RECITAL_CONFIG`` (TOML) or in an environment variable: ``RECITAL_`` and
the name in capitals, with two underscores before the name inside a section (``RECITAL_OIDC__ISSUER``).
"""

from __future__ import annotations

import ipaddress
import os
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from governance.errors import GovernanceError

CONFIG_VARIABLE = "RECITAL_CONFIG"
HIDDEN = "•••"


class Section(BaseModel):
    """Hold a part of the configuration; an unknown name in it is an error, not a silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SessionConfig(Section):
    """Say when a sign-in ends: after ``idle_minutes`` without a request, and after ``absolute_hours`` in any case."""

    idle_minutes: int = Field(60, ge=1, le=24 * 60)
    absolute_hours: int = Field(12, ge=1, le=7 * 24)


class SigninConfig(Section):
    """Say how often a password may be tried: ``attempts`` a person and ``attempts_address`` an address in a window.

    ``code_hours`` is how long a one-time code holds; ``hash_time`` and ``hash_memory_mib`` are the cost of argon2id.
    """

    attempts: int = Field(5, ge=3, le=100)
    attempts_address: int = Field(30, ge=3, le=10_000)
    window_minutes: int = Field(15, ge=1, le=24 * 60)
    password_length: int = Field(12, ge=8, le=128)
    code_hours: int = Field(48, ge=1, le=24 * 30)
    hash_time: int = Field(3, ge=2, le=20)
    hash_memory_mib: int = Field(64, ge=19, le=1024)


class OidcConfig(Section):
    """Name the OpenID provider; empty ``issuer`` means: none. ``groups`` maps a group of theirs to a role of ours."""

    issuer: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    scopes: str = "openid email profile"
    groups_claim: str = "groups"
    groups: dict[str, str] = Field(default_factory=dict)
    label: str = ""

    @model_validator(mode="after")
    def _whole(self) -> OidcConfig:
        if self.issuer and not self.client_id:
            raise ValueError("client_id is missing beside issuer")
        return self


class MailConfig(Section):
    """Name the mail server for digests; empty ``host`` means: no mail is sent."""

    host: str = ""
    port: int = Field(587, ge=1, le=65535)
    sender: str = ""
    username: str = ""
    password: SecretStr = SecretStr("")
    encryption: Literal["starttls", "tls", "none"] = "starttls"
    digest_hour: int = Field(7, ge=0, le=23)
    digest_days: tuple[int, ...] = (1,)  # ISO weekdays, Monday is 1


class BackupConfig(Section):
    """Say how often backups are made, how many are kept, and where; no folder means beside the register."""

    every_hours: int = Field(24, ge=1, le=24 * 31)
    keep: int = Field(14, ge=1, le=1000)
    folder: Path | None = None


class LogConfig(Section):
    """Say how the log is written: ``json`` for machines, ``text`` for people."""

    format: Literal["json", "text"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Config(BaseSettings):
    """Hold the whole configuration.

    ``mode`` «demo» lets everybody on this computer view as anybody and never leaves loopback; «company» asks for a
    sign-in. ``public_url`` is the address people type, e.g. ``https://recital.example``; behind TLS cookies are Secure.
    """

    model_config = SettingsConfigDict(
        env_prefix="RECITAL_",
        env_nested_delimiter="__",
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    mode: Literal["demo", "company"] = "demo"
    host: str = "127.0.0.1"
    port: int = Field(8501, ge=0, le=65535)
    public_url: str = ""
    trusted_proxies: tuple[str, ...] = ()
    upload_megabytes: int = Field(20, ge=1, le=200)
    session: SessionConfig = SessionConfig()
    signin: SigninConfig = SigninConfig()
    oidc: OidcConfig = OidcConfig()
    mail: MailConfig = MailConfig()
    backup: BackupConfig = BackupConfig()
    log: LogConfig = LogConfig()

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            ipaddress.ip_network(each, strict=False)
        return value

    @field_validator("public_url")
    @classmethod
    def _origin(cls, value: str) -> str:
        found = urlsplit(value)
        if value and (found.scheme not in ("http", "https") or not found.hostname or found.path.strip("/")):
            raise ValueError("the address people type, without a path: https://recital.example")
        return value

    @property
    def signs_in(self) -> bool:
        """Tell whether people must sign in."""
        return self.mode == "company"

    @property
    def is_secure(self) -> bool:
        """Tell whether people reach the app by TLS."""
        return self.public_url.startswith("https://")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library names them
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library names them
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources in order of weight: the environment, then the file named by ``RECITAL_CONFIG``."""
        named = os.environ.get(CONFIG_VARIABLE)
        file = (TomlConfigSettingsSource(settings_cls, toml_file=Path(named)),) if named else ()
        return (init_settings, env_settings, *file)


def read() -> Config:
    """Read the configuration anew; raise ``config_refused`` naming file, field and reason."""
    named = os.environ.get(CONFIG_VARIABLE, "")
    if named and not Path(named).is_file():
        raise GovernanceError("config_missing", file=named)
    try:
        return Config()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise GovernanceError(
            "config_refused", file=named or "RECITAL_…", field=where, detail=first["msg"]
        ) from error
    except ValueError as error:  # TOML that is none
        raise GovernanceError("config_refused", file=named, field="", detail=str(error)) from error


@cache
def config() -> Config:
    """Return the configuration of this process, read once; :func:`forget` reads it again (tests)."""
    return read()


def forget() -> None:
    """Read the configuration again at its next use."""
    config.cache_clear()


def shown(found: Config) -> dict[str, Any]:
    """Return the effective values for people: secrets that are set show as dots, empty ones as empty."""
    return _without_secrets(found)


def _without_secrets(section: BaseModel) -> dict[str, Any]:
    return {name: _shown(getattr(section, name)) for name in type(section).model_fields}


def _shown(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _without_secrets(value)
    if isinstance(value, SecretStr):
        return HIDDEN if value.get_secret_value() else ""
    return str(value) if isinstance(value, Path) else value
