"""When digests leave by themselves: on the weekdays and from the hour of the configuration, in the register's zone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from anyio import to_thread

from governance.config import config
from governance.digest.round import send_round
from governance.errors import GovernanceError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from governance.config import Config, MailConfig
    from governance.register.store import Register

EVERY = 600  # seconds between two looks; a mail that failed is tried again as often
log = logging.getLogger("recital.digest")


def is_time(mail: MailConfig, zone: ZoneInfo, now: datetime) -> bool:
    """Tell whether ``now`` lies on a digest day, at its hour or later."""
    local = now.astimezone(zone)
    return local.isoweekday() in mail.digest_days and local.hour >= mail.digest_hour


async def keep_sending(opened: Callable[[], Register]) -> None:
    """Look every few minutes whether digests are due, and send them; without a mail server nothing is done."""
    while config().mail.host:
        await asyncio.sleep(EVERY)
        try:
            await to_thread.run_sync(lambda: look(opened(), config(), datetime.now(UTC)))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one round must not end all later ones
            code = error.code if isinstance(error, GovernanceError) else type(error).__name__
            log.error("digests could not be sent: %s", code)  # noqa: TRY400 - a traceback could quote records


def look(register: Register, settings: Config, now: datetime) -> int:
    """Send the digests that are due at ``now``; return how many were sent."""
    if not is_time(settings.mail, register.zone, now):
        return 0
    return sum(each.outcome == "sent" for each in send_round(register, settings))
