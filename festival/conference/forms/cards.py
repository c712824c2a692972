"""What somebody's business card shows, with the consent to exchange it."""

from urllib.parse import urlsplit

from wtforms import BooleanField, RadioField
from wtforms.validators import StopValidation

from festival.conference.labels.cards import gives_labels
from festival.conference.types.cards import CardContent, Gives
from festival.web.forms import AtMost, Form, Optional, Text, choices
from festival.web.locale import gettext, lazy


class CardForm(Form):
    """The own card. Nothing is ticked beforehand."""

    agreed = BooleanField(
        lazy("I agree that people whose badge I scan, or who scan mine, can get my business card from me")
    )
    gives = RadioField(
        lazy("Who gets my card"),
        choices=lambda: choices((str(k), v) for k, v in gives_labels().items()),
        default=str(Gives.ASK),
    )
    shows_phone = BooleanField(lazy("Show my phone number"))
    shows_mail = BooleanField(lazy("Show my mail address"))
    website = Text(lazy("Website"), validators=[Optional(), AtMost(300)])

    def validate_agreed(self, field: BooleanField) -> None:
        """No card without a yes."""
        if not field.data:
            raise StopValidation(gettext("Please tick this first: without it there is no card."))

    def validate_website(self, field: Text) -> None:
        """An address that opens in a browser."""
        parts = urlsplit(field.data or "")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise StopValidation(gettext("Please enter the whole address, for example https://example.com."))

    def show(self, content: CardContent | None) -> None:
        """Fill the form with the card that is there."""
        if content is None:
            return
        self.agreed.data, self.gives.data = True, str(content.gives)
        self.shows_phone.data, self.shows_mail.data = content.shows_phone, content.shows_mail
        self.website.data = content.website

    @property
    def content(self) -> CardContent:
        """What was typed."""
        return CardContent(
            Gives(self.gives.data),
            bool(self.shows_phone.data),
            bool(self.shows_mail.data),
            self.website.data or "",
        )
