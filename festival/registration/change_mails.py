"""What people with tickets are told when a release changes their event."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from festival.core.trilingual import Language
from festival.outbox.types import Channel, MessageKind
from festival.programme.content import EventContent
from festival.programme.queries.places import PlaceNames
from festival.programme.rules.releasing import Change, Difference
from festival.registration.mails import wording
from festival.web.locale import day, day_and_time, joined, speaking
from festival.web.locale import gettext as _


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of a message that is the same for all who read it in one language; the link is each party's own."""

    subject: str
    text: str
    link_label: str


@dataclass(frozen=True, slots=True)
class _Hours:
    """When an event is, as pages say it."""

    starts_at: datetime
    ends_at: datetime


def words(session: Session, change: Change, places: PlaceNames, *, lang: Language, channel: Channel) -> Words:
    """Return what is said of a change of a published event that is worth a message."""
    before = cast("EventContent", change.before)
    with speaking(lang):
        label = _("Open my tickets")
        facts = {
            "event": change.after.title.in_(lang),
            "day": day(_hours(before).starts_at),
            "before": _when_and_where(before, places, lang),
            "after": _when_and_where(change.after, places, lang),
        }
    said = wording.words(session, kind_of(change), lang, facts)
    return Words(said.subject, said.text if channel is Channel.MAIL else said.short, label)


def kind_of(change: Change) -> MessageKind:
    """Return which kind of message tells of a change."""
    if Difference.CANCELLED in change.differences:
        return MessageKind.CALLED_OFF
    return MessageKind.RETURNED if Difference.RETURNED in change.differences else MessageKind.CHANGE


def _hours(content: EventContent) -> _Hours:
    return _Hours(cast("datetime", content.starts_at), cast("datetime", content.ends_at))


def _when_and_where(content: EventContent, places: PlaceNames, lang: Language) -> str:
    where = joined(name.in_(lang) for name in places.of(content))
    return f"{day_and_time(_hours(content))}\n{where}"
