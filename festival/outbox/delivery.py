"""How a message leaves: by SMTP, by a webhook for text messages, or into the development mailbox.

The mailbox is the database row itself: without a configured way out a message counts as delivered there, and
`/desk/mailbox` shows it.
"""

import json
import smtplib
import ssl
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit

from festival.core.config import Settings
from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.outbox.attachments import File
from festival.outbox.models import Message
from festival.outbox.tokens import Tokens
from festival.outbox.types import Channel, MessageKind
from festival.web.locale import gettext as _
from festival.web.locale import speaking

TIMEOUT = 20  # seconds; a mail server that is slower is tried again later
_NO_TLS = "SMTP_URL names a user, but the server offers no TLS: no password given, nothing sent"


@dataclass(frozen=True, slots=True)
class Failure:
    """It did not leave. `final` means that trying again would not help."""

    error: str
    final: bool = False


def deliver(message: Message, settings: Settings, files: Sequence[File] = ()) -> str | Failure:
    """Send one message, a mail with its files; return the way it took ("smtp", "webhook", "mailbox") or a Failure."""
    if message.channel == Channel.SMS:
        return _webhook(message, settings) if settings.sms_webhook_url else "mailbox"
    return _smtp(message, settings, files) if settings.smtp_url else "mailbox"


def as_mail(
    message: Message, *, sender: str, host: str, files: Sequence[File] = (), unsubscribe: str | None = None
) -> EmailMessage:
    """Return the message as a mail with a plain and an HTML part and a Message-ID that stays the same at a retry.

    `unsubscribe` is where its reader ends such messages: with one click, as RFC 8058 has it, and by a link in the text.
    """
    mail = EmailMessage()
    mail["From"] = Address("Lễ hội Hokkaido tại Hạ Long", addr_spec=sender)
    mail["To"] = message.recipient
    mail["Subject"] = " ".join(message.subject.split())  # a line break would begin another header
    mail["Date"] = format_datetime(message.made_at)
    mail["Message-ID"] = f"<{message.cause.replace(':', '.')}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    text = message.text if not message.link else f"{message.text}\n\n{message.link_label}:\n{message.link}\n"
    if unsubscribe:
        mail["List-Unsubscribe"] = f"<{unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        text = f"{text}\n\n-- \n{_why(message)}\n{unsubscribe}\n"
    mail.set_content(text)
    mail.add_alternative(_html(message, unsubscribe), subtype="html")
    for file in files:
        kind, _, subtype = file.mimetype.partition("/")
        mail.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
        if file.method is not None:
            part = list(mail.iter_attachments())[-1]
            part.set_param("method", file.method)
            part.set_param("charset", "utf-8")
    mail["Content-Language"] = message.language  # last: earlier it would move into the first part
    return mail


def _why(message: Message) -> str:
    with speaking(as_language(message.language) or DEFAULT_LANGUAGE):
        return _("You get this because somebody registered with your address. No more messages of this kind:")


def _html(message: Message, unsubscribe: str | None) -> str:
    paragraphs = "".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in message.text.split("\n\n"))
    button = ""
    if message.link:
        link, label = escape(message.link), escape(message.link_label or message.link)
        button = (
            f'<p style="margin:24px 0"><a href="{link}" style="background:#C0301C;color:#fff;padding:14px 24px;border-radius:12px;'
            f'text-decoration:none;font-weight:bold;display:inline-block">{label}</a></p>'
        )
    foot = ""
    if unsubscribe:
        where = escape(unsubscribe)
        foot = (
            f'<p style="margin:32px 0 0;font-size:14px;color:#4A6068">{escape(_why(message))} '
            f'<a href="{where}" style="color:#0B4F5C">{where}</a></p>'
        )
    return (
        f'<!doctype html><html lang="{message.language}"><head><meta charset="utf-8"><title>{escape(message.subject)}</title></head>'
        f'<body style="margin:0;background:#F7FAFB"><div style="max-width:560px;margin:0 auto;padding:24px;font:17px/1.55 sans-serif;color:#10242B">'
        f'<p style="color:#0B4F5C;font-weight:bold;margin:0 0 16px">Hokkaido × Hạ Long</p>{paragraphs}{button}{foot}</div></body></html>'
    )


