"""The conference and its seminars as everybody reads them, from the programme."""

from flask import Blueprint, render_template

from festival.core import clock
from festival.core.transaction import current
from festival.programme.cards import cards, pick
from festival.programme.catalogue import catalogue
from festival.programme.types import EventKind
from festival.web import access, pagecache

blueprint = Blueprint("public", __name__)


@blueprint.get("/conference")
@access.public
@pagecache.shared
def conference() -> str:
    """Show the investment conference and the thematic seminars."""
    kept = catalogue()
    events = [event for event in kept.events if event.kind in {EventKind.CONFERENCE, EventKind.SEMINAR}]
    made = cards(current(), events, clock.now())
    return render_template(
        "conference/public/conference.html",
        edition=kept.edition,
        conferences=[(event, made[event.id]) for event in events if event.kind is EventKind.CONFERENCE],
        seminars=[(event, made[event.id]) for event in events if event.kind is EventKind.SEMINAR],
        all_cards=pick(made, events),
    )
