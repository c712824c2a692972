"""The reception sheet of a day as A4, in the language of who receives."""

from datetime import date
from pathlib import Path
from typing import Any

from festival.core.trilingual import Language
from festival.registration.contacts import shown_phone
from festival.registration.queries.reception import Care, Move, Sheet, Stay
from festival.web import typesetting
from festival.web.locale import clock_time, day, joined, ngettext, number, speaking
from festival.web.locale import gettext as _


def pdf(sheet: Sheet, of: date, reader: Language) -> bytes:
    """Return the sheet as PDF."""
    with speaking(reader):
        return typesetting.pdf(Path(__file__).with_suffix(".typ"), _data(sheet, of, reader))


def _data(sheet: Sheet, of: date, reader: Language) -> dict[str, Any]:
    moves = [
        _("Time"),
        _("Flight"),
        _("Delegation"),
        _("People"),
        _("Car plate"),
        _("Hotel"),
        _("Liaison officer"),
    ]
    care = [_("Name"), _("Delegation")]
    return {
        "language": reader,
        "title": _("Reception sheet"),
        "day": day(of),
        "parts": [
            _part(_("Arrivals"), moves, [_move(one) for one in sheet.arrivals], sum(one.people for one in sheet.arrivals)),
            _part(_("Departures"), moves, [_move(one) for one in sheet.departures], sum(one.people for one in sheet.departures)),
            _part(_("Hotels tonight"), [_("Hotel"), _("People"), _("Guests")], [_stay(one) for one in sheet.hotels], sum(one.people for one in sheet.hotels)),
            _part(_("Food"), [*care, _("What to observe")], [_care(one) for one in sheet.food], len(sheet.food)),
            _part(_("Gifts"), [*care, _("Gift")], [_care(one) for one in sheet.gifts], len(sheet.gifts)),
        ],
        "nothing": _("Nothing on this day."),
        "private": _("Personal data. For those who receive guests only; please destroy after use."),
    }  # fmt: skip


def _part(title: str, heads: list[str], rows: list[list[str]], people: int) -> dict[str, Any]:
    said = ngettext("%(n)s person", "%(n)s people", people)
    return {"title": title, "people": said, "heads": heads, "rows": rows}


def _move(one: Move) -> list[str]:
    who = [one.delegation or one.head]
    if one.people > 1 or one.delegation:
        who.append(joined(one.names))
    liaison = " ".join(
        part for part in (one.liaison, shown_phone(one.liaison_phone) if one.liaison_phone else "") if part
    )
    return [clock_time(one.at), one.flight, "\n".join(who), number(one.people), one.car, one.hotel, liaison]


def _stay(one: Stay) -> list[str]:
    return [one.hotel, number(one.people), joined(one.names)]


def _care(one: Care) -> list[str]:
    return [one.name, one.delegation, one.what]