def _is_one_address(text: str) -> bool:
    """Tell whether this is one plain address: what could name a second one, or end the line, is none."""
    local, at, host = text.rpartition("@")
    return bool(local and at and host) and not any(c.isspace() or c in '<>,;:"' for c in text)


class _StaysHere(urllib.request.HTTPRedirectHandler):
    """A gateway that points elsewhere has not taken the message, and its key is not for others."""

    def redirect_request(self, *_: object) -> None:
        return None


_gateway = urllib.request.build_opener(_StaysHere)


def _unsubscribe_url(message: Message, settings: Settings) -> str | None:
    if MessageKind(message.kind).essential:
        return None
    return Tokens(settings.public_url, settings.secret_key).unsubscribe_url(message.recipient)


def _smtp(message: Message, settings: Settings, files: Sequence[File]) -> str | Failure:
    server = urlsplit(settings.smtp_url or "")
    host = urlsplit(settings.public_url).hostname or "localhost"
    if not _is_one_address(message.recipient):
        return Failure("not an address", final=True)
    mail = as_mail(
        message,
        sender=settings.mail_from,
        host=host,
        files=files,
        unsubscribe=_unsubscribe_url(message, settings),
    )
    try:
        if server.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.hostname or "",
                server.port or 465,
                timeout=TIMEOUT,
                context=ssl.create_default_context(),
            )
        else:
            client = smtplib.SMTP(server.hostname or "", server.port or 25, timeout=TIMEOUT)
        with client:
            if server.scheme == "smtp":
                client.ehlo()
                if client.has_extn("starttls"):
                    client.starttls(context=ssl.create_default_context())
            if server.username:
                # Here too, and on this machine: whoever stands between could have taken STARTTLS out of the answer.
                if not isinstance(client.sock, ssl.SSLSocket):
                    return Failure(_NO_TLS)
                client.login(unquote(server.username), unquote(server.password or ""))
            client.send_message(mail, settings.mail_from, [message.recipient])
    except smtplib.SMTPRecipientsRefused as error:
        code = next((answer[0] for answer in error.recipients.values()), 0)
        return Failure(f"recipient refused ({code})", final=500 <= code < 600)
    except (OSError, smtplib.SMTPException) as error:
        return Failure(type(error).__name__)
    return "smtp"


def as_request(message: Message, settings: Settings) -> dict[str, str]:
    """Return what the gateway for text messages is sent."""
    lines = [message.text, message.link, _unsubscribe_url(message, settings)]
    return {
        "id": message.cause,
        "to": message.recipient,
        "text": "\n".join(line for line in lines if line),
        "language": message.language,
        "kind": message.kind,
        "receipt_url": Tokens(settings.public_url, settings.secret_key).receipt_url(message.id),
    }


def _webhook(message: Message, settings: Settings) -> str | Failure:
    """POST the message as JSON (docs/text-messages.md); any 2xx means taken. `id` is the same at a retry."""
    body = json.dumps(as_request(message, settings)).encode()
    headers = {"Content-Type": "application/json"}
    if settings.sms_webhook_token:
        headers["Authorization"] = f"Bearer {settings.sms_webhook_token}"
    address = settings.sms_webhook_url or ""  # http or https: config.py has looked
    request = urllib.request.Request(address, data=body, headers=headers, method="POST")  # noqa: S310
    try:
        with _gateway.open(request, timeout=TIMEOUT):
            return "webhook"
    except HTTPError as error:
        return Failure(f"HTTP {error.code}", final=error.code in {400, 404, 410, 422})
    except (OSError, HTTPException) as error:
        return Failure(type(error).__name__)
