"""The registrar's side: find a party, see its history, cancel, give new codes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.audit.queries import history
from festival.core import clock
from festival.core.actor import Actor
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition, events_of, get_event
from festival.registration import queries
from festival.registration.contacts import shown_phone
from festival.registration.forms import CancelForm
from festival.registration.labels import need_labels, state_label
from festival.registration.messaging import Sender
from festival.registration.services.cancelling import cancel
from festival.registration.services.reissuing import end_links, reissue
from festival.registration.types import TicketState
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext
from festival.web.settings import settings

blueprint = Blueprint("desk", __name__)


def _actor() -> Actor:
    return access.signed_in().actor


def _sender() -> Sender:
    return Sender(settings().public_url, settings().secret_key)


@blueprint.get("/registrations")
@access.staff(Right.SEE_REGISTRATIONS)
def registrations() -> str:
    """List and search registrations; filters stay in the address."""
    session = current()
    edition = current_edition(session)
    events = [event for event in events_of(session, edition.id) if event.capacity is not None]
    text = tidy(request.args.get("q", ""))[:100]
    event_id = request.args.get("event", type=int)
    page = queries.search(
        session,
        edition_id=edition.id,
        text=text,
        event_id=event_id,
        number=request.args.get("page", 1, type=int),
    )

    def address(number: int) -> str:
        return url_for("registration.desk.registrations", q=text or None, event=event_id, page=number)

    return render_template(
        "registration/desk/registrations.html",
        page={
            "rows": page.rows,
            "number": page.number,
            "pages": page.pages,
            "total": page.total,
            "previous_url": address(page.number - 1) if page.number > 1 else None,
            "next_url": address(page.number + 1) if page.number < page.pages else None,
        },
        events={event.id: event for event in events},
        q=text,
        event_id=event_id,
        live=queries.live_tickets,
        shown_phone=shown_phone,
    )


@blueprint.get("/registrations/<int:registration_id>")
@access.staff(Right.SEE_REGISTRATIONS)
def registration(registration_id: int) -> str:
    """Show one party with its history."""
    session = current()
    found = queries.get_registration(session, registration_id)
    needs = need_labels()
    entries = history(session, "registration", registration_id)
    return render_template(
        "registration/desk/registration.html",
        registration=found,
        event=get_event(session, found.event_id),
        tickets=queries.live_tickets(found),
        consents=queries.consents(session, registration_id),
        history=entries,
        staff=account_names(
            session, {e.actor_id for e in entries if e.actor_kind == "person" and e.actor_id}
        ),
        needs=[needs[need] for need in found.needs.split(",") if need in needs],
        state_label=state_label,
        valid=TicketState.VALID,
        shown_phone=shown_phone,
        form=CancelForm(),
    )


@blueprint.post("/registrations/<int:registration_id>/cancel")
@access.staff(Right.CHANGE_REGISTRATIONS)
def cancel_tickets(registration_id: int) -> Response:
    """Cancel the chosen people's tickets."""
    form = CancelForm()
    chosen = form.positions.data or []
    if not chosen:
        flash(_("Please choose who does not come."), "warn")
        return _back(registration_id)
    with writing() as session:
        freed = cancel(
            session,
            actor=_actor(),
            registration_id=registration_id,
            positions=chosen,
            sender=_sender(),
            now=clock.now(),
        )
    flash(
        ngettext("%(n)s place has been given back.", "%(n)s places have been given back.", freed),
        "good" if freed else "warn",
    )
    return _back(registration_id)


@blueprint.post("/registrations/<int:registration_id>/reissue/<int:ticket_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def reissue_ticket(registration_id: int, ticket_id: int) -> Response:
    """Give one ticket a new code."""
    queries.get_ticket_of(current(), registration_id, ticket_id)
    with writing() as session:
        made = reissue(session, actor=_actor(), ticket_id=ticket_id, now=clock.now())
    if made is None:
        flash(_("This ticket is no longer valid and cannot get a new code."), "warn")
    else:
        flash(_("The ticket has a new code. The old one is refused at every gate."), "good")
    return _back(registration_id)


@blueprint.post("/registrations/<int:registration_id>/new-link")
@access.staff(Right.CHANGE_REGISTRATIONS)
def new_link(registration_id: int) -> Response:
    """End the party's old link; a new one reaches them by “My ticket”."""
    with writing() as session:
        end_links(session, actor=_actor(), registration_id=registration_id, now=clock.now())
    flash(
        _("The old link is dead. The party gets the new one through “My ticket” on the public site."), "good"
    )
    return _back(registration_id)


def _back(registration_id: int) -> Response:
    return redirect(url_for("registration.desk.registration", registration_id=registration_id), 303)
