"""Hand one message to the mail server as the configuration says."""

from __future__ import annotations

import smtplib
import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage

    from governance.config import MailConfig

TIMEOUT = 20  # seconds


def send(mail: MailConfig, message: EmailMessage) -> None:
    """Send ``message``; raises OSError or smtplib.SMTPException. Without the encryption asked for nothing is sent."""
    with _connected(mail) as client:
        if mail.encryption == "starttls":
            client.starttls(context=_trust(mail))
        if mail.username:
            client.login(mail.username, mail.password.get_secret_value())
        client.send_message(message)


def _connected(mail: MailConfig) -> smtplib.SMTP:
    if mail.encryption == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT, context=_trust(mail))
    return smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)


def _trust(mail: MailConfig) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(mail.ca_file) if mail.ca_file else None)
