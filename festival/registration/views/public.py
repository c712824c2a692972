"""Citizens register, hold their tickets, give them back, and find them again."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
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
from festival.core.trilingual import as_language
from festival.programme.catalogue import catalogue, forget
from festival.programme.queries import get_event
from festival.programme.types import EventFacts
from festival.registration import queries, rules, submission, ticket_code
from festival.registration.forms import CancelForm, FindForm, RegisterForm
from festival.registration.labels import state_label
from festival.registration.links import Links, read_token
from festival.registration.messaging import Sender
from festival.registration.models import Registration, Ticket
from festival.registration.qr import Codes
from festival.registration.services.cancelling import cancel
from festival.registration.services.finding import send_links
from festival.registration.services.registering import register as register_party
from festival.registration.types import (
    Application,
    Full,
    NotOpen,
    Outdated,
    Registered,
    TicketState,
    TooMany,
)
from festival.registration.views import party_form
from festival.web import access, locale
from festival.web.locale import gettext as _
from festival.web.locale import ngettext
from festival.web.requests import network
from festival.web.settings import settings

blueprint = Blueprint("public", __name__)


def sender() -> Sender:
    """Return what writes this installation's messages."""
    return Sender(settings().public_url, settings().secret_key)


def codes() -> Codes:
    """Return what makes and reads this installation's codes."""
    return Codes(current_app.extensions["keyring"], Links(settings().public_url, settings().secret_key))


# --- register ----------------------------------------------------------------------------------------------------------


def _event(slug: str) -> EventFacts:
    event = catalogue().event(slug)
    if not event.takes_registrations:
        raise NotFound
    return event


@blueprint.get("/<language:lang>/events/<slug>/register")
@access.public
def register(slug: str) -> str | Response:
    """Show the form, or say why there is none now; what takes no registrations has a page that says so.

    A browser is led to an address of this opening, to which it can go back (see submission.py); a program that fetches the
    page has no way back and gets it at once.
    """
    event = catalogue().event(slug)
    if not event.takes_registrations:
        return redirect(url_for("programme.public.event", slug=slug), 303)
    opened = request.args.get("form", "")
    if not submission.is_opening(opened):
        if party_form.is_browser():
            return redirect(url_for(".register", slug=slug, form=submission.opening()), 303)
        return party_form.fresh(event, submission.new())
    number = party_form.number_of(event, opened)
    return party_form.fresh(event, number, was_sent=queries.was_sent(current(), number))


@blueprint.post("/<language:lang>/events/<slug>/register")
@access.public
def register_now(slug: str) -> str | Response | tuple[str, int]:
    """Take the form: the answer is the party's ticket page."""
    event = _event(slug)
    form = RegisterForm(party_max=event.party_max)
    secret = settings().secret_key
    read = submission.read(secret, form.submission.data or "")
    valid = form.validate()
    if read is None:
        form.submission.data = submission.sign(secret, submission.new())
        return party_form.page(
            event,
            form,
            _("This form was not opened here, or long ago. Please check your entries and send it once more."),
        ), 422
    if not valid:
        return party_form.page(event, form), 422
    number, shown_at = read
    if form.website.data or party_form.too_quick(number, shown_at):
        form.submission.data = submission.sign(secret, number)
        return party_form.page(
            event, form, _("That was very quick. Please check the names and send the form once more.")
        ), 422
    application = form.application(number, locale.language())
    outcome = _register(event, application)
    if isinstance(outcome, Registered):
        if outcome.repeated:
            party_form.say_that_it_was_sent(slug, outcome, application)
        else:
            flash(_("Your places are sure. Please keep this page: it holds your tickets."), "good")
        return redirect(sender().links.manage_path(outcome.registration_id, outcome.manage_epoch), 303)
    status = 429 if isinstance(outcome, TooMany) else 409
    return party_form.page(event, form, party_form.why_not(outcome)), status


def _register(event: EventFacts, application: Application) -> Registered | Full | NotOpen | TooMany:
    for _again in range(3):
        with writing() as session:
            outcome = register_party(
                session,
                actor=CITIZEN,
                event=event,
                application=application,
                network=network(),
                per_network=settings().registrations_per_network_hour,
                sender=sender(),
                now=clock.now(),
            )
        if not isinstance(outcome, Outdated):
            return outcome
        forget()
        event = _event(event.slug)
    raise RuntimeError("an event changes faster than it can be read")


# --- the ticket page ---------------------------------------------------------------------------------------------------


