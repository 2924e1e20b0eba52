"""One round of digests: everybody not yet seen to today, each queue derived just before its mail leaves."""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from governance.digest import smtp
from governance.digest.message import message
from governance.digest.recipients import Recipient, recipients
from governance.digest.waiting import waiting
from governance.errors import GovernanceError
from governance.register import digests

if TYPE_CHECKING:
    from governance.config import Config
    from governance.register.store import Register

Outcome = Literal["sent", "nothing", "failed", "would_send"]
log = logging.getLogger("recital.digest")


@dataclass(frozen=True, slots=True)
class Told:
    """Say what became of one person's digest: how many things waited, how many of them overdue."""

    person: str
    outcome: Outcome
    waiting: int = 0
    overdue: int = 0


def require_mail(config: Config) -> None:
    """Raise ``mail_not_configured`` unless there is a server to hand a digest to and an address to send from."""
    if not config.mail.host or not config.mail.sender:
        raise GovernanceError("mail_not_configured")


def send_round(register: Register, config: Config, *, dry_run: bool = False) -> list[Told]:
    """Send each person their digest of today and return what became of it; who was seen to today is left out.

    A mail that cannot be handed over is logged without its content and tried again in the next round. The people of a
    demonstration register are made up: ``digest_demo`` is raised before anything is sent.
    """
    if not dry_run:
        require_mail(config)
        if _is_demo(register):
            raise GovernanceError("digest_demo")
    day = register.today()
    done = digests.seen_to(register, day)
    return [
        _one(register, config, each, dry_run=dry_run)
        for each in recipients(register)
        if each.person not in done
    ]


def _is_demo(register: Register) -> bool:
    with register.read(register.lens()) as reader:
        return bool(reader.value("SELECT bool_or(demo) FROM settings"))


def _one(register: Register, config: Config, recipient: Recipient, *, dry_run: bool) -> Told:
    day = register.today()
    items = waiting(register, recipient)
    late = sum(each.overdue for each in items)
    if dry_run:
        return Told(recipient.person, "would_send" if items else "nothing", len(items), late)
    if not items:
        digests.note(register, recipient.person, day, "nothing")
        return Told(recipient.person, "nothing")
    made = message(
        recipient,
        items,
        sender=config.mail.sender,
        url=config.public_url.rstrip("/"),
        moment=datetime.now(UTC),
    )
    try:
        smtp.send(config.mail, made)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the digest of %s was not sent: %s", recipient.person, type(error).__name__)
        return Told(recipient.person, "failed", len(items), late)
    digests.note(register, recipient.person, day, "sent")
    return Told(recipient.person, "sent", len(items), late)
