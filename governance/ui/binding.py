"""Where the server listens, as far as it can be known before it does: the demo never leaves this computer."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from streamlit import config as streamlit_config

from governance.access.network import is_loopback, own_hosts
from governance.config import config
from governance.errors import GovernanceError

_ANY = "0.0.0.0"  # noqa: S104  # nosec B104 - what an empty address means


def require_safe(address: str | None = None) -> None:
    """Raise the reason why the app must not be served on ``address``; without one, on that of this process.

    ``demo_address``: anybody may act as anybody there. ``company_url``: people come from elsewhere and our own address
    is not known, so that requests cannot be told from forged ones.
    """
    found = config()
    told = [address] if address is not None else [found.host, *listening(sys.argv, os.environ)]
    away = [each for each in told if not is_loopback(each)]
    if away and not found.signs_in:
        raise GovernanceError("demo_address", address=away[0])
    if not found.signs_in:
        return
    if not found.public_url and any(each in (_ANY, "::") for each in away):
        raise GovernanceError("company_url", address=away[0])
    names = sorted(name.strip("[]") for name in own_hosts(found))
    streamlit_config.set_option("server.allowedHosts", names)


def listening(argv: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Return the addresses this process was told to listen on, by ``uvicorn`` or ``streamlit run``; none if unknown."""
    program = Path(argv[0]) if argv else Path()
    if "uvicorn" in (program.stem, program.parent.name):
        return [_option(argv, "--host") or environment.get("UVICORN_HOST") or "127.0.0.1"]
    # ``streamlit run app.py`` leaves the name of the script where its own was.
    address = streamlit_config.get_option("server.address") or (_ANY if program.name == "app.py" else None)
    return [address] if address else []


def _option(argv: Sequence[str], name: str) -> str | None:
    """Return the value of the last option ``name``: apart or after an equals sign."""
    apart = [value for option, value in pairwise(argv) if option == name]
    joined = [each.partition("=")[2] for each in argv if each.startswith(f"{name}=")]
    return (apart + joined)[-1] if apart or joined else None
