"""Is a wish about one's own data well formed."""

from wtforms import Field, HiddenField, RadioField
from wtforms.validators import ValidationError

from festival.core import ids
from festival.registration.types.privacy import RequestKind
from festival.web.forms import AtMost, Form, LongText, choices
from festival.web.locale import gettext, lazy

# What a person cannot do at once on the page itself.
ASKED = (RequestKind.CORRECT, RequestKind.SEE, RequestKind.OBJECT, RequestKind.RESTRICT)


class NumberForm(Form):
    """A button: `number` is the form's own, so that sent twice it does one thing."""

    number = HiddenField()

    def fresh(self) -> "NumberForm":
        """Return the form with a number of its own."""
        self.number.data = ids.token(128)
        return self

    def validate_number(self, field: Field) -> None:
        """One of ours has 22 characters."""
        if len(field.data or "") != 22:
            raise ValidationError(gettext("Please send the form once more."))


class AskForm(NumberForm):
    """A wish that people at the privacy desk carry out."""

    kind = RadioField(
        lazy("What do you wish?"),
        choices=lambda: choices(
            [
                (RequestKind.CORRECT, gettext("Correct something that I cannot change myself")),
                (RequestKind.SEE, gettext("Explain to me what is stored and why")),
                (RequestKind.OBJECT, gettext("I object to a use of my data")),
                (RequestKind.RESTRICT, gettext("Keep my data, but do not use it for now")),
            ]
        ),
    )
    details = LongText(lazy("In your own words"), validators=[AtMost(1000)])

    def validate_kind(self, field: Field) -> None:
        """One of the four."""
        if field.data not in set(ASKED):
            raise ValidationError(gettext("Please choose one."))
