"""What a party takes along from its page: the tickets as a PDF, and the event for its calendar."""

from flask import Blueprint, request
from flask import Response as FlaskResponse

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.programme.feeds import ical
from festival.programme.queries import get_event
from festival.programme.types import EventState
from festival.registration import calendars, queries
from festival.registration.labels import short_code
from festival.registration.papers import tickets as papers
from festival.registration.types import TicketState
from festival.registration.views.own import own_registration
from festival.registration.views.speaking import codes
from festival.web import access, locale, typesetting

blueprint = Blueprint("papers", __name__)


@blueprint.get("/t/<code>/tickets.pdf")
@access.token
def tickets(code: str) -> FlaskResponse:
    """Give all valid tickets of the party as a PDF, on A4 or (`?size=a5`) A5."""
    registration = own_registration(code)
    session = current()
    size = papers.Size.A5 if request.args.get("size") == papers.Size.A5 else papers.Size.A4
    event = get_event(session, registration.event_id)
    made = papers.of_party(session, registration, event, codes(), language=locale.language(), size=size)
    if made is None:
        raise NotFound
    return download(made, typesetting.PDF, f"ve-{short_code(registration.code, 0)}.pdf")


@blueprint.get("/t/<code>/event.ics")
@access.token
def calendar(code: str) -> FlaskResponse:
    """Give the party's entry for a calendar."""
    registration = own_registration(code)
    event = get_event(current(), registration.event_id)
    comes = any(one.state == TicketState.VALID for one in queries.live_tickets(registration))
    if not comes or event.state is EventState.CANCELLED:
        raise NotFound
    body = calendars.entry(event, registration.id, locale.language(), clock.now())
    return download(body, f"{ical.MIMETYPE}; charset=utf-8", f"{event.slug}.ics")


def download(body: bytes, content_type: str, name: str) -> FlaskResponse:
    """Answer with a file to keep."""
    answer = FlaskResponse(body, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
