"""The organizers' side of places: bounds, slots, allotments and pools of each event, and its waiting list."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock, ids
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition, get_event
from festival.programme.types import EventFacts
from festival.registration import queries
from festival.registration.forms.places import (
    AllotmentForm,
    BoundsForm,
    PoolForm,
    ReasonForm,
    SlotForm,
    SlotsForm,
)
from festival.registration.place_labels import category_label, waiting_label
from festival.registration.queries import desk_places
from festival.registration.services import provisioning, waiting
from festival.registration.types import Category, Offer, WaitingState
from festival.registration.views.speaking import sender
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain

blueprint = Blueprint("places", __name__)

_SHOWN = (WaitingState.OFFERED, WaitingState.WAITING, WaitingState.SKIPPED)
_PER_PAGE = 100
_ACTS = ("offer", "skip", "back")


def _actor() -> Actor:
    return access.signed_in().actor


def _event(event_id: int) -> EventFacts:
    event = get_event(current(), event_id)
    if event.capacity is None or event.edition_id != current_edition(current()).id:
        raise NotFound
    return event


@blueprint.get("/places")
@access.staff(Right.SEE_REGISTRATIONS)
def places() -> str:
    """List the events that count places, and the pools they share."""
    edition = current_edition(current())
    return render_template(
        "registration/places/places.html",
        lines=desk_places.lines(current(), edition.id),
        pools=desk_places.pools_of(current(), edition.id),
    )


@blueprint.get("/places/<int:event_id>")
@access.staff(Right.SEE_REGISTRATIONS)
def event(event_id: int) -> str:
    """Show how one event's places are parted and bounded."""
    return _page(_event(event_id))


def _page(facts: EventFacts, **forms: Any) -> str:
    session = current()
    row = desk_places.bounds_of(session, facts.id)
    shown = {
        "bounds_form": BoundsForm(
            formdata=None,
            cap=row.cap if row else None,
            overbooking=row.overbooking if row else 0,
            ceiling=row.ceiling if row else None,
        ),
        "slots_form": SlotsForm(formdata=None, minutes=30),
        "allotment_form": AllotmentForm(formdata=None),
    }
    return render_template(
        "registration/places/event.html",
        event=facts,
        line=desk_places.Line(facts, queries.find_counts(session, facts.id)),
        slots=desk_places.slots_of(session, facts.id),
        allotments=desk_places.allotments_of(session, facts.id),
        tallies=queries.tallies(session, facts.id),
        category_label=category_label,
        **(shown | forms),
    )


@blueprint.post("/places/<int:event_id>/bounds")
@access.staff(Right.MANAGE_PLACES)
def set_bounds(event_id: int) -> Response | tuple[str, int]:
    """Give out more or fewer places from now on."""
    facts, form = _event(event_id), BoundsForm()
    if not form.validate():
        return _page(facts, bounds_form=form), 422
    with writing() as session:
        provisioning.set_bounds(
            session,
            actor=_actor(),
            event_id=event_id,
            cap=form.cap.data,
            overbooking=form.overbooking.data or 0,
            ceiling=form.ceiling.data,
            reason=form.reason.data,
            links=sender().links,
            now=clock.now(),
        )
    flash(_("Saved. Nobody who has a place loses it."), "good")
    return _back(event_id)


@blueprint.post("/places/<int:event_id>/slots")
@access.staff(Right.MANAGE_PLACES)
def add_slots(event_id: int) -> Response | tuple[str, int]:
    """Add arrival slots."""
    facts, form = _event(event_id), SlotsForm()
    if not form.validate() or form.first.utc is None or form.last.utc is None:
        return _page(facts, slots_form=form), 422
    with writing() as session:
        added = provisioning.add_slots(
            session,
            actor=_actor(),
            event_id=event_id,
            first=form.first.utc,
            last=form.last.utc,
            minutes=form.minutes.data or 0,
            places=form.places.data or 0,
            links=sender().links,
            now=clock.now(),
        )
    flash(ngettext("%(n)s slot was added.", "%(n)s slots were added.", added), "good" if added else "warn")
    return _back(event_id)


@blueprint.post("/places/<int:event_id>/slots/<int:slot_id>")
@access.staff(Right.MANAGE_PLACES)
def set_slot(event_id: int, slot_id: int) -> Response:
    """Change a slot's places, or remove it."""
    _event(event_id)
    form = SlotForm()
    if request.form.get("remove") == "yes":
        with writing() as session:
            gone = provisioning.remove_slot(
                session, actor=_actor(), event_id=event_id, slot_id=slot_id, now=clock.now()
            )
        if gone:
            flash(_("The slot was removed."), "good")
        else:
            flash(_("Somebody has or wishes for this slot. Give it 0 places to close it."), "warn")
        return _back(event_id)
    if not form.validate():
        flash(_("Please enter a whole number."), "warn")
        return _back(event_id)
    with writing() as session:
        provisioning.set_slot(
            session,
            actor=_actor(),
            event_id=event_id,
            slot_id=slot_id,
            places=form.places.data or 0,
            links=sender().links,
            now=clock.now(),
        )
    flash(_("Saved. Nobody who has a place loses it."), "good")
    return _back(event_id)


@blueprint.post("/places/<int:event_id>/allotments")
@access.staff(Right.MANAGE_PLACES)
def set_allotment(event_id: int) -> Response | tuple[str, int]:
    """Keep places for a category."""
    facts, form = _event(event_id), AllotmentForm()
    if not form.validate():
        return _page(facts, allotment_form=form), 422
    with writing() as session:
        provisioning.set_allotment(
            session,
            actor=_actor(),
            event_id=event_id,
            category=Category(form.category.data),
            places=form.places.data or 0,
            releases_at=form.releases_at.utc,
            links=sender().links,
            now=clock.now(),
        )
    flash(_("Saved. Nobody who has a place loses it."), "good")
    return _back(event_id)


