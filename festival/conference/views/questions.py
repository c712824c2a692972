"""Questions to a session: asked on a phone beforehand or in the hall, wanted by others, shown on the screen of the stage.

Nothing is shown that the moderator has not accepted.
"""

from typing import cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response as Answered

from festival.conference.forms.asking import AskForm
from festival.conference.labels import asking as words
from festival.conference.queries.asking import ask_terms, questions_of, voted
from festival.conference.queries.sessions import sessions_of
from festival.conference.rules import asking as rules
from festival.conference.services import asking
from festival.conference.types.asking import SHOWN, AskAudience, AskTerms, NotAsked
from festival.conference.types.sessions import ConferenceSession
from festival.conference.views.agenda import session_of_delegate
from festival.conference.views.hall import conference_events
from festival.core import clock, ids
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.programme.catalogue import catalogue
from festival.programme.views.answers import Answer
from festival.registration import submission
from festival.web import access, pagecache, qr
from festival.web.locale import gettext as _
from festival.web.locale import language, tr_plain
from festival.web.requests import network
from festival.web.settings import settings

blueprint = Blueprint("questions", __name__)
_BROWSER = "asker"  # the place in the session of what tells one browser from another, at one question


def public_session(session_id: int) -> ConferenceSession:
    """Return a session that everybody sees. Raises NotFound."""
    listed = sessions_of(current(), conference_events())
    found = next((one for one in listed if one.id == session_id), None)
    if found is None:
        raise NotFound(session_id)
    return found


def address(session_id: int) -> str:
    """Return the address at which a session is asked, for codes and screens."""
    return settings().public_url + url_for("conference.questions.ask", session_id=session_id)


def browser_word() -> str:
    """Return what tells this browser from another, made once and kept in its session."""
    return cast("str", cookie.setdefault(_BROWSER, ids.token(128)))


def _form() -> AskForm:
    number = submission.sign(settings().secret_key, submission.new())
    return AskForm(formdata=None, data={"language": language(), "submission": number})


def _page(one: ConferenceSession, form: AskForm, *, code: str | None) -> str:
    terms = ask_terms(current(), [one.id]).get(one.id, AskTerms())
    return render_template(
        "conference/questions/ask.html",
        edition=catalogue().edition,
        event=conference_events()[one.content.event_id],
        form=form,
        may_ask=terms.is_open and (code is not None or terms.audience is AskAudience.PUBLIC),
        **_listed(one, terms, code),
    )


def _listed(one: ConferenceSession, terms: AskTerms, code: str | None) -> dict[str, object]:
    shown = rules.shown(questions_of(current(), one.id, only=SHOWN))
    browser = cookie.get(_BROWSER)
    voters = (
        {each.id: asking.voter(settings().secret_key, each.id, browser) for each in shown} if browser else {}
    )
    return {
        "session_": one,
        "terms": terms,
        "code": code,
        "questions": shown,
        "mine": voted(current(), voters),
        "words": words,
    }


@blueprint.get("/<language:lang>/conference/sessions/<int:session_id>/questions")
@access.public
def ask(session_id: int) -> str:
    """Show the form and the questions that are accepted."""
    return _page(public_session(session_id), _form(), code=None)


@blueprint.post("/<language:lang>/conference/sessions/<int:session_id>/questions")
@access.public
def send(session_id: int) -> Answer:
    """Take a question."""
    return _take(public_session(session_id), None)


@blueprint.get("/i/<code>/questions/<int:session_id>")
@access.token
def delegate_asks(code: str, session_id: int) -> str:
    """Show the same to a delegate, who may also ask where only delegates may."""
    return _page(session_of_delegate(code, session_id), _form(), code=code)


@blueprint.post("/i/<code>/questions/<int:session_id>")
@access.token
def delegate_sends(code: str, session_id: int) -> Answer:
    """Take a delegate's question."""
    return _take(session_of_delegate(code, session_id), code)


