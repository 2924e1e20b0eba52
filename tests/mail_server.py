"""A mail server on loopback that keeps what it is handed, with and without TLS."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Inbox:
    """Keep every message with its envelope; ``refusing`` answers with a passing failure instead."""

    messages: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refusing: set[str] = field(default_factory=set)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd asks
        """Take a message in."""
        if self.refusing & set(envelope.rcpt_tos):
            return "451 try again later"
        self.messages.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=default))
        self.receivers += envelope.rcpt_tos
        self.encrypted.append(
            session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None
        )
        return "250 OK"

    def authenticate(self, *given: Any) -> AuthResult:
        """Take anybody who says the word."""
        data = given[-1]
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == b"the word")

    def to(self, address: str) -> list[EmailMessage]:
        """Return what was sent to one address."""
        return [each for each, one in zip(self.messages, self.receivers, strict=True) if one == address]


class Server(Controller):
    """Listen on a free port of loopback; ``certificate`` (file, key) offers TLS, at once where ``implicit``."""

    def __init__(
        self, inbox: Inbox, certificate: tuple[Path, Path] | None = None, *, implicit: bool = False
    ) -> None:
        self.inbox, self.tls, self.implicit = inbox, None, implicit
        if certificate:
            self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self.tls.load_cert_chain(*certificate)
        super().__init__(inbox, hostname="127.0.0.1", port=0, ssl_context=self.tls if implicit else None)

    def factory(self) -> SMTP:
        """Return the protocol: STARTTLS is compulsory where it is offered."""
        if self.tls is None or self.implicit:
            return SMTP(self.handler)
        return SMTP(
            self.handler,
            tls_context=self.tls,
            require_starttls=True,
            authenticator=self.inbox.authenticate,
        )

    def _trigger_server(self) -> None:
        """Find the port the system gave before the start is checked."""
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for 127.0.0.1 that signs itself, and its key, and return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / "mail.pem", folder / "mail.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return file, secret
