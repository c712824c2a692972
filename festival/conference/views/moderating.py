"""What the moderator's page does, at the desk and behind a link: shows the questions, moves one, keeps its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.conference.forms.asking import MoveForm, WordsForm, words_values
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
from festival.conference.types.sessions import ConferenceSession
from festival.conference.views.questions import address
from festival.core import clock
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.programme.views.answers import Answer
from festival.web import pagecache, qr
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

_ORDER = (
    QuestionState.ON_STAGE,
    QuestionState.NEW,
    QuestionState.ACCEPTED,
    QuestionState.ANSWERED,
    QuestionState.REJECTED,
    QuestionState.MERGED,
)


@dataclass(frozen=True, slots=True)
class Ways:
    """The addresses of one moderator's page, and what may be done there: `values` are those of its blueprint's addresses."""

    blueprint: str
    values: dict[str, Any]
    may_move: bool
    may_write: bool

    def to(self, view: str, question_id: int | None = None, anchor: str | None = None) -> str:
        """Return the address of a view: questions, beat, or one question's move or write."""
        values = self.values if question_id is None else {**self.values, "question_id": question_id}
        return url_for(f"conference.{self.blueprint}.{view}", **values, _anchor=anchor)


def page(
    template: str, one: ConferenceSession, ways: Ways, forms: dict[int, WordsForm] | None = None, **more: Any
) -> str:
    """Show the questions to a session; `forms` are those of words that were refused."""
    forms = forms or {}
    found = questions_of(current(), one.id)
    where = address(one.id)
    return render_template(
        template,
        session_=one,
        ways=ways,
        terms=ask_terms(current(), [one.id]).get(one.id, AskTerms()),
        parts=[(state, rules.in_state(found, state)) for state in _ORDER],
        by_number={each.id: each for each in found},
        targets={each.id: rules.targets(found, each) for each in found},
        forms={each.id: forms.get(each.id) or _words_form(each) for each in found},
        opened=set(forms),
        nexts=NEXT_QUESTION_STATES,
        word=pulse(current(), one.id),
        codes=LANGUAGES,
        address=where,
        qr_svg=qr.svg(where, title=_("QR code to ask in %(session)s", session=tr_plain(one.content.title))),
        words=words,
        **more,
    )


def _words_form(one: Question) -> WordsForm:
    return WordsForm(formdata=None, data=words_values(one), prefix="")


def move(session_id: int, question_id: int, ways: Ways, actor: Actor) -> Response:
    """Let a question go on, as the form says."""
    then, form = request.form.get("then", ""), MoveForm()
    if then not in set(QuestionState):
        raise NotFound(then)
    if not form.validate() or (then == QuestionState.REJECTED and not form.reason.data):
        flash(_("Please say in at most 300 characters why the question is not taken."), "bad")
        return _back(ways, question_id)
    with writing() as session:
        outcome = asking.move(
            session,
            actor=actor,
            session_id=session_id,
            question_id=question_id,
            version=form.sent,
            then=QuestionState(then),
            reason=form.reason.data or "",
            into=request.form.get("into", None, type=int),
            now=clock.now(),
        )
    if isinstance(outcome, NotMoved):
        flash(words.not_moved_sentence(outcome), "warn")
    return _back(ways, question_id)


def write(
    session_id: int, question_id: int, ways: Ways, actor: Actor, again: Callable[[dict[int, WordsForm]], str]
) -> Answer:
    """Keep a question in the other languages, and what was answered; `again` shows the page with what was refused."""
    known = next((one for one in questions_of(current(), session_id) if one.id == question_id), None)
    if known is None:
        raise NotFound(question_id)
    form = WordsForm()
    if not form.validate():
        return again({question_id: form}), 422
    with writing() as session:
        outcome = asking.write(
            session,
            actor=actor,
            session_id=session_id,
            question_id=question_id,
            version=form.sent,
            text=form.text_of(known),
            answer=form.answer,
            now=clock.now(),
        )
    if isinstance(outcome, NotMoved):
        flash(words.not_moved_sentence(outcome), "warn")
        form.version.data = str(known.version)
        return again({question_id: form}), 409
    flash(_("The words are kept."), "good")
    return _back(ways, question_id)


def _back(ways: Ways, question_id: int) -> Response:
    pagecache.forget()
    return redirect(ways.to("questions", anchor=f"question-{question_id}"), 303)
