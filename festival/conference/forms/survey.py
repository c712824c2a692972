"""The few questions after a session."""

from wtforms import SelectField, SelectMultipleField, StringField

from festival.conference.labels.survey import organisation_labels, rating_labels, useful_labels
from festival.conference.types.survey import Opinion, Organisation, Useful
from festival.core.trilingual import Language
from festival.programme.forms.fields import Lines
from festival.web.forms import AtMost, Form, Needed, OneOf, Optional, choices
from festival.web.locale import lazy


class SurveyForm(Form):
    """How it was. `website` is a trap: people don't see it, programs fill it."""

    website = StringField()
    rating = OneOf(
        lazy("How was this session?"),
        validators=[Needed(lazy("Please choose one of the five."))],
        choices=lambda: choices((str(k), v) for k, v in rating_labels().items()),
    )
    useful = SelectMultipleField(
        lazy("What was useful?"), choices=lambda: choices((str(k), v) for k, v in useful_labels().items())
    )
    remark = Lines(
        lazy("What should be better, or what did you like?"), validators=[Optional(), AtMost(1000)]
    )
    organisation = SelectField(
        lazy("You came for"), choices=lambda: choices((str(k), v) for k, v in organisation_labels().items())
    )

    def opinion(self, reader: Language) -> Opinion:
        """Return what was answered."""
        return Opinion(
            int(self.rating.data),
            frozenset(Useful(word) for word in self.useful.data or ()),
            self.remark.data or "",
            Organisation(self.organisation.data or ""),
            reader,
        )
