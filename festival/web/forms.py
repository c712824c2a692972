"""Forms: tidy what people type, say in their language what is wrong, keep what they typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.local import LocalProxy
from wtforms import (  # type: ignore[attr-defined] # newer than its stubs
    EmailField,
    Field,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import StopValidation

from festival.core.names import tidy
from festival.web.locale import gettext, lazy


class _TokenWhenShown(FlaskForm.Meta.csrf_class):
    """Signs a token when the form is shown: one that was sent and is answered by a redirect needs none."""

    def generate_csrf_token(self, csrf_token_field: Field) -> Any:
        """Return what becomes the token once somebody reads it."""
        return LocalProxy(lambda: super(_TokenWhenShown, self).generate_csrf_token(csrf_token_field))


class _Words:
    """What WTForms says by itself of a value it cannot read, in the reader's language; anything else stays as it is."""

    def gettext(self, sentence: str) -> str:
        """Return our sentence for this one of WTForms."""
        choice, number = (
            gettext("Please choose one of the list."),
            gettext("Please enter a number, for example 1.5."),
        )
        return {
            "Not a valid choice.": choice,  # mostly one that has gone from the list meanwhile
            "Invalid Choice: could not coerce.": choice,
            "Not a valid integer value.": gettext("Please enter a whole number."),
            "Not a valid decimal value.": number,
            "Not a valid date value.": gettext("Please enter a day that exists, for example 17/11/2027."),
            "Not a valid time value.": gettext("Please enter a time, for example 20:00."),
            "Not a valid datetime value.": gettext("Please enter day and time."),
        }.get(sentence, sentence)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return our sentence for several choices of which some are not on the list."""
        if "valid choice" in singular:
            return gettext("Please choose one of the list.")
        return singular if n == 1 else plural


class Form(FlaskForm):
    """Base of every form of the site. CSRF comes with it."""

    class Meta(FlaskForm.Meta):
        """What flask-wtf sets up for each form."""

        csrf_class = _TokenWhenShown

        def get_translations(self, _form: Any) -> "_Words":
            """Return what turns the sentences of WTForms into ours."""
            return _Words()

    def take_errors(self, errors: Mapping[str, str]) -> None:
        """Put a service's refusals (field name → sentence) beside the fields they are about."""
        for name, sentence in errors.items():
            field: Field = self[name] if name in self else next(iter(self))
            field.errors = [*field.errors, sentence]


def _tidied(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value


def choices(words: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Return (value, label) pairs as WTForms wants a field's choices."""
    return [SelectChoice(value, label) for value, label in words]


class Text(StringField):
    """One line of text: NFC, single spaces, no control characters."""

    data: str  # never None once a form was sent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"filters": [_tidied], **kwargs})


class Pressed(StringField):
    """Which of a form's buttons was pressed, by their common name.

    No hidden field: the page prints those by itself, and an empty one of the same name goes before what the button says.
    """


class OneOf(RadioField):
    """One of several, each with its words. Where none is chosen, the field's own validators say what is to be done."""

    def pre_validate(self, form: Any) -> None:
        """Look whether what was chosen is on the list."""
        if self.raw_data or not (self.flags.required or self.flags.optional):
            super().pre_validate(form)


class Mail(EmailField):
    """An address for mails, tidied."""

    data: str  # never None once a form was sent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"filters": [_tidied], **kwargs})


class Phone(TelField):
    """A phone number, tidied."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"filters": [_tidied], **kwargs})


class LongText(TextAreaField):
    """Several lines; line ends are kept."""


class Secret(PasswordField):
    """A password: taken exactly as typed, never sent back."""

    data: str  # never None once a form was sent


class Needed:
    """The field must be filled. The sentence is the field's own where the general one says too little."""

    field_flags: Mapping[str, Any] = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message if message is not None else lazy("Please fill this in.")

    def __call__(self, _form: Any, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(str(self.message))


class AtMost:
    """No more than `limit` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Any, field: Field) -> None:
        if isinstance(field.data, str) and len(field.data) > self.limit:
            raise StopValidation(gettext("Please use at most %(limit)d characters.", limit=self.limit))


class Optional:
    """An empty field is fine and needs no further check."""

    field_flags: Mapping[str, Any] = {"optional": True}

    def __call__(self, _form: Any, field: Field) -> None:
        if not field.raw_data or not field.raw_data[0] or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation
