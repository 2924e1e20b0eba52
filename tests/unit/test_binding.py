"""Where the app may listen: the demo on this computer only, however it is started."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance import bootstrap, config
from governance.errors import GovernanceError
from governance.ui.binding import listening, require_safe

ROOT = Path(__file__).resolve().parents[2]
ANY = "0.0.0.0"


@pytest.fixture(autouse=True)
def _config_read_anew() -> Iterator[None]:
    """The configuration of each test is its own."""
    config.forget()
    yield
    config.forget()


@pytest.mark.parametrize(
    ("argv", "environment", "found"),
    [
        (["/bin/uvicorn", "app:app", "--host", ANY], {}, [ANY]),
        (["/bin/uvicorn", "app:app", f"--host={ANY}"], {}, [ANY]),
        (["/x/uvicorn/__main__.py", "app:app"], {"UVICORN_HOST": ANY}, [ANY]),
        (["/bin/uvicorn", "app:app", "--port", "1"], {}, ["127.0.0.1"]),
        (["/bin/uvicorn", "app:app", "--host", "::1", "--host", ANY], {}, [ANY]),
        (["app.py"], {}, ["127.0.0.1"]),
        (["/x/governance/__main__.py", "serve"], {}, ["127.0.0.1"]),
        ([], {}, ["127.0.0.1"]),
    ],
)
def test_what_the_program_was_told_is_known(
    argv: list[str], environment: dict[str, str], found: list[str]
) -> None:
    """The address is read from the command line of the server, or its environment."""
    assert listening(argv, environment) == found


@pytest.mark.parametrize("address", [ANY, "::", "192.0.2.7", "recital.example", ""])
def test_the_demo_is_refused_elsewhere(address: str) -> None:
    """The demo is not served on another address, and the reason names it."""
    with pytest.raises(GovernanceError, match="demo_address") as caught:
        require_safe(address)
    assert caught.value.context["address"] == address


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_the_demo_is_served_here(address: str) -> None:
    """Every address of this computer will do."""
    require_safe(address)


def test_a_company_may_be_served_elsewhere_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where people sign in any address will do, but for all addresses the public one must be known."""
    monkeypatch.setenv("RECITAL_MODE", "company")
    config.forget()
    require_safe("192.0.2.7")
    with pytest.raises(GovernanceError, match="company_url"):
        require_safe(ANY)
    monkeypatch.setenv("RECITAL_PUBLIC_URL", "https://recital.example")
    config.forget()
    require_safe(ANY)


def test_a_company_never_gets_the_demo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where people sign in a missing register is told, and no demonstration built in its place."""
    monkeypatch.setenv("RECITAL_MODE", "company")
    monkeypatch.setenv(bootstrap.REGISTER_VARIABLE, str(tmp_path / "none.duckdb"))
    config.forget()
    bootstrap.close()
    with pytest.raises(GovernanceError, match="register_missing"):
        bootstrap.opened()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("program", "environment"),
    [
        (["governance", "serve", "--host", ANY], {}),
        (["governance", "serve"], {"RECITAL_HOST": ANY}),
        (["uvicorn", "app:app", "--host", ANY], {}),
        (["uvicorn", "app:app"], {"RECITAL_HOST": ANY}),
        (["streamlit", "run", "app.py", "--server.address", ANY], {}),
        (["streamlit", "run", "app.py"], {"STREAMLIT_SERVER_ADDRESS": ANY}),
    ],
    ids=[
        "serve",
        "serve-environment",
        "uvicorn",
        "uvicorn-environment",
        "streamlit",
        "streamlit-environment",
    ],
)
def test_no_way_of_starting_opens_the_demo(
    program: list[str], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """However the demo is started on another address, the process ends with the reason and never opens a register."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    for name, value in (environment | {"RECITAL_REGISTER": str(tmp_path / "none.duckdb")}).items():
        monkeypatch.setenv(name, value)
    option = "--server.port" if program[0] == "streamlit" else "--port"

    done = subprocess.run(
        [sys.executable, "-m", *program, option, port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode != 0
    assert "0.0.0.0" in done.stdout + done.stderr
    assert "demo" in done.stdout + done.stderr
    assert not (tmp_path / "none.duckdb").exists()
