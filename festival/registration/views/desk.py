"""The registrar's side: find a party, see its history, cancel, give new codes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.audit.queries import history
from festival.core import clock
from festival.core.actor import Actor
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition, events_of, get_event
from festival.registration import queries, submission
from festival.registration.contacts import shown_phone
from festival.registration.desk_labels import action_labels, kind_labels, presence_labels, state_labels
from festival.registration.forms import CancelForm
from festival.registration.forms.desk import BlockForm
from festival.registration.forms.filters import filters_from, number_from
from festival.registration.history_words import doer_labels, happened
from festival.registration.labels import class_label, need_labels, state_label
from festival.registration.messaging import Sender
from festival.registration.place_labels import waiting_label, window_label
from festival.registration.queries.supply import slot_of, windows_of_edition
from festival.registration.services.blocking import block, unblock
from festival.registration.services.bulk import MOST
from festival.registration.services.cancelling import cancel
from festival.registration.services.finding import send_link_to
from festival.registration.services.reissuing import end_links, reissue
from festival.registration.types import TicketState, WaitingState
from festival.registration.types.desk import BlockReason
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
    filters = filters_from(request.args)
    page = queries.listed(
        session,
        edition_id=edition.id,
        filters=filters,
        before=number_from(request.args.get("older")),
        after=number_from(request.args.get("newer")),
    )
    query = filters.as_query()

    def address(key: str, value: int) -> str:
        return url_for("registration.desk.registrations", **(query | {key: value}))

    return render_template(
        "registration/desk/registrations.html",
        page=page,
        newer_url=address("newer", page.newer) if page.newer else None,
        older_url=address("older", page.older) if page.older else None,
        query=query,
        filters=filters,
        events={event.id: event for event in events},
        slots=[
            (window.id, window_label(window))
            for event_id, window in windows_of_edition(session, edition.id)
            if filters.event_id in {None, event_id}
        ],
        waiting=queries.waiting_of(session, [row.id for row in page.rows if not row.tickets]),
        waiting_label=waiting_label,
        labels={
            "state": state_labels(),
            "kind": kind_labels(),
            "presence": presence_labels(),
            "action": action_labels(),
        },
        form_number=submission.new(),
        most=MOST,
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
    consents = queries.consents(session, registration_id)
    waits = queries.find_waiting(session, registration_id)
    slot = slot_of(session, found)
    entries = history(session, "registration", registration_id)
    return render_template(
        "registration/desk/registration.html",
        registration=found,
        event=get_event(session, found.event_id),
        tickets=queries.live_tickets(found),
        waits=waits if waits is not None and waits.state != WaitingState.ACCEPTED else None,
        before=queries.place_in_queue(session, waits)
        if waits is not None and waits.state == WaitingState.WAITING
        else None,
        waiting_label=waiting_label,
        slot=window_label(slot) if slot is not None else None,
        consents=consents,
        awaits_consent=not consents and queries.awaits_consent(session, found),
        history=entries,
        staff=account_names(
            session, {e.actor_id for e in entries if e.actor_kind == "person" and e.actor_id}
        ),
        needs=[needs[need] for need in found.needs.split(",") if need in needs],
        state_label=state_label,
        class_label=class_label,
        valid=TicketState.VALID,
        shown_phone=shown_phone,
        happened=happened,
        doers=doer_labels(),
        kinds=kind_labels(),
        form_number=submission.new(),
        form=CancelForm(),
        block_form=BlockForm(formdata=None, reason=BlockReason.PASSED_ON),
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


@blueprint.post("/registrations/<int:registration_id>/block")
@access.staff(Right.CHANGE_REGISTRATIONS)
def block_tickets(registration_id: int) -> Response:
    """Let every gate refuse the chosen people's tickets."""
    form = BlockForm()
    chosen = form.positions.data or []
    if not chosen or not form.validate():
        flash(_("Please choose whose ticket is blocked, and why."), "warn")
        return _back(registration_id)
    with writing() as session:
        done = block(
            session,
            actor=_actor(),
            registration_id=registration_id,
            positions=chosen,
            reason=form.why,
            now=clock.now(),
        )
    flash(
        ngettext("%(n)s ticket is blocked.", "%(n)s tickets are blocked.", len(done)),
        "good" if done else "warn",
    )
    return _back(registration_id)


@blueprint.post("/registrations/<int:registration_id>/unblock")
@access.staff(Right.CHANGE_REGISTRATIONS)
def unblock_tickets(registration_id: int) -> Response:
    """Let the gates admit blocked tickets again."""
    chosen = BlockForm().positions.data or []
    if not chosen:
        flash(_("Please choose whose ticket is let in again."), "warn")
        return _back(registration_id)
    with writing() as session:
        done = unblock(
            session,
            actor=_actor(),
            registration_id=registration_id,
            positions=chosen,
            links=_sender().links,
            now=clock.now(),
        )
    flash(
        ngettext("%(n)s ticket is valid again.", "%(n)s tickets are valid again.", len(done)),
        "good" if done else "warn",
    )
    return _back(registration_id)


@blueprint.post("/registrations/<int:registration_id>/send-link")
@access.staff(Right.CHANGE_REGISTRATIONS)
def send_link(registration_id: int) -> Response:
    """Send the party the link to its tickets again."""
    number = request.form.get("number", "")[:43]
    with writing() as session:
        sent = send_link_to(
            session,
            actor=_actor(),
            registration_id=registration_id,
            form=number,
            sender=_sender(),
            now=clock.now(),
        )
    if sent:
        flash(_("The link is on its way to the party's phone or mail."), "good")
    else:
        flash(
            _("No message was sent: there is no contact, or three messages went there within the hour."),
            "warn",
        )
    return _back(registration_id)


@blueprint.post("/registrations/<int:registration_id>/reissue/<int:ticket_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def reissue_ticket(registration_id: int, ticket_id: int) -> Response:
    """Give one ticket a new code."""
    queries.get_ticket_of(current(), registration_id, ticket_id)
    with writing() as session:
        made = reissue(session, actor=_actor(), ticket_id=ticket_id, links=_sender().links, now=clock.now())
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
