"""Are texts of messages well formed: placeholders from a list, nothing else in braces; and whom a letter to many is for."""

from collections.abc import Collection, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import ValidationError

from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.registration.labels import category_labels, kind_labels
from festival.registration.rules.placeholders import unknown, used
from festival.registration.types.letters import Audience, Inside, Wording
from festival.web.forms import AtMost, Form, LongText, Text, choices
from festival.web.locale import gettext, joined, lazy, ngettext

SUBJECT_LIMIT, TEXT_LIMIT, SHORT_LIMIT = 200, 5000, 300
LANGUAGE_NAMES: dict[Language, str] = {"vi": "Tiếng Việt", "ja": "日本語", "en": "English"}


def _lines(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value


def _subject(lang: Language) -> Any:
    return Text(
        lazy("Subject (%(language)s)", language=LANGUAGE_NAMES[lang]), validators=[AtMost(SUBJECT_LIMIT)]
    )


def _text(lang: Language) -> Any:
    label = lazy("Text of the mail (%(language)s)", language=LANGUAGE_NAMES[lang])
    return LongText(label, validators=[AtMost(TEXT_LIMIT)], filters=[_lines])


def _short(lang: Language) -> Any:
    label = lazy("Text message (%(language)s)", language=LANGUAGE_NAMES[lang])
    return LongText(label, validators=[AtMost(SHORT_LIMIT)], filters=[_lines])


class TextsForm(Form):
    """Subject, text and short words in three languages, with placeholders."""

    subject_vi, subject_ja, subject_en = (_subject(lang) for lang in LANGUAGES)
    text_vi, text_ja, text_en = (_text(lang) for lang in LANGUAGES)
    short_vi, short_ja, short_en = (_short(lang) for lang in LANGUAGES)

    def __init__(
        self, *args: Any, allowed: Collection[str], needed: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.allowed, self.needed = allowed, needed

    def show(self, wording: Wording) -> None:
        """Fill the form with texts."""
        for lang in LANGUAGES:
            self[f"subject_{lang}"].data = wording.subject.exact(lang)
            self[f"text_{lang}"].data = wording.text.exact(lang)
            self[f"short_{lang}"].data = wording.short.exact(lang)

    @property
    def wording(self) -> Wording:
        """What was typed."""
        return Wording(self._three("subject"), self._three("text"), self._three("short"))

    def _three(self, part: str) -> Trilingual:
        return Trilingual(**{lang: self[f"{part}_{lang}"].data or "" for lang in LANGUAGES})

    def validate(self, extra_validators: Any = None) -> bool:
        """Check lengths, then braces, then what must not be missing."""
        valid = bool(super().validate(extra_validators))
        for lang in LANGUAGES:
            for part in ("subject", "text", "short"):
                valid = self._check(part, lang) and valid
        return valid

    def _check(self, part: str, lang: Language) -> bool:
        field = self[f"{part}_{lang}"]
        text = field.data or ""
        wrong = unknown(text, self.allowed)
        missing = [word for word in self.needed if part != "subject" and text and word not in used(text)]
        if wrong:
            sentence = ngettext(
                "This cannot stand in braces here: %(words)s",
                "These cannot stand in braces here: %(words)s",
                len(wrong),
                words=joined(wrong[:5]),
            )
        elif missing:
            sentence = gettext(
                "Please keep %(words)s in it: readers need it.",
                words=joined(f"{{{word}}}" for word in missing),
            )
        else:
            return True
        field.errors = [*field.errors, sentence]
        return False


class WordingForm(TextsForm):
    """The texts of one kind of message; `version` is the one they were made from."""

    version = HiddenField()


class MailingForm(TextsForm):
    """A letter to many: whom it is for and what it says."""

    submission = HiddenField()
    version = HiddenField()
    events = SelectMultipleField(lazy("Events"), coerce=int)
    slots = SelectMultipleField(lazy("Arrival times"), coerce=int)
    kinds = SelectMultipleField(lazy("How they registered"), choices=lambda: choices(kind_labels().items()))
    categories = SelectMultipleField(lazy("Category"), choices=lambda: choices(category_labels().items()))
    languages = SelectMultipleField(lazy("Language"), choices=choices(LANGUAGE_NAMES.items()))
    with_needs = BooleanField(lazy("Only parties with access needs"))
    inside = RadioField(
        lazy("Have they come in?"),
        choices=lambda: choices(
            [
                (Inside.ANY, gettext("Does not matter")),
                (Inside.NOT_YET, gettext("Nobody of the party yet")),
                (Inside.CAME, gettext("Somebody of the party")),
            ]
        ),
        default=Inside.ANY,
    )

    def offer(self, events: Sequence[tuple[int, str]], slots: Sequence[tuple[int, str]]) -> None:
        """Set what can be chosen."""
        self.events.choices = choices(events)
        self.slots.choices = choices(slots)

    def validate_text_vi(self, _field: Any) -> None:
        """At least one language has a text."""
        if not any(self[f"text_{lang}"].data for lang in LANGUAGES):
            raise ValidationError(gettext("Please write a text in at least one language."))

    def show_audience(self, audience: Audience) -> None:
        """Fill the form with an audience."""
        self.events.data = list(audience.event_ids)
        self.slots.data = list(audience.slot_ids)
        self.kinds.data = list(audience.kinds)
        self.categories.data = list(audience.categories)
        self.languages.data = list(audience.languages)
        self.with_needs.data = audience.with_needs
        self.inside.data = audience.inside

    @property
    def audience(self) -> Audience:
        """Who was chosen."""
        return Audience(
            event_ids=tuple(self.events.data or ()),
            slot_ids=tuple(self.slots.data or ()),
            kinds=tuple(self.kinds.data or ()),
            categories=tuple(self.categories.data or ()),
            languages=tuple(self.languages.data or ()),
            with_needs=bool(self.with_needs.data),
            inside=Inside(self.inside.data or Inside.ANY),
        )
