"""Somebody comes without having registered: one screen, by keyboard, and the code stands there at once."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition, events_of
from festival.programme.types import EventFacts
from festival.registration import queries, submission
from festival.registration.forms.desk import WalkInForm
from festival.registration.forms.filters import number_from
from festival.registration.models import Registration
from festival.registration.queries.places import places_of
from festival.registration.services.counting import may_be_given
from festival.registration.services.walking_in import walk_in as register
from festival.registration.types import Full, Registered, RegistrationKind
from festival.registration.views.speaking import codes
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext

blueprint = Blueprint("walk_ins", __name__)


@blueprint.get("/walk-in")
@access.staff(Right.CHANGE_REGISTRATIONS)
def walk_in() -> str:
    """Show the form, and beside it the code of who has just been registered."""
    events = _events()
    chosen = number_from(request.args.get("event"))
    made = number_from(request.args.get("made"))
    form = WalkInForm(
        events=events,
        formdata=None,
        people=1,
        language=request.args.get("ticket_language") or language(),
        number=submission.new(),
        event=chosen if chosen in {event.id for event in events} else _next(events),
    )
    slip = queries.find_registration(current(), made) if made else None
    return _page(form, slip if slip is not None and slip.kind == RegistrationKind.WALK_IN else None)


@blueprint.post("/walk-in")
@access.staff(Right.CHANGE_REGISTRATIONS)
def walk_in_now() -> Response | tuple[str, int]:
    """Register them and lead to the same screen with their code."""
    form = WalkInForm(events=_events())
    if not form.validate():
        return _page(form, None), 422
    with writing() as session:
        outcome = register(
            session,
            actor=access.signed_in().actor,
            event_id=form.event.data,
            people=form.people.data or 1,
            name=form.name.data or "",
            language=form.language.data,
            submission=form.number.data or "",
            now=clock.now(),
        )
    if isinstance(outcome, Registered):
        made = outcome.registration_id
        return redirect(
            url_for(".walk_in", event=form.event.data, made=made, ticket_language=form.language.data), 303
        )
    if isinstance(outcome, Full):
        sentence = (
            ngettext(
                "Only %(n)s place is left. Nobody was registered.",
                "Only %(n)s places are left. Nobody was registered.",
                outcome.left,
            )
            if outcome.left
            else _("This event is full. Nobody was registered.")
        )
    else:
        sentence = _("This event is over or called off. Nobody was registered.")
    form.take_errors({"people" if isinstance(outcome, Full) else "event": sentence})
    return _page(form, None), 409


def _events() -> list[EventFacts]:
    session, now = current(), clock.now()
    events = events_of(session, current_edition(session).id)
    return [event for event in events if event.takes_registrations and may_be_given(event, now)]


def _next(events: list[EventFacts]) -> int | None:
    """Return what goes on now or begins next."""
    return min(events, key=lambda event: (event.ends_at, event.id)).id if events else None


def _page(form: WalkInForm, slip: Registration | None) -> str:
    session = current()
    party = queries.party_ticket(slip) if slip else None
    people = queries.live_tickets(slip) if slip else []
    made = codes()
    shown = party if len(people) > 1 else people[0] if people else None
    active = shown is not None and shown.state == "valid"
    return render_template(
        "registration/walk_ins/walk_in.html",
        form=form,
        places=places_of(session, list(form.events.values()), clock.now()),
        slip=slip,
        people=people,
        event=form.events.get(slip.event_id) if slip else None,
        svg=made.svg(
            made.of(session, shown, people=len(people) if shown.position == 0 else 1),
            title=_("QR code of the whole party"),
        )
        if shown is not None and active
        else None,
    )
