"""The organizers' first page, the messages that left, and the style guide."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.gate import queries as gate_queries
from festival.outbox import queries as outbox_queries
from festival.outbox.limits import Limits
from festival.outbox.services import send_again, take_receipt
from festival.outbox.types import MessageKind, MessageState
from festival.programme import queries
from festival.programme.rules import timetable
from festival.programme.types import EventFacts
from festival.registration import queries as registration_queries
from festival.registration.contacts import shown_phone
from festival.registration.labels import message_label, message_state_label
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.settings import settings

blueprint = Blueprint("desk", __name__)


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event on the dashboard, in people."""

    event: EventFacts
    registered: int
    admitted: int
    status: str | None

    @property
    def share(self) -> float | None:
        """Registered of capacity, 0 to 1."""
        return min(1.0, self.registered / self.event.capacity) if self.event.capacity else None


@blueprint.get("/")
@access.staff(Right.DASHBOARD)
def dashboard() -> str:
    """Show how the festival stands."""
    session, now = current(), clock.now()
    person = access.signed_in()
    edition = queries.current_edition(session)
    figures = registration_queries.figures(session, edition.id)
    lines = []
    events = queries.events_of(session, edition.id)
    places = registration_queries.places_of(session, events, now)
    for event in events:
        own = figures.get(event.id)
        registered, admitted = (own.registered, own.admitted) if own else (0, 0)
        word = str(places[event.id].status) if event.id in places else None
        lines.append(EventLine(event, registered, admitted, word))
    sees_scans = person.has(Right.MANAGE_GATES) or person.has(Right.SEE_REGISTRATIONS)
    return render_template(
        "pages/desk/dashboard.html",
        edition=edition,
        days_left=timetable.days_left(edition.main_day, now),
        lines=lines,
        totals={
            "registered": sum(line.registered for line in lines),
            "capacity": sum(line.event.capacity or 0 for line in lines if line.event.takes_registrations),
            "admitted": sum(line.admitted for line in lines),
            "events": len(lines),
        },
        scans=gate_queries.recent_scans(session, edition.id) if sees_scans else None,
        messages=outbox_queries.counts(session) if person.has(Right.SEE_MESSAGES) else None,
        mail_leaves=settings().smtp_url is not None,
    )


@blueprint.get("/mailbox")
@access.staff(Right.SEE_MESSAGES)
def mailbox() -> str:
    """Show the newest messages and how they left; without SMTP this is where they end. Filters stay in the address."""
    asked = {name: request.args.get(name, "")[:16] for name in ("state", "kind", "channel")}
    return render_template(
        "pages/desk/mailbox.html",
        messages=outbox_queries.latest(
            current(), state=asked["state"], kind=asked["kind"], channel=asked["channel"]
        ),
        asked=asked,
        kinds={str(kind): message_label(kind) for kind in MessageKind},
        states={str(state): message_state_label(state) for state in MessageState},
        counts=outbox_queries.counts(current()),
        mail_leaves=settings().smtp_url is not None,
        sms_leaves=settings().sms_webhook_url is not None,
        shown_phone=shown_phone,
    )


@blueprint.post("/mailbox/<int:message_id>/again")
@access.staff(Right.CHANGE_REGISTRATIONS)
def message_again(message_id: int) -> Response:
    """Try a failed message once more."""
    with writing() as session:
        if not send_again(session, message_id, now=clock.now()):
            raise NotFound
    flash(_("The message is on its way again."), "good")
    return redirect(url_for("pages.desk.mailbox"), 303)


@blueprint.post("/mailbox/<int:message_id>/bounced")
@access.staff(Right.CHANGE_REGISTRATIONS)
def message_bounced(message_id: int) -> Response:
    """Note that a message came back (somebody has read so in the sender's mailbox); its second way is tried."""
    with writing() as session:
        outcome = take_receipt(
            session,
            message_id,
            MessageState.BOUNCED,
            reason="came back",
            limits=Limits(settings().secret_key),
            now=clock.now(),
        )
        if outcome is None:
            raise NotFound
    flash(_("Noted. If there is a second way to the reader, the message takes it now."), "good")
    return redirect(url_for("pages.desk.mailbox"), 303)


@blueprint.get("/styleguide")
@access.staff(Right.STYLEGUIDE)
def styleguide() -> str:
    """Show every component in every state."""
    return render_template("pages/desk/styleguide.html")
