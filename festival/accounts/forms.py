"""Is what people type well formed: signing in, passwords, accounts."""

import re
from typing import Any

from wtforms import Field, RadioField, SelectMultipleField
from wtforms.validators import ValidationError

from festival.accounts import passwords
from festival.accounts.labels import role_labels
from festival.web.forms import AtMost, Form, Needed, Secret, Text, choices
from festival.web.locale import gettext, lazy

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,253}")


class SignInForm(Form):
    """Login and password."""

    login = Text(lazy("Account"), validators=[Needed(lazy("Please enter your account.")), AtMost(254)])
    password = Secret(lazy("Password"), validators=[Needed(lazy("Please enter your password."))])


class CodeForm(Form):
    """The six digits of the authenticator app, or a recovery code."""

    code = Text(lazy("Code"), validators=[Needed(lazy("Please enter the code.")), AtMost(20)])


class SecondFactorForm(CodeForm):
    """A code of the new app and the password: an open browser alone must not be enough to bring in another phone."""

    password = Secret(lazy("Your password"), validators=[Needed(lazy("Please enter your password."))])


class PasswordForm(Form):
    """A new password in place of the old one."""

    old = Secret(lazy("Present password"), validators=[Needed(lazy("Please enter your password."))])
    new = Secret(lazy("New password"), validators=[Needed(lazy("Please enter a new password."))])

    def __init__(self, *args: Any, login: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.login = login

    def validate_new(self, field: Field) -> None:
        """At least 12 characters and not one that guessers try first; no rules about kinds of characters."""
        if passwords.too_short(field.data):
            raise ValidationError(
                gettext("Please use at least 12 characters. A short sentence is easy to remember.")
            )
        if len(field.data) > passwords.MAX_PASSWORD:
            raise ValidationError(
                gettext("Please use at most %(limit)d characters.", limit=passwords.MAX_PASSWORD)
            )
        if passwords.too_common(field.data, about=(self.login,)):
            raise ValidationError(
                gettext("This password is too easy to guess. Please choose less usual words.")
            )


class AccountForm(Form):
    """A new account; its password is made by the system and shown once."""

    login = Text(
        lazy("Account"), validators=[Needed(lazy("Please enter a name for the account.")), AtMost(254)]
    )
    name = Text(
        lazy("Full name"), validators=[Needed(lazy("Please enter the person's full name.")), AtMost(120)]
    )
    language = RadioField(
        lazy("Language"),
        choices=choices([("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English")]),
        default="vi",
    )
    roles = SelectMultipleField(lazy("Roles"), choices=lambda: choices(role_labels().items()))

    def validate_login(self, field: Field) -> None:
        """A mail address or a word of small letters and digits."""
        field.data = field.data.lower()
        if not _LOGIN.fullmatch(field.data):
            raise ValidationError(
                gettext("Please use a mail address, or at least three letters and digits without spaces.")
            )

    def validate_roles(self, field: Field) -> None:
        """Somebody without a role could do nothing."""
        if not field.data:
            raise ValidationError(gettext("Please choose at least one role."))
