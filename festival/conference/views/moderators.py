"""The moderator's page and the stage of one session, for who holds a link of the desk and has no account."""

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, render_template, url_for
from werkzeug.wrappers import Response as Answered

from festival.conference.forms.asking import WordsForm
from festival.conference.models import ModeratorLink
from festival.conference.queries.asking import find_link, pulse
from festival.conference.queries.sessions import get_bare_session
from festival.conference.rules import asking as rules
from festival.conference.types.asking import ModeratorPart
from festival.conference.types.sessions import ConferenceSession
from festival.conference.views import moderating
from festival.conference.views.hall import conference_events
from festival.conference.views.moderating import Ways
from festival.conference.views.questions import staged
from festival.conference.views.questions_desk import moderator_links
from festival.conference.views.sessions_desk import session_of_desk
from festival.core import clock
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.programme.catalogue import catalogue
from festival.programme.views.answers import Answer
from festival.web import access

blueprint = Blueprint("moderators", __name__)


@dataclass(frozen=True, slots=True)
class _Held:
    """Whose link it is, and the one session it opens."""

    token: str
    row: ModeratorLink
    session: ConferenceSession

    @property
    def ways(self) -> Ways:
        """Where this page is, and what its holder may do."""
        may_move = self.row.part == ModeratorPart.MODERATOR
        return Ways("moderators", {"token": self.token}, may_move=may_move, may_write=True)

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return Actor("moderator", self.row.id)


def _link(token: str) -> ModeratorLink:
    """Return whose link it is. Raises NotFound for what was never made, was ended, or whose day is over."""
    number = moderator_links().opened(token)
    row = find_link(current(), number) if number is not None else None
    if row is None:
        raise NotFound
    one = get_bare_session(current(), row.session_id, conference_events())
    if rules.is_day_over(one.ends_at, clock.now()):
        raise NotFound
    return row


def _held(token: str) -> _Held:
    """Return what a link opens. Raises NotFound as `_link`."""
    row = _link(token)
    return _Held(token, row, session_of_desk(row.session_id))


@blueprint.get("/moderate/<token>")
@access.token
def questions(token: str) -> str:
    """Show the questions to the session; the page renews itself."""
    return _page(_held(token), {})


def _page(held: _Held, forms: dict[int, WordsForm]) -> str:
    return moderating.page(
        "conference/questions/moderate.html",
        held.session,
        held.ways,
        forms,
        edition=catalogue().edition,
        link=held.row,
        stage_url=url_for(".stage", token=held.token),
    )


@blueprint.get("/moderate/<token>/pulse")
@access.token
def beat(token: str) -> Response:
    """Say in one word whether anything is new."""
    return jsonify({"word": pulse(current(), _link(token).session_id)})


@blueprint.post("/moderate/<token>/<int:question_id>/move")
@access.token
def move(token: str, question_id: int) -> Answered:
    """Let a question go on. Interpreters move none."""
    held = _held(token)
    if not held.ways.may_move:
        raise NotFound
    return moderating.move(held.session.id, question_id, held.ways, held.actor)


@blueprint.post("/moderate/<token>/<int:question_id>/words")
@access.token
def write(token: str, question_id: int) -> Answer:
    """Keep a question in the other languages, and what was answered."""
    held = _held(token)
    return moderating.write(
        held.session.id, question_id, held.ways, held.actor, lambda forms: _page(held, forms)
    )


@blueprint.get("/moderate/<token>/stage")
@access.token
def stage(token: str) -> str:
    """Fill a screen with the question that is on stage, also of a session that the public does not see."""
    held = _held(token)
    return render_template(
        "conference/questions/stage.html",
        edition=catalogue().edition,
        now_url=url_for(".stage_now", token=token),
        **staged(held.session),
    )


@blueprint.get("/moderate/<token>/stage/now")
@access.token
def stage_now(token: str) -> str:
    """Give the part of the screen that changes."""
    return render_template("conference/components/stage.html", **staged(_held(token).session))
