"""A question as somebody types it on a phone, and as the moderator prepares it."""

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField

from festival.conference.labels.asking import audience_labels, part_labels
from festival.conference.types.asking import AskAudience, Asked, AskTerms, ModeratorPart, Question
from festival.core.trilingual import LANGUAGES, Trilingual, as_language
from festival.programme.forms.fields import Choice, Lines
from festival.programme.forms.sending import CopyForm, as_version
from festival.web.forms import AtMost, Form, Needed, Optional, Text, choices
from festival.web.locale import lazy

OWN_NAMES = (("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English"))


class AskForm(Form):
    """A question to a session. `website` is a trap: people don't see it, programs fill it."""

    submission = HiddenField()
    website = StringField()
    text = Lines(lazy("Your question"), validators=[Needed(lazy("Please write your question.")), AtMost(500)])
    language = SelectField(lazy("Language of the question"), choices=choices(OWN_NAMES))
    name = Text(lazy("Your name"), validators=[Optional(), AtMost(80)])
    consent = BooleanField("", validators=[Needed(lazy("Without this consent we cannot take the question."))])

    @property
    def asked(self) -> Asked:
        """What was typed."""
        return Asked(self.text.data, as_language(self.language.data) or "vi", self.name.data or "")


class AskTermsForm(Form):
    """Whether and by whom a session is asked."""

    is_open = BooleanField(lazy("Questions are taken now"))
    audience = Choice(
        lazy("Who may ask"),
        lazy("Please choose one of the list."),
        choices=lambda: choices((str(k), v) for k, v in audience_labels().items()),
    )
    takes_votes = BooleanField(lazy("Others may say that they want to know it too"))

    @property
    def terms(self) -> AskTerms:
        """What was chosen."""
        return AskTerms(bool(self.is_open.data), AskAudience(self.audience.data), bool(self.takes_votes.data))


class ModeratorForm(CopyForm):
    """For whom a link is made that opens the moderator's page of one session."""

    name = Text(lazy("For whom the link is"), validators=[Needed(lazy("Please write a name.")), AtMost(80)])
    part = Choice(
        lazy("What they do"),
        lazy("Please choose one of the list."),
        choices=lambda: choices((str(k), v) for k, v in part_labels().items()),
    )

    @property
    def chosen(self) -> ModeratorPart:
        """What they do."""
        return ModeratorPart(self.part.data)


class MoveForm(Form):
    """Where a question goes, why it is not taken, or with which one it is put together."""

    version = HiddenField()
    reason = Text("", validators=[Optional(), AtMost(300)])

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)


class WordsForm(MoveForm):
    """A question in three languages, and in brief what was answered."""

    text_vi = Lines(lazy("The question in Vietnamese"), validators=[AtMost(500)], render_kw={"lang": "vi"})
    text_ja = Lines(lazy("The question in Japanese"), validators=[AtMost(500)], render_kw={"lang": "ja"})
    text_en = Lines(lazy("The question in English"), validators=[AtMost(500)], render_kw={"lang": "en"})
    answer_vi = Lines(
        lazy("The answer in brief, in Vietnamese"), validators=[AtMost(1000)], render_kw={"lang": "vi"}
    )
    answer_ja = Lines(
        lazy("The answer in brief, in Japanese"), validators=[AtMost(1000)], render_kw={"lang": "ja"}
    )
    answer_en = Lines(
        lazy("The answer in brief, in English"), validators=[AtMost(1000)], render_kw={"lang": "en"}
    )

    def text_of(self, known: Question) -> Trilingual:
        """Return the question as it was typed; what the asker wrote cannot become empty."""
        said = self._three("text")
        if said.exact(known.language):
            return said
        return Trilingual(**(said.as_dict() | {known.language: known.text.exact(known.language)}))

    @property
    def answer(self) -> Trilingual:
        """What was answered."""
        return self._three("answer")

    def _three(self, name: str) -> Trilingual:
        return Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})


def words_values(one: Question) -> dict[str, Any]:
    """Return what the moderator's form of a question is filled with."""
    return {"version": one.version} | {
        f"{name}_{code}": text.exact(code)
        for name, text in (("text", one.text), ("answer", one.answer))
        for code in LANGUAGES
    }
