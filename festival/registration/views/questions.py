"""What guests of an event are asked after they have accepted, and on which terms they are invited."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.transaction import current, writing
from festival.programme.forms.sending import CopyForm, form_number
from festival.registration.forms.invitations import (
    QuestionForm,
    TermsForm,
    question_values,
    terms_values,
)
from festival.registration.guest_words import question_kind_labels
from festival.registration.models import Question
from festival.registration.queries.invitations import get_question, questions_of, terms_of
from festival.registration.services import inviting
from festival.registration.types.people import Stale
from festival.registration.views.hosting import common, event_of_edition, overtaken
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("questions", __name__)
Answer = str | tuple[str, int] | Response


@blueprint.get("/invitations/<int:event_id>/questions")
@access.staff(Right.CHANGE_GUESTS)
def questions(event_id: int) -> str:
    """Show the terms and the questions."""
    event_of_edition(event_id)
    content, version = terms_of(current(), event_id)
    return _page(event_id, TermsForm(formdata=None, data=terms_values(content, version)))


def _page(event_id: int, form: TermsForm) -> str:
    return render_template(
        "registration/invitations/questions.html",
        event=event_of_edition(event_id),
        form=form,
        questions=questions_of(current(), event_id),
        kinds=question_kind_labels(),
    )


@blueprint.post("/invitations/<int:event_id>/terms")
@access.staff(Right.CHANGE_GUESTS)
def set_terms(event_id: int) -> Answer:
    """Say how guests are asked."""
    event_of_edition(event_id)
    form = TermsForm()
    if not form.validate():
        return _page(event_id, form), 422
    with writing() as session:
        outcome = inviting.set_terms(
            session, event_id=event_id, version=form.sent, content=form.content, **common()
        )
    flash(
        overtaken() if isinstance(outcome, Stale) else _("Saved."),
        "warn" if isinstance(outcome, Stale) else "good",
    )
    return _back(event_id)


@blueprint.get("/invitations/<int:event_id>/questions/new")
@access.staff(Right.CHANGE_GUESTS)
def new(event_id: int) -> str:
    """Show an empty form for a question."""
    return _form(event_id, None, QuestionForm(formdata=None))


@blueprint.post("/invitations/<int:event_id>/questions/new")
@access.staff(Right.CHANGE_GUESTS)
def make(event_id: int) -> Answer:
    """Add a question."""
    event_of_edition(event_id)
    form = QuestionForm()
    if not form.validate():
        return _form(event_id, None, form), 422
    with writing() as session:
        inviting.add_question(
            session, event_id=event_id, content=form.content, submission=CopyForm().sent, **common()
        )
    flash(_("Guests who accept are asked this from now on."), "good")
    return _back(event_id)


@blueprint.get("/invitations/<int:event_id>/questions/<int:question_id>")
@access.staff(Right.CHANGE_GUESTS)
def question(event_id: int, question_id: int) -> str:
    """Show the form of a question."""
    event_of_edition(event_id)
    found = get_question(current(), event_id, question_id)
    return _form(event_id, found, QuestionForm(formdata=None, data=question_values(found)))


@blueprint.post("/invitations/<int:event_id>/questions/<int:question_id>")
@access.staff(Right.CHANGE_GUESTS)
def change(event_id: int, question_id: int) -> Answer:
    """Change a question."""
    event_of_edition(event_id)
    found = get_question(current(), event_id, question_id)
    form = QuestionForm()
    if not form.validate():
        return _form(event_id, found, form), 422
    with writing() as session:
        outcome = inviting.change_question(
            session,
            event_id=event_id,
            question_id=question_id,
            version=form.sent,
            content=form.content,
            **common(),
        )
    flash(
        overtaken() if isinstance(outcome, Stale) else _("Saved."),
        "warn" if isinstance(outcome, Stale) else "good",
    )
    return _back(event_id)


@blueprint.post("/invitations/<int:event_id>/questions/<int:question_id>/close")
@access.staff(Right.CHANGE_GUESTS)
def close(event_id: int, question_id: int) -> Response:
    """Ask this no more."""
    event_of_edition(event_id)
    with writing() as session:
        inviting.close_question(session, event_id=event_id, question_id=question_id, **common())
    flash(_("This is asked no more. What was answered stays."), "good")
    return _back(event_id)


def _form(event_id: int, found: Question | None, form: QuestionForm) -> str:
    return render_template(
        "registration/invitations/question.html",
        event=event_of_edition(event_id),
        question=found,
        form=form,
        submission=form_number(),
    )


def _back(event_id: int) -> Response:
    return redirect(url_for(".questions", event_id=event_id), 303)
