"""What people are told when a registration is changed by who holds it, or goes to somebody else."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from festival.core.trilingual import Language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.registration.mails.wording import event_facts, words
from festival.web.locale import gettext as _
from festival.web.locale import speaking


def changed(
    session: Session,
    kind: MessageKind,
    event: EventFacts,
    *,
    to: str,
    channel: Channel,
    lang: Language,
    link: str | None = None,
    name: str = "",
    reason: Callable[[], str] | None = None,
) -> Letter:
    """Return the letter about one change; `name` is of who got a ticket. Without a link (an old contact) it leads nowhere.

    `reason` says in the reader's language why it was done.
    """
    with speaking(lang):
        label = _("Open my tickets") if link else None
        why = reason() if reason else ""
    said = words(session, kind, lang, event_facts(event, lang) | {"name": name, "reason": why})
    text = said.text if channel is Channel.MAIL else said.short
    return Letter(channel, to, lang, said.subject, text, link, label, kind=kind, short=said.short)
