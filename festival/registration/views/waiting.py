"""A party that waits: where it stands, its offer, and leaving; and the page of the reminder, from which one gives places back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.queries import get_event
from festival.registration import queries, rules
from festival.registration.forms import FewerForm
from festival.registration.models import Registration
from festival.registration.services import waiting
from festival.registration.services.cancelling import cancel
from festival.registration.services.lessening import lessen
from festival.registration.types import Accepted, OfferOver, TicketState, WaitingState
from festival.registration.views.own import own_registration
from festival.registration.views.speaking import sender
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

blueprint = Blueprint("waiting", __name__)


def page(registration: Registration, code: str) -> str | None:
    """Return the page of a party that waits or has waited in vain; None for one that has its tickets or never waited."""
    session = current()
    found = queries.find_waiting(session, registration.id)
    if found is None or found.state == WaitingState.ACCEPTED:
        return None
    now = clock.now()
    event = get_event(session, registration.event_id)
    state = WaitingState(found.state)
    if state is WaitingState.OFFERED and found.offer_ends_at is not None and found.offer_ends_at <= now:
        state = WaitingState.EXPIRED  # the worker has not come by yet
    return render_template(
        "registration/waiting/waiting.html",
        edition=catalogue().edition,
        registration=registration,
        event=event,
        waiting=found,
        state=state,
        place=queries.place_in_queue(session, found) if state is WaitingState.WAITING else None,
        wished=waiting.window(session, found.slot_id),
        offered=waiting.window(session, found.offered_slot),
        goes_on=rules.takes_offers(event, now),
        code=code,
    )


@blueprint.post("/t/<code>/accept")
@access.token
def accept(code: str) -> Response:
    """Take the places that are held for the party."""
    registration = _waiting_registration(code)
    with writing() as session:
        outcome = waiting.accept(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            links=sender().links,
            now=clock.now(),
        )
    if isinstance(outcome, Accepted):
        flash(_("Your places are sure. Please keep this page: it holds your tickets."), "good")
    else:
        flash(_("This offer is over, and nothing was changed. The page says what you can do now."), "warn")
    return _back(code)


@blueprint.post("/t/<code>/decline")
@access.token
def decline(code: str) -> Response:
    """Say no to an offer: the next party gets it."""
    registration = _waiting_registration(code)
    with writing() as session:
        done = waiting.decline(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            links=sender().links,
            now=clock.now(),
        )
    if done:
        flash(_("You have declined. The places go to the next party; thank you for telling us."), "good")
    return _back(code)


@blueprint.post("/t/<code>/leave")
@access.token
def leave(code: str) -> Response:
    """Leave the waiting list."""
    registration = _waiting_registration(code)
    with writing() as session:
        done = waiting.leave(session, actor=CITIZEN, registration_id=registration.id, now=clock.now())
    if done:
        flash(_("Your party is no longer on the waiting list."), "good")
    return _back(code)


@blueprint.post("/t/<code>/again")
@access.token
def again(code: str) -> Response:
    """Stand in at the end of the queue again."""
    registration = _waiting_registration(code)
    with writing() as session:
        done = waiting.stand_in_again(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            links=sender().links,
            now=clock.now(),
        )
    if done:
        flash(_("Your party is on the waiting list again, at its end."), "good")
    return _back(code)


@blueprint.get("/t/<code>/fewer")
@access.token
def fewer(code: str) -> str | Response:
    """Ask who of a waiting party does not come."""
    registration = own_registration(code)
    names = _names_that_wait(registration)
    if len(names) < 2:
        return _back(code)
    return _fewer_page(code, registration, FewerForm(formdata=None, names=names))


def _names_that_wait(registration: Registration) -> list[str]:
    """Return the people of a party that waits or has an offer; nobody once it has tickets or waits no more. Raises NotFound."""
    found = queries.get_waiting(current(), registration.id)
    open_states = {WaitingState.WAITING, WaitingState.OFFERED, WaitingState.SKIPPED}
    return found.names if found.state in open_states else []


def _fewer_page(code: str, registration: Registration, form: FewerForm) -> str:
    return render_template(
        "registration/waiting/fewer.html",
        edition=catalogue().edition,
        event=get_event(current(), registration.event_id),
        has_offer=queries.get_waiting(current(), registration.id).state == WaitingState.OFFERED,
        form=form,
        code=code,
    )


@blueprint.post("/t/<code>/fewer")
@access.token
def fewer_now(code: str) -> str | Response | tuple[str, int]:
    """Make a waiting party smaller; it keeps its place."""
    registration = own_registration(code)
    form = FewerForm(names=_names_that_wait(registration))
    if form.people and form.size == form.people and not form.validate():
        return _fewer_page(code, registration, form), 422
    with writing() as session:
        outcome = lessen(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            leaving=form.leaving.data or [],
            of=form.size,
            links=sender().links,
            now=clock.now(),
        )
    if isinstance(outcome, OfferOver):
        flash(_("Nothing was changed. The page says how your party stands now."), "warn")
    elif outcome.gone:
        flash(
            ngettext(
                "Your party is smaller by %(n)s person and keeps its place.",
                "Your party is smaller by %(n)s people and keeps its place.",
                outcome.gone,
            ),
            "good",
        )
    else:
        flash(_("Your party had been changed already. Please look at who waits now."), "info")
    return _back(code)


@blueprint.get("/t/<code>/coming")
@access.token
def coming(code: str) -> str | Response:
    """What a reminder opens: the way to the tickets, and one button for who cannot come. Opening it changes nothing."""
    registration = own_registration(code)
    leaving = _still_coming(registration)
    if not leaving:
        return _back(code)
    return render_template(
        "registration/waiting/coming.html",
        edition=catalogue().edition,
        event=get_event(current(), registration.event_id),
        names=leaving,
        slot=waiting.window(current(), registration.slot_id),
        code=code,
    )


@blueprint.post("/t/<code>/coming")
@access.token
def not_coming(code: str) -> Response:
    """Nobody of the party comes: its places go to who waits."""
    registration = own_registration(code)
    with writing() as session:
        freed = cancel(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            positions=None,
            sender=sender(),
            now=clock.now(),
        )
    if freed:
        flash(
            ngettext(
                "%(n)s place has been given back. Thank you.",
                "%(n)s places have been given back. Thank you.",
                freed,
            ),
            "good",
        )
    return _back(code)


def _still_coming(registration: Registration) -> list[str]:
    return [
        ticket.name
        for ticket in queries.live_tickets(registration)
        if ticket.state == TicketState.VALID and ticket.admitted_at is None
    ]


def _waiting_registration(code: str) -> Registration:
    registration = own_registration(code)
    if queries.find_waiting(current(), registration.id) is None:
        raise NotFound
    return registration


def _back(code: str) -> Response:
    return redirect(url_for("registration.tickets.ticket", code=code), 303)