def _own_registration(code: str) -> Registration:
    claimed = read_token(code)
    if claimed is None:
        raise NotFound
    registration = queries.get_registration(current(), claimed.registration_id)
    if not sender().links.is_genuine(claimed, registration.manage_epoch):
        raise NotFound
    if "lang" not in request.cookies:  # a link in a message opens in the language of the registration
        spoken = as_language(registration.language)
        if spoken:
            locale.speak(spoken)
    return registration


@blueprint.get("/t/<code>")
@access.token
def ticket(code: str) -> str | Response:
    """Show the party's tickets (its own link) or one ticket (the address in a QR)."""
    if len(code) >= ticket_code.CHARACTERS:
        return _single_ticket(code)
    registration = _own_registration(code)
    session = current()
    made = codes()
    event = get_event(session, registration.event_id)
    tickets = queries.live_tickets(registration)
    valid = [t for t in tickets if t.state == TicketState.VALID]
    party = queries.party_ticket(registration) if len(valid) > 1 else None
    return render_template(
        "registration/public/tickets.html",
        edition=catalogue().edition,
        registration=registration,
        event=event,
        takes_more=rules.admits_registration(event, clock.now()) is None,
        tickets=[_shown(session, made, t, of=len(tickets), party=registration.code) for t in tickets],
        party_svg=_svg(session, made, party, people=len(valid)) if party else None,
        people=len(valid),
        code=code,
        cancellable=[t for t in valid if t.admitted_at is None],
        form=CancelForm(),
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
        "registration/public/ticket.html",
        edition=catalogue().edition,
        event=get_event(session, found.event_id),
        ticket=found,
        state_label=state_label(found.state),
        is_party=found.position == 0,
        people=people,
        of=len(party),
        short_code=_short_code(registration.code, found.position),
        qr_svg=svg,
    )


def _short_code(party: str, position: int) -> str:
    return f"{party[:3]}-{party[3:]}" + (f"-{position}" if position else "")


def _svg(session: Any, made: Codes, ticket: Ticket, *, people: int) -> Markup:
    title = (
        _("QR code of the ticket for %(name)s", name=ticket.name)
        if ticket.position
        else _("QR code of the whole party")
    )
    return made.svg(made.of(session, ticket, people=people if ticket.position == 0 else 1), title=title)


def _shown(session: Any, made: Codes, ticket: Ticket, *, of: int, party: str) -> dict[str, Any]:
    active = ticket.state == TicketState.VALID
    return {
        "name": ticket.name,
        "position": ticket.position,
        "of": of,
        "code": _short_code(party, ticket.position),
        "state": ticket.state,
        "state_label": state_label(ticket.state),
        "active": active,
        "admitted_at": ticket.admitted_at,
        "qr_svg": _svg(session, made, ticket, people=1) if active else None,
    }


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
    registration = _own_registration(code)
    valid = [t for t in registration.tickets if t.state == TicketState.VALID]
    ticket = next((t for t in valid if t.position == position), None)
    if ticket is None:
        raise NotFound
    made = codes()
    people = sum(1 for t in valid if t.position > 0) if position == 0 else 1
    text = made.of(current(), ticket, people=people)
    name = f"ve-{_short_code(registration.code, position)}.{kind}"
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
    registration = _own_registration(code)
    form = CancelForm()
    tickets = [
        t
        for t in queries.live_tickets(registration)
        if t.state == TicketState.VALID and t.admitted_at is None
    ]
    chosen = [t for t in tickets if t.position in (form.positions.data or [])]
    if not chosen:
        flash(_("Please choose who does not come."), "warn")
        return redirect(url_for("registration.public.ticket", code=code, _anchor="cancel"), 303)
    if request.form.get("sure") != "yes":
        return render_template(
            "registration/public/cancel.html",
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
    return redirect(url_for("registration.public.ticket", code=code), 303)


# --- find a lost link --------------------------------------------------------------------------------------------------


@blueprint.get("/<language:lang>/find-ticket")
@access.public
def find() -> str:
    """Ask for a phone or a mail."""
    return render_template(
        "registration/public/find.html", edition=catalogue().edition, form=FindForm(), sent=False
    )


@blueprint.post("/<language:lang>/find-ticket")
@access.public
def find_now() -> str | tuple[str, int]:
    """Send what is registered there; the page says the same whether or not anything is."""
    form = FindForm()
    edition = catalogue().edition
    if not form.validate():
        return render_template("registration/public/find.html", edition=edition, form=form, sent=False), 422
    with writing() as session:
        allowed = send_links(
            session, phone=form.phone, mail=form.mail, network=network(), sender=sender(), now=clock.now()
        )
    if not allowed:
        abort(429)
    return render_template("registration/public/find.html", edition=edition, form=form, sent=True)
