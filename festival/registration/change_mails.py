"""What people with tickets are told when a release changes their event."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from festival.core.trilingual import Language
from festival.outbox.types import Channel
from festival.programme.content import EventContent
from festival.programme.queries.places import PlaceNames
from festival.programme.rules.releasing import Change, Difference
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


def words(change: Change, places: PlaceNames, *, lang: Language, channel: Channel) -> Words:
    """Return what is said of a change of a published event that is worth a message."""
    before = cast("EventContent", change.before)
    with speaking(lang):
        title = change.after.title.in_(lang)
        label = _("Open my tickets")
        then, now = _when_and_where(before, places, lang), _when_and_where(change.after, places, lang)
        if Difference.CANCELLED in change.differences:
            said = [
                _(
                    "We are sorry: %(event)s on %(day)s has been called off. You need not do anything.",
                    event=title,
                    day=day(_hours(before).starts_at),
                )
            ]
            return Words(_("Called off: %(event)s", event=title), "\n\n".join(said), label)
        if Difference.RETURNED in change.differences:
            said = [
                _("Good news: %(event)s takes place after all. Your tickets are valid.", event=title),
                now,
            ]
            return Words(_("It takes place after all: %(event)s", event=title), "\n\n".join(said), label)
        said = [
            _(
                "%(event)s has a new time or place. Your tickets stay valid; you need not exchange them.",
                event=title,
            ),
            f"{_('Until now:')}\n{then}",
            f"{_('From now on:')}\n{now}",
        ]
        if channel is Channel.MAIL:
            said.append(
                _(
                    "If you cannot come then, please give your places back on your ticket page, so that others can have them."
                )
            )
        return Words(_("New time or place: %(event)s", event=title), "\n\n".join(said), label)


def _hours(content: EventContent) -> _Hours:
    return _Hours(cast("datetime", content.starts_at), cast("datetime", content.ends_at))


def _when_and_where(content: EventContent, places: PlaceNames, lang: Language) -> str:
    where = joined(name.in_(lang) for name in places.of(content))
    return f"{day_and_time(_hours(content))}\n{where}"
