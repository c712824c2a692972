"""Attendance as a table for spreadsheets. What people wrote is text, and none can start a formula."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from festival.conference.types.halls import Holder, Presence
from festival.conference.types.sessions import ConferenceSession
from festival.core.clock import local
from festival.programme.tables.writing import Share, Value, as_xlsx
from festival.registration.models import Person
from festival.registration.rules import names
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain


def export(
    sessions: Iterable[ConferenceSession],
    presences: Iterable[Presence],
    tickets: Mapping[Holder, str],
    people: Mapping[int, Person],
) -> bytes:
    """Return who was in which session as XLSX, in the reader's language; hours of Hạ Long."""
    rows: list[list[Value]] = [[*_heads()]]
    mine = list(presences)
    for one in sessions:
        rows += [_row(one, each, tickets, people) for each in mine if each.session_id == one.id]
    return as_xlsx([(_("Attendance"), rows)])


def _heads() -> list[str]:
    return [
        _("Session"),
        _("Day"),
        _("Begins"),
        _("Ends"),
        _("Name"),
        _("Name in Latin letters"),
        _("Organisation"),
        _("In the room from"),
        _("Until"),
        _("Minutes"),
        _("Share"),
        _("Attended"),
        _("Remark"),
    ]


def _row(
    one: ConferenceSession, each: Presence, tickets: Mapping[Holder, str], people: Mapping[int, Person]
) -> list[Value]:
    content, person = one.content, people.get(each.who[0])
    return [
        tr_plain(content.title),
        local(content.starts_at).date(),
        _hour(content.starts_at),
        _hour(content.ends_at),
        names.printed(person) if person else tickets[each.who],
        names.in_latin(person) if person else "",
        tr_plain(person.organisation) if person else "",
        _hour(each.since),
        _hour(each.until),
        int(each.spent.total_seconds() // 60),
        Share(int(each.spent * 100 / (content.ends_at - content.starts_at)) / 100),
        _("Yes") if each.counts else _("No"),
        _("Nobody was scanned going out") if each.is_assumed else "",
    ]


def _hour(moment: datetime) -> time:
    return local(moment).time().replace(second=0, microsecond=0)
