"""What guests are asked to wear at each event, as protocol says it; guests read it on their own page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.queries.visit import dress_of
from festival.conference.services.dress import set_dress
from festival.core import clock
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.queries import current_edition, events_of
from festival.programme.types import EventFacts
from festival.registration.models import Invitation
from festival.registration.views.hosting import event_of_edition
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("dress_desk", __name__)
MOST = 200  # characters in one language


@blueprint.get("/reception/dress")
@access.staff(Right.SEE_GUESTS)
def dress() -> str:
    """List the events to which guests are asked, with what is worn there."""
    events = _events()
    return render_template(
        "conference/dress_desk/dress.html",
        events=events,
        dress=dress_of(current(), [event.id for event in events]),
        may_edit=access.signed_in().has(Right.CHANGE_GUESTS),
        most=MOST,
    )


def _events() -> list[EventFacts]:
    session = current()
    asked = set(session.scalars(select(Invitation.event_id).distinct()))
    return [event for event in events_of(session, current_edition(session).id) if event.id in asked]


@blueprint.post("/reception/dress/<int:event_id>")
@access.staff(Right.CHANGE_GUESTS)
def change(event_id: int) -> Response:
    """Say what is worn at an event; nothing in any language takes it back."""
    event_of_edition(event_id)
    said = {code: tidy(request.form.get(f"words_{code}", ""))[:MOST] for code in LANGUAGES}
    with writing() as session:
        set_dress(
            session,
            actor=access.signed_in().actor,
            event_id=event_id,
            words=Trilingual(**said),
            now=clock.now(),
        )
    flash(_("What is worn is kept; guests read it on their page."), "good")
    return redirect(url_for(".dress", _anchor=f"event-{event_id}"), 303)
