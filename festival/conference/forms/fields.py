"""A field of the conference as the desk types it."""

from wtforms.validators import StopValidation

from festival.conference.labels.fields import icon_labels
from festival.conference.types.fields import ICONS, FieldContent
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Choice, Lines, Title
from festival.web.forms import AtMost, Form, choices
from festival.web.locale import gettext, lazy

_NAME, _SUMMARY, _TEXT = AtMost(80), AtMost(300), AtMost(4000)


class FieldForm(Form):
    """A field: its name in one language at least."""

    name_vi = Title(lazy("Name in Vietnamese"), validators=[_NAME], render_kw={"lang": "vi"})
    name_ja = Title(lazy("Name in Japanese"), validators=[_NAME], render_kw={"lang": "ja"})
    name_en = Title(lazy("Name in English"), validators=[_NAME], render_kw={"lang": "en"})
    summary_vi = Title(lazy("In brief, in Vietnamese"), validators=[_SUMMARY], render_kw={"lang": "vi"})
    summary_ja = Title(lazy("In brief, in Japanese"), validators=[_SUMMARY], render_kw={"lang": "ja"})
    summary_en = Title(lazy("In brief, in English"), validators=[_SUMMARY], render_kw={"lang": "en"})
    text_vi = Lines(lazy("Text in Vietnamese"), validators=[_TEXT], render_kw={"lang": "vi"})
    text_ja = Lines(lazy("Text in Japanese"), validators=[_TEXT], render_kw={"lang": "ja"})
    text_en = Lines(lazy("Text in English"), validators=[_TEXT], render_kw={"lang": "en"})
    icon = Choice(
        lazy("Drawing"),
        lazy("Please choose one of the list."),
        choices=lambda: choices((icon, icon_labels()[icon]) for icon in ICONS),
    )

    def validate_name_vi(self, _field: Title) -> None:
        """Something to call it by."""
        if not any(self[f"name_{code}"].data for code in LANGUAGES):
            raise StopValidation(gettext("Please enter a name, in one language at least."))

    def show(self, content: FieldContent) -> None:
        """Fill the form."""
        for part in ("name", "summary", "text"):
            for code in LANGUAGES:
                self[f"{part}_{code}"].data = getattr(content, part).exact(code)
        self.icon.data = content.icon

    @property
    def content(self) -> FieldContent:
        """What was typed."""
        name, summary, text = (
            Trilingual(**{code: self[f"{part}_{code}"].data or "" for code in LANGUAGES})
            for part in ("name", "summary", "text")
        )
        return FieldContent(name, summary, text, self.icon.data)
