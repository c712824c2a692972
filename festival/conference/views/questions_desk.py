"""The moderator's page: what has come in, what may be shown, what is on stage, and the words for the interpreters."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.conference.forms.asking import AskTermsForm, MoveForm, WordsForm, words_values
from festival.conference.labels import asking as words
from festival.conference.queries.asking import ask_terms, pulse, questions_of
from festival.conference.rules import asking as rules
from festival.conference.services import asking
from festival.conference.types.asking import (
    NEXT_QUESTION_STATES,
    AskTerms,
    NotMoved,
    Question,
    QuestionState,
)
from festival.conference.views.questions import address
from festival.conference.views.sessions_desk import session_of_desk
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.programme.views.answers import Answer
from festival.web import access, pagecache, qr
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

blueprint = Blueprint("questions_desk", __name__)


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


def _common() -> dict[str, Any]:
    return {"actor": access.signed_in().actor, "now": clock.now()}


@blueprint.get("/conference/sessions/<int:session_id>/questions")
@access.staff(Right.SEE_CONFERENCE)
def questions(session_id: int) -> str:
    """Show the questions to a session; the page renews itself."""
    return _page(session_id, {})


def _page(session_id: int, forms: dict[int, WordsForm]) -> str:
    one = session_of_desk(session_id)
    found = questions_of(current(), session_id)
    terms = ask_terms(current(), [session_id]).get(session_id, AskTerms())
    where = address(session_id)
    return render_template(
        "conference/questions_desk/questions.html",
        session_=one,
        terms=terms,
        terms_form=AskTermsForm(formdata=None, obj=terms),
        parts=[(state, rules.in_state(found, state)) for state in _ORDER],
        by_number={each.id: each for each in found},
        targets={each.id: rules.targets(found, each) for each in found},
        forms={each.id: forms.get(each.id) or _words_form(each) for each in found},
        opened=set(forms),
        nexts=NEXT_QUESTION_STATES,
        word=pulse(current(), session_id),
        codes=LANGUAGES,
        address=where,
        qr_svg=qr.svg(where, title=_("QR code to ask in %(session)s", session=tr_plain(one.content.title))),
        words=words,
        may_edit=_may_edit(),
    )


_ORDER = (
    QuestionState.ON_STAGE,
    QuestionState.NEW,
    QuestionState.ACCEPTED,
    QuestionState.ANSWERED,
    QuestionState.REJECTED,
    QuestionState.MERGED,
)


def _words_form(one: Question) -> WordsForm:
    return WordsForm(formdata=None, data=words_values(one), prefix="")


@blueprint.get("/conference/sessions/<int:session_id>/questions/pulse")
@access.staff(Right.SEE_CONFERENCE)
def beat(session_id: int) -> Response:
    """Say in one word whether anything is new."""
    return jsonify({"word": pulse(current(), session_of_desk(session_id).id)})


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
    then, form = request.form.get("then", ""), MoveForm()
    if then not in set(QuestionState):
        raise NotFound(then)
    if not form.validate() or (then == QuestionState.REJECTED and not form.reason.data):
        flash(_("Please say in at most 300 characters why the question is not taken."), "bad")
        return _back(session_id, question_id)
    with writing() as session:
        outcome = asking.move(
            session,
            session_id=session_id,
            question_id=question_id,
            version=form.sent,
            then=QuestionState(then),
            reason=form.reason.data or "",
            into=request.form.get("into", None, type=int),
            **_common(),
        )
    if isinstance(outcome, NotMoved):
        flash(words.not_moved_sentence(outcome), "warn")
    return _back(session_id, question_id)


@blueprint.post("/conference/sessions/<int:session_id>/questions/<int:question_id>/words")
@access.staff(Right.EDIT_CONFERENCE)
def write(session_id: int, question_id: int) -> Answer:
    """Keep a question in the other languages, and what was answered."""
    session_of_desk(session_id)
    known = next((one for one in questions_of(current(), session_id) if one.id == question_id), None)
    if known is None:
        raise NotFound(question_id)
    form = WordsForm()
    if not form.validate():
        return _page(session_id, {question_id: form}), 422
    with writing() as session:
        outcome = asking.write(
            session,
            session_id=session_id,
            question_id=question_id,
            version=form.sent,
            text=form.text_of(known),
            answer=form.answer,
            **_common(),
        )
    if isinstance(outcome, NotMoved):
        flash(words.not_moved_sentence(outcome), "warn")
        form.version.data = str(known.version)
        return _page(session_id, {question_id: form}), 409
    flash(_("The words are kept."), "good")
    return _back(session_id, question_id)


def _back(session_id: int, question_id: int | None = None) -> Answered:
    pagecache.forget()
    anchor = f"question-{question_id}" if question_id else None
    return redirect(url_for(".questions", session_id=session_id, _anchor=anchor), 303)
