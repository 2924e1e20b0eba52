"""The configuration: environment over file, secrets never shown, mistakes named."""

from __future__ import annotations

from pathlib import Path

import pytest

from governance import config
from governance.errors import GovernanceError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration file in force."""
    path = tmp_path / "recital.toml"
    path.write_text(
        'mode = "company"\npublic_url = "https://recital.example"\n[oidc]\nissuer = "https://idp.example"\nclient_id = "r"\n'
    )
    monkeypatch.setenv(config.CONFIG_VARIABLE, str(path))
    return path


def test_nothing_said_is_the_demo_on_loopback() -> None:
    """Without file and environment everybody views as anybody, on loopback only."""
    found = config.Config()
    assert (found.mode, found.host, found.signs_in) == ("demo", "127.0.0.1", False)


def test_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable takes the place of the value in the file; the rest of the file stays."""
    monkeypatch.setenv("RECITAL_OIDC__CLIENT_ID", "other")
    found = config.read()
    assert (found.signs_in, found.is_secure, found.oidc.issuer, found.oidc.client_id) == (
        True, True, "https://idp.example", "other",
    )  # fmt: skip


def test_secrets_are_not_shown(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed tells that a secret is set, and not which."""
    monkeypatch.setenv("RECITAL_OIDC__CLIENT_SECRET", "very-secret")
    shown = config.shown(config.read())
    assert "very-secret" not in str(shown)
    assert shown["oidc"]["client_secret"] == config.HIDDEN
    assert shown["mail"]["password"] == ""


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('trusted_proxies = ["10.0.0.0/8", "the proxy"]', "trusted_proxies"),
        ('public_url = "recital.example"', "public_url"),
        ('public_url = "https://recital.example/register"', "public_url"),
        ('public_url = "javascript:alert(1)"', "public_url"),
    ],
)
def test_addresses_that_are_none_are_refused(file: Path, line: str, field: str) -> None:
    """A proxy is a network address, and the public address a scheme and a host without a path."""
    file.write_text(line + "\n")
    with pytest.raises(GovernanceError) as caught:
        config.read()
    assert caught.value.context["field"].startswith(field)


def test_a_mistake_names_file_field_and_reason(file: Path) -> None:
    """A name nobody knows and a value out of bounds are refused with file and field."""
    file.write_text("[session]\nidle_minutes = 0\n")
    with pytest.raises(GovernanceError) as caught:
        config.read()
    assert caught.value.context["field"] == "session.idle_minutes"
    file.write_text("[session]\nidel_minutes = 5\n")
    with pytest.raises(GovernanceError) as caught:
        config.read()
    assert caught.value.context["field"] == "session.idel_minutes"
    file.write_text("mode = \n")
    with pytest.raises(GovernanceError, match="config_refused"):
        config.read()


def test_a_file_named_and_missing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file is no reason to start with defaults."""
    monkeypatch.setenv(config.CONFIG_VARIABLE, str(tmp_path / "none.toml"))
    with pytest.raises(GovernanceError, match="config_missing"):
        config.read()
