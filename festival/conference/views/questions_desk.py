"""The moderator's page at the desk: what has come in, what is on stage, whether the session is asked, and links for others."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.conference.forms.asking import AskTermsForm, ModeratorForm, WordsForm
from festival.conference.links import ModeratorLinks
from festival.conference.queries.asking import ask_terms, links_of, pulse
from festival.conference.queries.sessions import get_bare_session
from festival.conference.rules import asking as rules
from festival.conference.services import asking, moderators
from festival.conference.types.asking import AskTerms
from festival.conference.views import moderating
from festival.conference.views.hall import conference_events
from festival.conference.views.moderating import Ways
from festival.conference.views.sessions_desk import session_of_desk
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.forms.sending import form_number
from festival.programme.views.answers import Answer
from festival.web import access, pagecache
from festival.web.locale import gettext as _
from festival.web.settings import settings

blueprint = Blueprint("questions_desk", __name__)


def moderator_links() -> ModeratorLinks:
    """Return who makes and checks moderators' links."""
    return ModeratorLinks(settings().public_url, settings().secret_key)


def _ways(session_id: int) -> Ways:
    may = access.signed_in().has(Right.EDIT_CONFERENCE)
    return Ways("questions_desk", {"session_id": session_id}, may_move=may, may_write=may)


def _common() -> dict[str, Any]:
    return {"actor": access.signed_in().actor, "now": clock.now()}


@blueprint.get("/conference/sessions/<int:session_id>/questions")
@access.staff(Right.SEE_CONFERENCE)
def questions(session_id: int) -> str:
    """Show the questions to a session; the page renews itself."""
    return _page(session_id, {})


def _page(session_id: int, forms: dict[int, WordsForm], adding: ModeratorForm | None = None) -> str:
    one, ways = session_of_desk(session_id), _ways(session_id)
    terms = ask_terms(current(), [session_id]).get(session_id, AskTerms())
    made = moderator_links()
    return moderating.page(
        "conference/questions_desk/questions.html",
        one,
        ways,
        forms,
        terms_form=AskTermsForm(formdata=None, obj=terms),
        links=[(row, made.url(row.id)) for row in links_of(current(), session_id)] if ways.may_move else [],
        is_over=rules.is_day_over(one.content.ends_at, clock.now()),
        adding=adding or ModeratorForm(formdata=None),
        submission=form_number(),
    )


@blueprint.get("/conference/sessions/<int:session_id>/questions/pulse")
@access.staff(Right.SEE_CONFERENCE)
def beat(session_id: int) -> Response:
    """Say in one word whether anything is new."""
    bare = get_bare_session(current(), session_id, conference_events())
    return jsonify({"word": pulse(current(), bare.id)})


@blueprint.post("/conference/sessions/<int:session_id>/questions")
@access.staff(Right.EDIT_CONFERENCE)
def set_terms(session_id: int) -> Answered:
    """Say whether and by whom the session is asked."""
    session_of_desk(session_id)
    form = AskTermsForm()
    if not form.validate():
        raise NotFound(form.audience.data)
    with writing() as session:
        asking.set_terms(session, session_id=session_id, terms=form.terms, **_common())
    flash(
        _("Questions are taken now.") if form.terms.is_open else _("Questions are not taken any more."),
        "good",
    )
    return _back(session_id)


@blueprint.post("/conference/sessions/<int:session_id>/questions/<int:question_id>/move")
@access.staff(Right.EDIT_CONFERENCE)
def move(session_id: int, question_id: int) -> Answered:
    """Let a question go on."""
    session_of_desk(session_id)
    return moderating.move(session_id, question_id, _ways(session_id), access.signed_in().actor)


@blueprint.post("/conference/sessions/<int:session_id>/questions/<int:question_id>/words")
@access.staff(Right.EDIT_CONFERENCE)
def write(session_id: int, question_id: int) -> Answer:
    """Keep a question in the other languages, and what was answered."""
    session_of_desk(session_id)
    return moderating.write(
        session_id,
        question_id,
        _ways(session_id),
        access.signed_in().actor,
        lambda forms: _page(session_id, forms),
    )


# --- links for who has no account --------------------------------------------------------------------------------------


@blueprint.post("/conference/sessions/<int:session_id>/moderators")
@access.staff(Right.EDIT_CONFERENCE)
def add_moderator(session_id: int) -> Answer:
    """Make a link that opens this page of this session to one person."""
    session_of_desk(session_id)
    form = ModeratorForm()
    if not form.validate():
        return _page(session_id, {}, form), 422
    with writing() as session:
        moderators.add_link(
            session,
            session_id=session_id,
            name=form.name.data,
            part=form.chosen,
            submission=form.sent,
            **_common(),
        )
    flash(_("The link is made. Please give it to %(name)s alone.", name=form.name.data), "good")
    return _back(session_id, "moderators")


@blueprint.post("/conference/sessions/<int:session_id>/moderators/<int:link_id>/end")
@access.staff(Right.EDIT_CONFERENCE)
def end_moderator(session_id: int, link_id: int) -> Answered:
    """Let a link open nothing any more."""
    session_of_desk(session_id)
    with writing() as session:
        moderators.end_link(session, session_id=session_id, link_id=link_id, **_common())
    flash(_("The link opens nothing any more."), "good")
    return _back(session_id, "moderators")


def _back(session_id: int, anchor: str | None = None) -> Answered:
    pagecache.forget()
    return redirect(url_for(".questions", session_id=session_id, _anchor=anchor), 303)
