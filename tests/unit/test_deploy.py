"""What is delivered for running: container, compose, service, proxy, example, and the page that explains every value."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from governance.config import CONFIG_VARIABLE, read
from governance.operations import config_document

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def test_page_of_the_configuration_is_what_the_model_says() -> None:
    """Every field is explained, none that is gone is left, and the page was written anew after the last change."""
    assert {name for name, _, _ in config_document.fields()} == config_document.ABOUT.keys()
    assert config_document.FILE.read_text("utf-8") == config_document.document()


def test_example_configuration_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example is accepted as it stands, for a company behind a proxy."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(DEPLOY / "recital.toml"))
    found = read()

    assert (found.mode, found.is_secure, found.log.format) == ("company", True, "json")


def test_container_runs_without_rights_and_without_build_tools() -> None:
    """The last stage installs nothing, is no root, keeps its data in a volume and says whether it is ready."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    last = text[text.rindex("\nFROM ") :]

    assert re.findall(r"^FROM (\S+)", text, re.MULTILINE) == ["python:3.11-slim"] * 2
    assert "pip install" not in last
    assert "apt-get" not in text
    for line in ("USER recital", "VOLUME /data", "STOPSIGNAL SIGTERM", "HEALTHCHECK", "RECITAL_MODE=company"):
        assert line in last
    assert last.index("USER recital") < last.index("ENTRYPOINT")
    assert "init --demo" not in text
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    assert all((ROOT / each).exists() for line in copied for each in line.split())


def test_compose_starts_the_proxy_after_the_app_is_ready() -> None:
    """The app is reached through the proxy only, without rights; what it mounts is there."""
    found = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    app, proxy = found["services"]["recital"], found["services"]["nginx"]

    assert "ports" not in app
    assert app["read_only"] is True
    assert app["cap_drop"] == ["ALL"]
    assert proxy["depends_on"]["recital"]["condition"] == "service_healthy"
    assert (ROOT / proxy["volumes"][0].split(":")[0]).is_file()


def test_proxy_passes_websockets_and_hides_what_is_ours() -> None:
    """Braces close, the websocket is upgraded and long-lived, a visitor sticks, addresses of operation are closed."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    code = re.sub(r"#.*|\"[^\"]*\"|'[^']*'", "", text)

    assert code.count("{") == code.count("}")
    assert all(
        line.rstrip().endswith((";", "{", "}"))
        for line in code.splitlines()
        if line.strip() and "log_format" not in line
    )
    for part in (
        "proxy_set_header Upgrade",
        "hash $recital_node consistent",
        "client_max_body_size",
        "gzip on",
        "ssl_protocols TLSv1.2",
    ):
        assert part in text
    for path in ("/api/backup", "/readyz", "/_stcore/metrics"):
        assert re.search(rf"location = {path}\s+{{ return 404; }}", text)
    assert shutil.which("nginx") is None or subprocess.run(["nginx", "-v"], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_service_is_what_systemd_understands() -> None:
    """No line of the unit is refused or unknown; only the program it names is not on this machine."""
    run = subprocess.run(
        ["systemd-analyze", "verify", str(DEPLOY / "recital.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [each for each in (run.stdout + run.stderr).splitlines() if "recital.service" in each]

    assert [each for each in lines if "is not executable" not in each] == []
