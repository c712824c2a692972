"""What those who wish it are told when an alarm is raised."""

from festival.core.trilingual import Language
from festival.gate.crowd_labels import limit_words, to_do
from festival.gate.models import CrowdAlarm
from festival.gate.queries.crowd import ZoneLine
from festival.outbox.types import Channel, Letter
from festival.web.locale import clock_time, number, speaking
from festival.web.locale import gettext as _


def alarm(to: str, lang: Language, *, alarm: CrowdAlarm, line: ZoneLine, url: str) -> Letter:
    """Return that a zone has crossed a limit: which, with how many people, and what is advised."""
    with speaking(lang):
        zone = line.zone.name.in_(lang)
        limit = limit_words(alarm.kind, alarm.at_least)
        facts = _(
            "At %(when)s about %(people)s people were counted in %(zone)s, which is for %(capacity)s and has %(area)s m².",
            when=clock_time(alarm.raised_at),
            people=number(alarm.people),
            zone=zone,
            capacity=number(line.zone.capacity),
            area=number(line.zone.area),
        )
        return Letter(
            channel=Channel.MAIL,
            to=to,
            language=lang,
            subject=_("Alarm: %(zone)s has reached %(limit)s", zone=zone, limit=limit),
            text="\n\n".join(
                (
                    facts,
                    to_do(alarm.kind, alarm.level),
                    _("Whoever takes it up, please say so on the board, so that everybody knows."),
                )
            ),
            link=url,
            link_label=_("Open the board"),
        )