def _take(one: ConferenceSession, code: str | None) -> Answer:
    form, secret = AskForm(), settings().secret_key
    read = submission.read(secret, form.submission.data or "")
    good = form.validate()
    quick = read is not None and (clock.now() - read[1]).total_seconds() < submission.MIN_SECONDS
    if read is None or quick or form.website.data:
        form.submission.data = submission.sign(secret, read[0] if read else submission.new())
        form.take_errors(
            {"text": _("That was very quick. Please check your question and send it once more.")}
        )
        return _page(one, form, code=code), 422
    if not good:
        return _page(one, form, code=code), 422
    with writing() as session:
        outcome = asking.ask(
            session,
            session_id=one.id,
            asked=form.asked,
            is_delegate=code is not None,
            is_before=clock.now() < one.content.starts_at,
            network=network(),
            browser=browser_word(),
            secret=secret,
            submission=read[0],
            now=clock.now(),
        )
    if isinstance(outcome, NotAsked):
        form.take_errors({"text": words.not_asked_sentence(outcome)})
        return _page(one, form, code=code), 429 if outcome is NotAsked.TOO_MANY else 409
    flash(_("Thank you. The moderator has your question; it appears here once it is accepted."), "good")
    return _back(one.id, code)


@blueprint.post("/<language:lang>/conference/sessions/<int:session_id>/questions/<int:question_id>/vote")
@access.public
def vote(session_id: int, question_id: int) -> Answered:
    """Say that one wants to know this too, or no more."""
    public_session(session_id)
    secret = settings().secret_key
    by = asking.voter(secret, question_id, browser_word())
    with writing() as session:
        asking.vote(
            session,
            question_id=question_id,
            session_id=session_id,
            by=by,
            network=network(),
            secret=secret,
            now=clock.now(),
        )
    return _back(session_id, request.form.get("code") or None, f"question-{question_id}")


def _back(session_id: int, code: str | None, anchor: str | None = None) -> Answered:
    if code is not None:
        return redirect(url_for(".delegate_asks", code=code, session_id=session_id, _anchor=anchor), 303)
    return redirect(url_for(".ask", session_id=session_id, _anchor=anchor), 303)


@blueprint.get("/<language:lang>/conference/sessions/<int:session_id>/questions/list")
@access.public
def listed(session_id: int) -> Response:
    """Give the part of the page that lists the questions; it knows its reader, and nobody keeps it."""
    one = public_session(session_id)
    terms = ask_terms(current(), [one.id]).get(one.id, AskTerms())
    code = request.args.get("code") or None
    answer = Response(
        render_template("conference/components/questions_list.html", **_listed(one, terms, code))
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


# --- the screen of the stage -------------------------------------------------------------------------------------------


@blueprint.get("/<language:lang>/conference/sessions/<int:session_id>/stage")
@access.public
@pagecache.shared
def stage(session_id: int) -> str:
    """Fill a screen with the question that is on stage, in three languages, and the code to ask another."""
    one = public_session(session_id)
    return render_template(
        "conference/questions/stage.html",
        edition=catalogue().edition,
        now_url=url_for(".stage_now", session_id=session_id),
        **staged(one),
    )


@blueprint.get("/<language:lang>/conference/sessions/<int:session_id>/stage/now")
@access.public
@pagecache.shared
def stage_now(session_id: int) -> str:
    """Give the part of the screen that changes."""
    return render_template("conference/components/stage.html", **staged(public_session(session_id)))


def staged(one: ConferenceSession) -> dict[str, object]:
    """Return what the screen of a session's stage shows."""
    found = rules.on_stage(questions_of(current(), one.id, only=SHOWN))
    terms = ask_terms(current(), [one.id]).get(one.id, AskTerms())
    where = address(one.id)
    return {
        "session_": one,
        "question": found,
        "order": [language(), *(code for code in LANGUAGES if code != language())],
        "is_open": terms.is_open,
        "qr_svg": qr.svg(
            where, title=_("QR code to ask in %(session)s", session=tr_plain(one.content.title))
        ),
        "address": where,
    }