# --- pools -------------------------------------------------------------------------------------------------------------


@blueprint.get("/places/pools/new")
@access.staff(Right.MANAGE_PLACES)
def new_pool() -> str:
    """Ask for a pool's name, places and events."""
    form = _pool_form(formdata=None)
    form.submission.data = ids.token(128)
    return render_template("registration/places/pool.html", form=form, pool=None)


@blueprint.get("/places/pools/<int:pool_id>")
@access.staff(Right.MANAGE_PLACES)
def pool(pool_id: int) -> str:
    """Show a pool."""
    found = desk_places.get_pool(current(), current_edition(current()).id, pool_id)
    name = {f"name_{lang}": found.pool.name.exact(lang) for lang in ("vi", "ja", "en")}
    form = _pool_form(formdata=None, **name)
    form.places.data, form.events.data = found.pool.capacity, list(found.event_ids)
    return render_template("registration/places/pool.html", form=form, pool=found.pool)


@blueprint.post("/places/pools/new", defaults={"pool_id": None})
@blueprint.post("/places/pools/<int:pool_id>")
@access.staff(Right.MANAGE_PLACES)
def set_pool(pool_id: int | None) -> Response | tuple[str, int]:
    """Make or change a pool."""
    edition = current_edition(current())
    found = desk_places.get_pool(current(), edition.id, pool_id).pool if pool_id is not None else None
    form = _pool_form()
    if not form.validate():
        return render_template("registration/places/pool.html", form=form, pool=found), 422
    with writing() as session:
        provisioning.set_pool(
            session,
            actor=_actor(),
            edition_id=edition.id,
            pool_id=pool_id,
            name=form.name_,
            places=form.places.data or 0,
            event_ids=form.events.data or [],
            submission=form.submission.data or None,
            now=clock.now(),
        )
    flash(_("Saved. Nobody who has a place loses it."), "good")
    return redirect(url_for("registration.places.places"), 303)


def _pool_form(**values: Any) -> PoolForm:
    lines = desk_places.lines(current(), current_edition(current()).id)
    return PoolForm(events=[(line.event.id, tr_plain(line.event.title)) for line in lines], **values)


# --- the waiting list --------------------------------------------------------------------------------------------------


@blueprint.get("/places/<int:event_id>/waiting")
@access.staff(Right.SEE_REGISTRATIONS)
def waiting_list(event_id: int) -> str:
    """Show who waits, in order, who has an offer, and who was put aside."""
    facts, session = _event(event_id), current()
    tallies = queries.tallies(session, event_id)
    total = sum(tallies[state].parties for state in _SHOWN if state in tallies)
    number = max(1, request.args.get("page", 1, type=int))
    pages = max(1, -(-total // _PER_PAGE))
    rows = queries.waiting_list(
        session, event_id, _SHOWN, limit=_PER_PAGE, offset=(min(number, pages) - 1) * _PER_PAGE
    )

    def address(page: int) -> str:
        return url_for("registration.places.waiting_list", event_id=event_id, page=page)

    return render_template(
        "registration/places/waiting.html",
        event=facts,
        line=desk_places.Line(facts, queries.find_counts(session, event_id)),
        rows=rows,
        slots={slot.id: slot for slot in desk_places.slots_of(session, event_id)},
        tallies=tallies,
        page={
            "number": min(number, pages),
            "pages": pages,
            "total": total,
            "previous_url": address(number - 1) if 1 < number <= pages else None,
            "next_url": address(number + 1) if number < pages else None,
        },
        waiting_label=waiting_label,
        category_label=category_label,
        form=ReasonForm(formdata=None),
    )


@blueprint.post("/places/<int:event_id>/waiting/<int:registration_id>/<act>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def by_hand(event_id: int, registration_id: int, act: str) -> Response:
    """Offer places to a party before its turn, put it aside, or back."""
    _event(event_id)
    if act not in _ACTS or queries.get_waiting(current(), registration_id).event_id != event_id:
        raise NotFound
    form = ReasonForm()
    if act != "back" and not form.validate():
        flash(_("Please give a reason: the record keeps it."), "warn")
    else:
        _act(act, registration_id, form.reason.data or "")
    return redirect(url_for("registration.places.waiting_list", event_id=event_id), 303)


def _act(act: str, registration_id: int, reason: str) -> None:
    links, now = sender().links, clock.now()
    with writing() as session:
        done: object
        if act == "offer":
            done = waiting.offer_by_hand(
                session, actor=_actor(), registration_id=registration_id, reason=reason, links=links, now=now
            )
        elif act == "skip":
            done = waiting.skip(
                session, actor=_actor(), registration_id=registration_id, reason=reason, now=now
            )
        else:
            done = waiting.put_back(
                session, actor=_actor(), registration_id=registration_id, links=links, now=now
            )
    if isinstance(done, Offer):
        flash(_("The places are held, and the party was written to."), "good")
    elif done is True:
        flash(_("Done."), "good")
    elif act == "offer":
        flash(_("There are not enough free places for this party, or it does not wait any more."), "warn")
    else:
        flash(_("Nothing was changed: somebody else was faster."), "warn")


def _back(event_id: int) -> Response:
    return redirect(url_for("registration.places.event", event_id=event_id), 303)
