"""Honest figures: each beside what it means, each chart with its table."""

from flask import Blueprint, render_template, request

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current
from festival.programme.queries import current_edition, events_of
from festival.registration.desk_labels import kind_labels
from festival.registration.forms.filters import number_from
from festival.registration.place_labels import window_label
from festival.registration.queries import counts as counted
from festival.registration.queries.counts import Standing
from festival.registration.rules.charts import LONGEST, ROW, bars
from festival.web import access
from festival.web.locale import day_short, tr_plain

blueprint = Blueprint("figures", __name__)

_DAYS = 31  # bars of days that a page holds; the newest
_WARDS = 60  # the province has 54 wards and communes since 7/2025
_NOTHING = Standing(0, 0, 0, 0)


@blueprint.get("/registrations/figures")
@access.staff(Right.SEE_REGISTRATIONS)
def figures() -> str:
    """Show how registration stands, of all events or of one."""
    session, now = current(), clock.now()
    edition = current_edition(session)
    standings = counted.standings(session, edition.id)
    events = [
        event
        for event in events_of(session, edition.id)
        if event.takes_registrations or event.id in standings
    ]
    asked = number_from(request.args.get("event"))
    chosen = next((event for event in events if event.id == asked), None)
    shown = [chosen] if chosen else events
    rows = [(event, standings.get(event.id, _NOTHING)) for event in shown]
    over = [(event, standing) for event, standing in rows if event.ends_at < now]
    days = counted.by_day(session, edition.id, chosen.id if chosen else None)[-_DAYS:]
    slots = counted.by_slot(session, edition.id, chosen.id if chosen else None)
    languages = counted.by_language(session, edition.id, chosen.id if chosen else None)
    kinds = counted.by_kind(session, edition.id, chosen.id if chosen else None)
    wards = counted.by_ward(session, edition.id, chosen.id if chosen else None)[:_WARDS]
    said = kind_labels()
    own = {"vi": "Tiếng Việt", "ja": "日本語", "en": "English"}
    return render_template(
        "registration/figures/figures.html",
        events=events,
        chosen=chosen,
        rows=rows,
        total=Standing(
            sum(one.registered for _event, one in rows),
            sum(one.issued for _event, one in rows),
            sum(one.entered for _event, one in rows),
            sum(one.blocked for _event, one in rows),
        ),
        no_show=sum(one.registered - one.entered for _event, one in over) if over else None,
        unique=counted.unique_contacts(session, edition.id),
        charts={
            "events": bars([(tr_plain(event.title), one.registered, event.capacity) for event, one in rows]),
            "days": bars([(day_short(when), number, None) for when, number in days]),
            "slots": bars([(window_label(slot), number, slot.capacity) for slot, number in slots]),
            "languages": bars([(own.get(lang, lang), number, None) for lang, number in languages]),
            "wards": bars([(ward, number, None) for ward, number in wards]),
            "kinds": bars([(said.get(kind, kind), number, None) for kind, number in kinds]),
        },
        longest=LONGEST,
        row=ROW,
        now=now,
    )
