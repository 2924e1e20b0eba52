"""Asking the server that owns a register to make a backup, from the same machine and account."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any

from governance.errors import GovernanceError
from governance.operations.owner import Owner, found

ADDRESS = "/api/backup"
PATIENCE_SECONDS = 900


def ask_for_backup(register: Path) -> Path:
    """Have the owner of the register make a backup and return its folder.

    Raises ``server_silent`` when nobody answers, ``server_refused`` when what answers is not the owner, and whatever
    error the server tells of.
    """
    owner = found(register)
    if owner is None or not owner.lives:
        raise GovernanceError("server_silent", file=str(register), port=owner.port if owner else "?")
    status, answer = _post(register, owner)
    if status == http.client.OK:
        return Path(answer["backup"])
    if "code" not in answer:
        raise GovernanceError("server_refused", port=owner.port, status=status)
    raise GovernanceError(answer["code"], **answer.get("context", {}))


def _post(register: Path, owner: Owner) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", owner.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("POST", ADDRESS, headers={"Authorization": f"Bearer {owner.token}"})
        answer = connection.getresponse()
        text = answer.read(100_000)
    except OSError as error:
        raise GovernanceError("server_silent", file=str(register), port=owner.port) from error
    finally:
        connection.close()
    try:
        values = json.loads(text)
    except ValueError:
        values = {}
    return answer.status, values if isinstance(values, dict) else {}
