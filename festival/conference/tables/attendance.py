"""Attendance as a table for spreadsheets. Every cell is text, and none can start a formula."""

from collections.abc import Iterable, Mapping

from festival.conference.labels.halls import minutes, percent
from festival.conference.types.halls import Holder, Presence
from festival.conference.types.sessions import ConferenceSession
from festival.core.clock import local
from festival.programme.tables.writing import as_xlsx
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
    rows = [_heads()]
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
) -> list[str]:
    content, person = one.content, people.get(each.who[0])
    return [
        tr_plain(content.title),
        f"{local(content.starts_at):%d/%m/%Y}",
        f"{local(content.starts_at):%H:%M}",
        f"{local(content.ends_at):%H:%M}",
        names.printed(person) if person else tickets[each.who],
        names.in_latin(person) if person else "",
        tr_plain(person.organisation) if person else "",
        f"{local(each.since):%H:%M}",
        f"{local(each.until):%H:%M}",
        minutes(each.spent),
        percent(each.spent, content.ends_at - content.starts_at),
        _("Yes") if each.counts else _("No"),
        _("Nobody was scanned going out") if each.is_assumed else "",
    ]
