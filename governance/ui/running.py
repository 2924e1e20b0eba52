"""From the first moment of the server to its last: log, self-test, the note beside the register, and an orderly end."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from governance import bootstrap
from governance.config import config
from governance.errors import GovernanceError
from governance.insight import ahead
from governance.language import LANGUAGES, explain
from governance.operations import logs, owner, selftest

if TYPE_CHECKING:
    from governance.register.store import Register

AFTER = 2.0  # seconds after the opening that the figures of the first page are read ahead
BROKEN = 70  # exit code: the register is gone, start me again

log = logging.getLogger("recital.server")
exit_code = 0
_notes: dict[Path, owner.Owner] = {}


def start(prepare: Callable[[], None]) -> None:
    """Test everything and open the register; StartRefused, after one sentence in the log, when something is wrong."""
    logs.quiet_refusal()
    try:
        logs.configure(config().log)
        prepare()
        if _opened not in bootstrap.told:
            bootstrap.told.append(_opened)
        register = selftest.run(bootstrap.opened)
    except GovernanceError as error:
        for language in LANGUAGES:
            log.critical(explain(error, language), extra={"code": error.code})
        bootstrap.close()
        raise logs.StartRefused(error.code) from None
    log.info("started", extra={"revision": register.head().revision, "mode": config().mode})


def stop() -> None:
    """Write the register into its file, close it, and take the note away: the next process finds it in order."""
    bootstrap.close()
    for path in tuple(_notes):
        owner.take_away(path)
        _notes.pop(path)
    log.info("stopped")


def note_port(server: Any) -> None:
    """Note the port a request came in by, where it is another than the configured one."""
    port = server[1] if server else None
    path = bootstrap.opened().path
    held = _notes.get(path)
    if held is not None and isinstance(port, int) and held.port != port:
        _notes[path] = owner.leave(path, port, held.token)


def _opened(register: Register) -> None:
    register.lost = _lost
    ahead.visits(register, AFTER)
    _notes[register.path] = owner.leave(register.path, config().port)


def _lost() -> None:
    """End the process, so that whoever supervises it starts another."""
    global exit_code  # noqa: PLW0603 - one process, one end
    exit_code = BROKEN
    log.critical("the register cannot be opened again: the server stops", extra={"code": "register_lost"})
    os.kill(os.getpid(), signal.SIGTERM)
