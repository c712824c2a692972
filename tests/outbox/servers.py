"""The other ends of our messages, on this machine: a mail server and a gateway for text messages."""

import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


@dataclass
class MailServer:
    """Takes mails, or answers what `says` holds for a recipient."""

    port: int = 0
    says: dict[str, str] = field(default_factory=dict)
    recipients: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    signed_in: list[tuple[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return what SMTP_URL says."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer to a recipient."""
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        if "data" in self.says:
            return self.says["data"]
        self.recipients += envelope.rcpt_tos
        content = cast("bytes", envelope.content)
        self.mails.append(message_from_bytes(content, policy=default))
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, who: Any
    ) -> AuthResult:
        """Note who signs in, and let everybody."""
        given = cast("LoginPassword", who)
        self.signed_in.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=True)


@contextmanager
def mail_server(
    *, asks: bool = False, tls: ssl.SSLContext | None = None, from_the_start: bool = False
) -> Iterator[MailServer]:
    """Run a mail server on this machine. `asks`: it takes a password even in clear; over `tls` it always takes one."""
    server = MailServer()
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=0,
        enable_SMTPUTF8=True,
        authenticator=server.authenticate,
        auth_require_tls=not (asks or from_the_start),  # it looks for STARTTLS alone
        ssl_context=tls if from_the_start else None,
        tls_context=None if from_the_start else tls,
    )
    # Port 0 lets the system choose; the controller itself knocks at its own port and must learn it first.
    controller.port = server.port = free_port()
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def certificate(path: Path) -> ssl.SSLContext:
    """Write a certificate of 127.0.0.1 with its key to `path` and return what a server needs of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a mail server of the tests")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        made.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def free_port() -> int:
    """Return a loopback port nobody listens on now."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as probe:
        return int(probe.server_address[1])


@dataclass
class Gateway:
    """Takes text messages, or answers `status`."""

    port: int = 0
    status: int = 202
    location: str | None = None
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return what SMS_WEBHOOK_URL says."""
        return f"http://127.0.0.1:{self.port}/send"


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Run a gateway on this machine."""
    taken = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            taken.requests.append((self.path, headers, json.loads(body)))
            self.answer(taken.status)

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            taken.requests.append((self.path, headers, {}))
            self.answer(200)

        def answer(self, status: int) -> None:
            if status == 0:  # a server that hangs up
                self.wfile.write(b"nonsense\r\n")
                return
            self.send_response(status)
            if taken.location:
                self.send_header("Location", taken.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    taken.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
