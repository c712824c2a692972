"""Forms: tidy what people type, say in their language what is wrong, keep what they typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.local import LocalProxy
from wtforms import EmailField, Field, PasswordField, SelectChoice, StringField, TelField, TextAreaField  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import StopValidation

from festival.core.names import tidy
from festival.web.locale import gettext, lazy


class _TokenWhenShown(FlaskForm.Meta.csrf_class):
    """Signs a token when the form is shown: one that was sent and is answered by a redirect needs none."""

    def generate_csrf_token(self, csrf_token_field: Field) -> Any:
        """Return what becomes the token once somebody reads it."""
        return LocalProxy(lambda: super(_TokenWhenShown, self).generate_csrf_token(csrf_token_field))


class Form(FlaskForm):
    """Base of every form of the site. CSRF comes with it."""

    class Meta(FlaskForm.Meta):
        """What flask-wtf sets up for each form."""

        csrf_class = _TokenWhenShown

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
