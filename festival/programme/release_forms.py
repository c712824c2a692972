"""Is a release well formed."""

from wtforms import HiddenField

from festival.core.trilingual import Trilingual
from festival.web.forms import AtMost, Form, LongText, Needed, Text
from festival.web.locale import lazy

NOTE_LIMIT = 600


class PublishForm(Form):
    """A name for the release and what to say of it. `seen` is what the organizer has looked at."""

    seen = HiddenField()
    name = Text(lazy("Name of this version"), validators=[Needed(), AtMost(60)])
    note_vi = LongText(lazy("In Vietnamese"), validators=[AtMost(NOTE_LIMIT)], render_kw={"rows": 2})
    note_ja = LongText(lazy("In Japanese"), validators=[AtMost(NOTE_LIMIT)], render_kw={"rows": 2})
    note_en = LongText(lazy("In English"), validators=[AtMost(NOTE_LIMIT)], render_kw={"rows": 2})

    @property
    def note(self) -> Trilingual:
        """What the organizers say of the release, tidied."""
        fields = (self.note_vi, self.note_ja, self.note_en)
        return Trilingual(*((field.data or "").strip() for field in fields))
