"""How guests are asked, what they are asked afterwards, and what they answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.programme.forms.fields import Lines, Moment
from festival.registration.forms.guests import VersionedForm, local_time, trilingual, values_of
from festival.registration.guest_words import matter_labels, question_kind_labels
from festival.registration.models import Question
from festival.registration.types.guests import Matter, QuestionContent, QuestionKind, TermsContent
from festival.web.forms import AtMost, Form, Needed, OneOf, Optional, Pressed, Text, choices
from festival.web.locale import gettext, lazy

MOST_CHOICES = 12


class TermsForm(VersionedForm):
    """How guests of an event are asked."""

    answer_by = Moment(lazy("Answers until (time in Viet Nam)"), validators=[Optional()])
    takes_deputies = BooleanField(lazy("A guest may send a deputy"))
    matters = SelectMultipleField(
        lazy("Ask for approval again when this changes"), choices=lambda: choices(matter_labels().items())
    )

    @property
    def content(self) -> TermsContent:
        """What the validated form says."""
        chosen = frozenset(Matter(word) for word in self.matters.data or [])
        return TermsContent(self.answer_by.utc, bool(self.takes_deputies.data), chosen)


def terms_values(content: TermsContent, version: int) -> dict[str, Any]:
    """Return what the form of terms is filled with."""
    return {
        "answer_by": local_time(content.answer_by),
        "takes_deputies": content.takes_deputies,
        "matters": sorted(content.matters),
        "version": version,
    }


class QuestionForm(VersionedForm):
    """One follow-up question."""

    kind = SelectField(lazy("Kind of answer"), choices=lambda: choices(question_kind_labels().items()))
    label_vi = Text(lazy("Question in Vietnamese"), validators=[AtMost(200)], render_kw={"lang": "vi"})
    label_ja = Text(lazy("Question in Japanese"), validators=[AtMost(200)], render_kw={"lang": "ja"})
    label_en = Text(lazy("Question in English"), validators=[AtMost(200)], render_kw={"lang": "en"})
    choices_vi = Lines(lazy("Choices in Vietnamese"), validators=[AtMost(1000)], render_kw={"lang": "vi"})
    choices_ja = Lines(lazy("Choices in Japanese"), validators=[AtMost(1000)], render_kw={"lang": "ja"})
    choices_en = Lines(lazy("Choices in English"), validators=[AtMost(1000)], render_kw={"lang": "en"})
    is_needed = BooleanField(lazy("An answer is needed"))
    matters = BooleanField(lazy("Another answer is approved again"))

    def validate_label_vi(self, _field: Text) -> None:
        """Something to ask."""
        if not any(self[f"label_{code}"].data for code in LANGUAGES):
            raise StopValidation(gettext("Please write the question, in one language at least."))

    def validate_choices_vi(self, _field: Lines) -> None:
        """Two choices at least, as many in each language in which there are any."""
        if self.kind.data != QuestionKind.CHOICE:
            return
        lengths = {len(lines) for lines in self._lines().values() if lines}
        if len(lengths) > 1:
            raise StopValidation(gettext("Please write as many choices in each language, in the same order."))
        if not lengths or not 2 <= max(lengths) <= MOST_CHOICES:
            raise StopValidation(
                gettext("Please write from 2 to %(most)d choices, one in each line.", most=MOST_CHOICES)
            )

    def _lines(self) -> dict[str, list[str]]:
        return {
            code: [line for line in (self[f"choices_{code}"].data or "").splitlines() if line.strip()]
            for code in LANGUAGES
        }

    @property
    def content(self) -> QuestionContent:
        """What the validated form says."""
        kind = QuestionKind(self.kind.data)
        lines = self._lines() if kind is QuestionKind.CHOICE else {}
        many = max((len(one) for one in lines.values()), default=0)
        return QuestionContent(
            kind=kind,
            label=trilingual(self, "label"),
            choices=tuple(
                Trilingual(**{code: line[place] if line else "" for code, line in lines.items()})
                for place in range(many)
            ),
            is_needed=bool(self.is_needed.data),
            matters=bool(self.matters.data),
        )


def question_values(question: Question) -> dict[str, Any]:
    """Return what a question's form is filled with."""
    said = {
        f"choices_{code}": "\n".join(choice.exact(code) for choice in question.choices) for code in LANGUAGES
    }
    return {
        **values_of(question.label, "label"),
        **said,
        "kind": question.kind,
        "is_needed": question.is_needed,
        "matters": question.matters,
        "version": question.version,
    }


class _Number:
    """A whole number that can be meant."""

    def __call__(self, _form: Any, field: Text) -> None:
        if field.data and not (field.data.isdecimal() and len(field.data) <= 6):
            raise StopValidation(gettext("Please enter a whole number."))


def answers_form(questions: Sequence[Question], answers: Mapping[int, str], reader: Language) -> Form:
    """Return a form of an event's questions, filled with what was answered; its fields are called q1, q2 … by their numbers."""
    fields: dict[str, Any] = {}
    for question in questions:
        label, language = question.label.best(reader)
        needed: list[Any] = [Needed()] if question.is_needed else [Optional()]
        kw = {} if language == reader else {"lang": language}
        match QuestionKind(question.kind):
            case QuestionKind.CHOICE:
                offered = [(str(n), choice.in_(reader)) for n, choice in enumerate(question.choices)]
                if not question.is_needed:
                    offered.append(("", gettext("No answer")))
                made: Any = OneOf(label, choices=choices(offered), validators=needed)
            case QuestionKind.NUMBER:
                made = Text(label, validators=[*needed, _Number()], render_kw={**kw, "inputmode": "numeric"})
            case _:
                made = Text(label, validators=[*needed, AtMost(300)], render_kw=kw)
        fields[f"q{question.id}"] = made
    form: Form = type("AnswersForm", (Form,), fields)(
        data={f"q{question.id}": answers.get(question.id, "") for question in questions}
    )
    return form


def answers_in(form: Form, questions: Sequence[Question]) -> dict[int, str]:
    """Return question → what a validated form answers."""
    return {question.id: form[f"q{question.id}"].data or "" for question in questions}


class ChosenForm(Form):
    """Which guests something is done with."""

    chosen = SelectMultipleField(coerce=int, validate_choice=False)
    everybody = Pressed()
