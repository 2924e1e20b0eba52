"""How long the server waits for whom, and the exit code it leaves with."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from typing import Any, NoReturn

from governance.ui import running

GRACE_SECONDS = 5  # for downloads under way; then they are cut off
LIMITS: dict[str, Any] = {
    "timeout_graceful_shutdown": GRACE_SECONDS,
    "timeout_keep_alive": 75,
    "limit_concurrency": 4_000,
    "backlog": 1_024,
    "ws_max_size": 4 * 1024 * 1024,  # files come by their own address; what a page sends back is small
    "ws_ping_interval": 20,
    "ws_ping_timeout": 30,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,  # whom to trust is said in our configuration
    "log_level": "warning",
}


def prepare() -> None:
    """Let SIGTERM end the process with the exit code of this module once the server has stopped."""
    signal.signal(signal.SIGTERM, lambda *_: leave())


def leave() -> NoReturn:
    """End the process: the register is closed, and work that still runs has nobody to give its result to."""
    logging.shutdown()
    if any(each is not threading.main_thread() and not each.daemon for each in threading.enumerate()):
        sys.stdout.flush()
        os._exit(running.exit_code)
    sys.exit(running.exit_code)
