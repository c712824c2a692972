"""The survey after a session, behind its link or code: a few questions, one answer a browser, nobody followed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import session as cookie

from festival.conference.forms.survey import SurveyForm
from festival.conference.labels import survey as words
from festival.conference.rules.survey import is_open
from festival.conference.services import survey
from festival.conference.types.sessions import ConferenceSession
from festival.conference.types.survey import NoOpinion
from festival.conference.views.hall import conference_events
from festival.conference.views.questions import browser_word, public_session
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language
from festival.web.requests import network
from festival.web.settings import settings

blueprint = Blueprint("survey", __name__)


def survey_address(session_id: int) -> str:
    """Return the address of a session's survey, for codes."""
    return settings().public_url + url_for("conference.survey.survey_form", session_id=session_id)


def _page(one: ConferenceSession, form: SurveyForm) -> str:
    word = survey.once(settings().secret_key, one.id, browser_word()) if cookie else ""
    return render_template(
        "conference/survey/survey.html",
        edition=catalogue().edition,
        event=conference_events()[one.content.event_id],
        session_=one,
        form=form,
        is_open=is_open(one, clock.now()),
        is_done=bool(word) and survey.has_answered(current(), word),
        closed=words.no_opinion_sentence(NoOpinion.CLOSED),
    )


@blueprint.get("/conference/sessions/<int:session_id>/survey")
@access.public
def survey_form(session_id: int) -> str:
    """Show the questions."""
    return _page(public_session(session_id), SurveyForm(formdata=None))


@blueprint.post("/conference/sessions/<int:session_id>/survey")
@access.public
def send(session_id: int) -> Answer:
    """Take an answer."""
    one, form, now = public_session(session_id), SurveyForm(), clock.now()
    if not is_open(one, now):
        return _page(one, SurveyForm(formdata=None)), 409
    if not form.validate() or form.website.data:
        return _page(one, form), 422
    secret = settings().secret_key
    word = survey.once(secret, one.id, browser_word())
    with writing() as session:
        outcome = survey.answer(
            session,
            session_id=one.id,
            opinion=form.opinion(language()),
            word=word,
            network=network(),
            secret=secret,
            now=now,
        )
    if outcome is NoOpinion.TOO_MANY:
        form.take_errors({"rating": words.no_opinion_sentence(outcome)})
        return _page(one, form), 429
    if outcome is not None:
        flash(words.no_opinion_sentence(outcome), "info")
    else:
        flash(_("Thank you. Your answer helps us to prepare the next conference."), "good")
    return redirect(url_for(".survey_form", session_id=session_id), 303)
