"""What who answers for a group is told."""

from sqlalchemy.orm import Session

from festival.core.trilingual import Language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.registration.mails.wording import event_facts, words
from festival.web.locale import gettext as _
from festival.web.locale import number, speaking


def group_registered(
    session: Session,
    event: EventFacts,
    *,
    group: str,
    responsible: str,
    people: int,
    to: str,
    channel: Channel,
    lang: Language,
    link: str,
) -> Letter:
    """Return that the places of a group are sure, and where its list and cards are."""
    with speaking(lang):
        label, count = _("Open the group's page"), number(people)
    facts = event_facts(event, lang) | {"group": group, "name": responsible, "people": count}
    said = words(session, MessageKind.GROUP, lang, facts)
    text = said.text if channel is Channel.MAIL else said.short
    return Letter(
        channel, to, lang, said.subject, text, link, label, kind=MessageKind.GROUP, short=said.short
    )
