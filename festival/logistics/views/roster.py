"""The roster as a grid: posts or people down, quarters of an hour across; proposals; and the message to everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.forms.crew import crew_filters
from festival.logistics.queries import crew as people_reading
from festival.logistics.queries import shifts as reading
from festival.logistics.queries.following import count_open_shifts
from festival.logistics.queries.shifts import ShiftFacts, Standing
from festival.logistics.roster_words import why_open
from festival.logistics.rules import grid
from festival.logistics.services import rostering as service
from festival.logistics.services import telling
from festival.logistics.views import rostering
from festival.logistics.views.rostering import Day, common, here
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import joined, ngettext

blueprint = Blueprint("roster", __name__)
MOST_UNFILLED = 40
MOST_SPARE = 40


@dataclass(frozen=True, slots=True)
class Held:
    """A shift in the row of a person."""

    facts: ShiftFacts
    standing: Standing

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.facts.starts_at

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.facts.ends_at


@blueprint.get("/roster")
@access.staff(Right.SEE_ROSTER)
def posts() -> str:
    """Show a day: posts down, time across."""
    place, session = here(), current()
    day, area = rostering.asked_day(place.edition), rostering.asked_area()
    shifts = reading.shifts_between(session, place.edition.id, day.since, day.until, area=area)
    begin, end = grid.window(shifts, day.since, day.until)
    by_post: dict[int, list[ShiftFacts]] = {}
    for one in shifts:
        by_post.setdefault(one.post_id, []).append(one)
    return render_template(
        "logistics/roster/posts.html",
        rows=[(own[0], grid.rows(own, begin, end)) for own in by_post.values()],
        missing=sum(one.missing for one in shifts),
        open_shifts=sum(1 for one in shifts if one.missing),
        **_grid(place, day, area, begin, end),
    )


@blueprint.get("/roster/people")
@access.staff(Right.SEE_ROSTER)
def people() -> str:
    """Show a day: people down, time across."""
    place, session = here(), current()
    day = rostering.asked_day(place.edition)
    filters = crew_filters(request.args)
    page = people_reading.crew_page(session, place.edition.id, filters, rostering.page_number())
    facts = {one.id: one for one in reading.shifts_between(session, place.edition.id, day.since, day.until)}
    begin, end = grid.window(facts.values(), day.since, day.until)
    held: dict[int, list[Held]] = {}
    for one in reading.standings(session, place.edition.id, day.since, day.until):
        held.setdefault(one.crew_id, []).append(Held(facts[one.shift_id], one))
    return render_template(
        "logistics/roster/people.html",
        page=page,
        filters=filters,
        query=filters.as_query(),
        rows=[(one, grid.rows(held.get(one.id, []), begin, end)) for one in page.members],
        spare=_spare(facts.values()) if place.manages else [],
        **_grid(place, day, filters.area, begin, end),
    )


def _spare(shifts: Iterable[ShiftFacts]) -> list[ShiftFacts]:
    """Return shifts with free places, who is under the minimum first, as many as can be looked through."""
    now = clock.now()
    found = [one for one in shifts if not one.is_full and one.ends_at > now]
    return sorted(found, key=lambda one: (not one.missing, one.starts_at, one.code))[:MOST_SPARE]


def _grid(place: rostering.Here, day: Day, area: object, begin: datetime, end: datetime) -> dict[str, Any]:
    hours = int((end - begin) / timedelta(hours=1))
    return {
        "here": place,
        "day": day,
        "area": area,
        "hours": [begin + timedelta(hours=step) for step in range(hours)],
        "now": clock.now(),
        "following": count_open_shifts(current(), place.edition.id) if place.manages else 0,
        "untold": telling.untold(current(), place.edition.id, now=clock.now()) if place.manages else 0,
        **rostering.words(),
    }


@blueprint.post("/roster/tell")
@access.staff(Right.MANAGE_ROSTER)
def tell() -> Response:
    """Ask everybody to confirm what they have not been told of."""
    with writing() as session:
        told = telling.tell_roster(session, links=rostering.links(), **common())
    flash(
        ngettext("%(n)s person gets a message.", "%(n)s people get a message.", told)
        if told
        else _("Everybody has been told of their shifts already."),
        "good",
    )
    return redirect(url_for(".posts", day=rostering.asked_day(here().edition).day.isoformat()), 303)


# --- proposals -------------------------------------------------------------------------------------------------------


@blueprint.get("/roster/proposals")
@access.staff(Right.SEE_ROSTER)
def proposals() -> str:
    """Show what is proposed for the open places, to be looked at and taken."""
    return _proposals_page()


def _proposals_page(unfilled: list[tuple[Any, str]] | None = None) -> str:
    place = here()
    found = reading.proposals(current(), place.edition.id)
    by_shift: dict[int, list[Any]] = {}
    for proposed, shift, member in found:
        by_shift.setdefault(shift.id, []).append((proposed, shift, member))
    return render_template(
        "logistics/roster/proposals.html",
        here=place,
        shifts=list(by_shift.values()),
        count=len(found),
        unfilled=unfilled,
        **rostering.words(),
    )


@blueprint.post("/roster/proposals")
@access.staff(Right.MANAGE_ROSTER)
def propose() -> str:
    """Propose people for every open place. Nobody is booked."""
    who = common()
    # Found before anything is held: on SQLite nobody else could write for as long as that takes.
    found = service.find_proposals(current(), who["edition_id"], now=who["now"])
    with writing() as session:
        service.keep_proposals(session, found, **who)
    session = current()
    facts = {one.shift_id: one for one in found.unfilled[:MOST_UNFILLED]}
    rows = []
    for shift_id, one in facts.items():
        shift = reading.get_shift(session, here().edition.id, shift_id)
        why = joined(why_open(kind, count) for kind, count in one.why[:3])
        rows.append(((shift, one.missing), why))
    return _proposals_page(rows)


@blueprint.post("/roster/proposals/take")
@access.staff(Right.MANAGE_ROSTER)
def take() -> Response:
    """Book the proposals that were ticked."""
    numbers = [int(text) for text in request.form.getlist("proposal") if text.isdecimal() and len(text) < 10]
    with writing() as session:
        taken = service.take_proposals(session, proposal_ids=numbers, **common())
    made = len(taken.assignments)
    flash(ngettext("%(n)s place is filled.", "%(n)s places are filled.", made), "good" if made else "warn")
    if taken.refused:
        flash(
            ngettext(
                "%(n)s proposal does not fit any more and was left out.",
                "%(n)s proposals do not fit any more and were left out.",
                taken.refused,
            ),
            "warn",
        )
    return redirect(url_for(".proposals"), 303)
