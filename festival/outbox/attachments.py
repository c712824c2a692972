"""What goes with a mail is made when it leaves: app.py says who makes files of which kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from festival.core.trilingual import DEFAULT_LANGUAGE, Language, as_language
from festival.outbox.models import Message
from festival.outbox.types import read_attachments


@dataclass(frozen=True, slots=True)
class File:
    """One file of a mail. `method` is that of a calendar (RFC 6047), which mail programs want beside its type."""

    name: str
    mimetype: str
    content: bytes
    method: str | None = None


# (session, the reference's subject, the reader's language and address) → the file, or None when there is nothing any more.
Maker = Callable[[Session, str, Language, str], File | None]


def makers() -> Mapping[str, Maker]:
    """Return kind → who makes files of it."""
    return cast("Mapping[str, Maker]", current_app.extensions["attachments"])


def make(session: Session, message: Message) -> Sequence[File]:
    """Return the files of a message as they are now. A kind nobody makes and a subject that is gone bring none."""
    language = as_language(message.language) or DEFAULT_LANGUAGE
    known = makers()
    made = [
        known[wanted.kind](session, wanted.subject, language, message.recipient)
        for wanted in read_attachments(message.attachments)
        if wanted.kind in known
    ]
    return [file for file in made if file is not None]
