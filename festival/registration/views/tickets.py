"""A party's own page: its tickets, their pictures, and giving them back."""

from typing import Any

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import (
    Response as FlaskResponse,
)
from markupsafe import Markup
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.queries import get_event
from festival.registration import consent, queries, rules, ticket_code
from festival.registration.forms import AgreeForm, CancelForm
from festival.registration.labels import class_label, short_code, state_label
from festival.registration.models import Registration, Ticket
from festival.registration.qr import Codes
from festival.registration.services.cancelling import cancel
from festival.registration.services.receiving import agree
from festival.registration.types import (
    Purpose,
    RegistrationKind,
    TicketState,
)
from festival.registration.views import waiting
from festival.registration.views.groups import group_page
from festival.registration.views.own import own_registration
from festival.registration.views.speaking import codes, sender
from festival.web import access, locale
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

blueprint = Blueprint("tickets", __name__)


@blueprint.get("/t/<code>")
@access.token
def ticket(code: str) -> str | Response:
    """Show the party's tickets (its own link) or one ticket (the address in a QR)."""
    if len(code) >= ticket_code.CHARACTERS:
        return _single_ticket(code)
    return _tickets_page(code, own_registration(code), AgreeForm(formdata=None))


def _tickets_page(code: str, registration: Registration, agree_form: AgreeForm) -> str | Response:
    if not registration.tickets and (waits := waiting.page(registration, code)) is not None:
        return waits
    session = current()
    if registration.kind == RegistrationKind.GROUP and (
        group := queries.find_group(session, registration.id)
    ):
        return group_page(code, registration, group)
    made = codes()
    event = get_event(session, registration.event_id)
    tickets = queries.live_tickets(registration)
    valid = [t for t in tickets if t.state == TicketState.VALID]
    party = queries.party_ticket(registration) if len(valid) > 1 else None
    gone = queries.passed_on(session, tickets)
    return render_template(
        "registration/tickets/tickets.html",
        edition=catalogue().edition,
        registration=registration,
        event=event,
        changes=rules.why_party_fixed(registration.kind, event, clock.now()) is None,
        takes_more=rules.admits_registration(event, clock.now()) is None,
        slot=queries.slot_of(session, registration),
        tickets=[
            _shown(session, made, t, of=len(tickets), party=registration.code, gone=t.id in gone)
            for t in tickets
        ],
        party_svg=_svg(session, made, party, people=len(valid)) if party else None,
        people=len(valid),
        code=code,
        cancellable=[t for t in valid if t.admitted_at is None],
        form=CancelForm(),
        agree_form=agree_form if queries.awaits_consent(session, registration) else None,
        consent_text=consent.texts()[Purpose.RECEIVED],
    )


blueprint.add_url_rule("/T/<code>", "scanned", ticket)


def _single_ticket(code: str) -> str | Response:
    """The page a plain camera opens from a QR: the ticket's facts, and nothing that could be changed with a photo of it."""
    session = current()
    made = codes()
    payload = made.read(session, code)
    found = queries.find_ticket(session, payload.ticket) if payload else None
    if payload is None or found is None:
        raise NotFound
    registration = queries.get_registration(session, found.registration_id)
    party = queries.live_tickets(registration)
    people = sum(1 for t in party if t.state == TicketState.VALID)
    svg = _svg(session, made, found, people=people) if found.state == TicketState.VALID else None
    return render_template(
        "registration/tickets/ticket.html",
        edition=catalogue().edition,
        event=get_event(session, found.event_id),
        ticket=found,
        state_label=state_label(found.state),
        class_label=class_label(found.ticket_class) if found.position else "",
        is_party=found.position == 0,
        people=people,
        of=len(party),
        short_code=short_code(registration.code, found.position),
        qr_svg=svg,
    )


def _svg(session: Any, made: Codes, ticket: Ticket, *, people: int) -> Markup:
    title = (
        _("QR code of the ticket for %(name)s", name=ticket.name)
        if ticket.position
        else _("QR code of the whole party")
    )
    return made.svg(made.of(session, ticket, people=people if ticket.position == 0 else 1), title=title)


def _shown(session: Any, made: Codes, ticket: Ticket, *, of: int, party: str, gone: bool) -> dict[str, Any]:
    active = ticket.state == TicketState.VALID
    return {
        "name": ticket.name,
        "class_label": class_label(ticket.ticket_class),
        "position": ticket.position,
        "of": of,
        "code": short_code(party, ticket.position),
        "state": ticket.state,
        "state_label": _("Passed on to another person") if gone else state_label(ticket.state),
        "active": active,
        "admitted_at": ticket.admitted_at,
        "qr_svg": _svg(session, made, ticket, people=1) if active else None,
    }


@blueprint.post("/t/<code>/agree")
@access.token
def agree_now(code: str) -> str | Response | tuple[str | Response, int]:
    """Keep the consent of who got this ticket from another person."""
    registration = own_registration(code)
    form = AgreeForm()
    if not form.validate():
        return _tickets_page(code, registration, form), 422
    with writing() as session:
        agreed = agree(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            language=locale.language(),
            now=clock.now(),
        )
    if agreed:
        flash(_("Thank you. The ticket is yours now; we keep what you agreed to with it."), "good")
    return redirect(url_for("registration.tickets.ticket", code=code), 303)


@blueprint.get("/t/<code>/qr-<int:position>.png")
@access.token
def picture(code: str, position: int) -> FlaskResponse:
    """One person's QR (0: the party's) as a PNG to keep."""
    return _picture(code, position, "png")


@blueprint.get("/t/<code>/qr-<int:position>.svg")
@access.token
def drawing(code: str, position: int) -> FlaskResponse:
    """One person's QR (0: the party's) as an SVG."""
    return _picture(code, position, "svg")


def _picture(code: str, position: int, kind: str) -> FlaskResponse:
    registration = own_registration(code)
    valid = [t for t in registration.tickets if t.state == TicketState.VALID]
    ticket = next((t for t in valid if t.position == position), None)
    if ticket is None:
        raise NotFound
    made = codes()
    people = sum(1 for t in valid if t.position > 0) if position == 0 else 1
    text = made.of(current(), ticket, people=people)
    name = f"ve-{short_code(registration.code, position)}.{kind}"
    if kind == "png":
        response = FlaskResponse(made.png(text), mimetype="image/png")
    else:
        response = FlaskResponse(_svg(current(), made, ticket, people=people), mimetype="image/svg+xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/t/<code>/cancel")
@access.token
def cancel_tickets(code: str) -> Response | str:
    """Give places back: first asks, with what would end; then does it."""
    registration = own_registration(code)
    form = CancelForm()
    tickets = [
        t
        for t in queries.live_tickets(registration)
        if t.state == TicketState.VALID and t.admitted_at is None
    ]
    chosen = [t for t in tickets if t.position in (form.positions.data or [])]
    if not chosen:
        flash(_("Please choose who does not come."), "warn")
        return redirect(url_for("registration.tickets.ticket", code=code, _anchor="cancel"), 303)
    if request.form.get("sure") != "yes":
        return render_template(
            "registration/tickets/cancel.html",
            edition=catalogue().edition,
            event=get_event(current(), registration.event_id),
            chosen=chosen,
            everybody=len(chosen) == len(tickets),
            form=form,
            code=code,
        )
    with writing() as session:
        freed = cancel(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            positions=[t.position for t in chosen],
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
    return redirect(url_for("registration.tickets.ticket", code=code), 303)
