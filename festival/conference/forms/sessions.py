"""Sessions, talks, files and speakers as the desk types them."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.conference.labels.sessions import audience_labels, channel_labels, kind_labels
from festival.conference.types.fields import Field
from festival.conference.types.sessions import (
    ConferenceSession,
    MaterialAudience,
    SessionContent,
    SessionKind,
    Talk,
    TalkContent,
)
from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Choice, Lines, Moment, Title
from festival.programme.models import Space
from festival.programme.types import EventFacts
from festival.web.forms import AtMost, Form, Optional, choices
from festival.web.locale import gettext, lazy, tr_plain

_ONE_OF = lazy("Please choose one of the list.")
_TITLE, _TEXT = AtMost(200), AtMost(2000)


def _three(form: Form, name: str) -> Trilingual:
    return Trilingual(**{code: form[f"{name}_{code}"].data or "" for code in LANGUAGES})


class _Titled(Form):
    """Something with a title in one language at least; `UNTITLED` is said where there is none."""

    UNTITLED: Any = ""
    title_vi = Title(lazy("Title in Vietnamese"), validators=[_TITLE], render_kw={"lang": "vi"})
    title_ja = Title(lazy("Title in Japanese"), validators=[_TITLE], render_kw={"lang": "ja"})
    title_en = Title(lazy("Title in English"), validators=[_TITLE], render_kw={"lang": "en"})

    def validate_title_vi(self, _field: Title) -> None:
        """Something to call it by."""
        if not any(self[f"title_{code}"].data for code in LANGUAGES):
            raise StopValidation(str(self.UNTITLED))


class SessionForm(_Titled):
    """A session. `version` is the one it was made from."""

    UNTITLED = lazy("Please enter the session’s title, in one language at least.")
    version = HiddenField()
    event = Choice(lazy("Part of"), _ONE_OF, choices=[])
    kind = Choice(
        lazy("Kind"), _ONE_OF, choices=lambda: choices((str(k), v) for k, v in kind_labels().items())
    )
    starts_at = Moment(lazy("Begins"))
    ends_at = Moment(lazy("Ends"))
    space = Choice(lazy("Room"), _ONE_OF, choices=[])
    channels = SelectMultipleField(lazy("Can be heard in"), choices=lambda: choices(channel_labels().items()))
    fields = SelectMultipleField(lazy("Fields of business"), choices=[])
    summary_vi = Lines(lazy("In brief, in Vietnamese"), validators=[_TEXT], render_kw={"lang": "vi"})
    summary_ja = Lines(lazy("In brief, in Japanese"), validators=[_TEXT], render_kw={"lang": "ja"})
    summary_en = Lines(lazy("In brief, in English"), validators=[_TEXT], render_kw={"lang": "en"})
    is_public = BooleanField(lazy("Shown to the public"), default=True)

    def offer(self, events: Iterable[EventFacts], spaces: Iterable[Space], fields: Iterable[Field]) -> None:
        """Say which events, rooms and fields there are."""
        self.event.choices = choices((str(one.id), tr_plain(one.title)) for one in events)
        rooms = ((str(one.id), f"{tr_plain(one.name)} · {tr_plain(one.venue.name)}") for one in spaces)
        self.space.choices = choices([("", gettext("The event’s own place")), *rooms])
        self["fields"].choices = choices((one.slug, tr_plain(one.content.name)) for one in fields)

    def show(self, one: ConferenceSession) -> None:
        """Fill the form."""
        content = one.content
        self.version.data, self.event.data = str(one.version), str(content.event_id)
        for code in LANGUAGES:
            self[f"title_{code}"].data = content.title.exact(code)
            self[f"summary_{code}"].data = content.summary.exact(code)
        self.kind.data, self.is_public.data = str(content.kind), content.is_public
        self.starts_at.data = local(content.starts_at).replace(tzinfo=None)
        self.ends_at.data = local(content.ends_at).replace(tzinfo=None)
        self.space.data = str(content.space_id or "")
        self.channels.data, self["fields"].data = list(content.channels), list(content.fields)

    def validate_starts_at(self, field: Moment) -> None:
        """A beginning."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter when it begins."))

    def validate_ends_at(self, field: Moment) -> None:
        """An end after the beginning."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter when it ends."))
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise StopValidation(gettext("The end must come after the beginning."))

    @property
    def content(self) -> SessionContent:
        """What was typed."""
        starts_at, ends_at = self.starts_at.utc, self.ends_at.utc
        assert starts_at is not None
        assert ends_at is not None
        return SessionContent(
            event_id=int(self.event.data),
            title=_three(self, "title"),
            summary=_three(self, "summary"),
            kind=SessionKind(self.kind.data),
            starts_at=starts_at,
            ends_at=ends_at,
            space_id=int(self.space.data) if self.space.data else None,
            channels=tuple(code for code in LANGUAGES if code in (self.channels.data or ())),
            fields=tuple(self["fields"].data or ()),
            is_public=bool(self.is_public.data),
        )


class TalkForm(_Titled):
    """A talk of a session."""

    UNTITLED = lazy("Please enter the talk’s title, in one language at least.")
    starts_at = Moment(lazy("Begins"), validators=[Optional()])
    abstract_vi = Lines(lazy("Abstract in Vietnamese"), validators=[_TEXT], render_kw={"lang": "vi"})
    abstract_ja = Lines(lazy("Abstract in Japanese"), validators=[_TEXT], render_kw={"lang": "ja"})
    abstract_en = Lines(lazy("Abstract in English"), validators=[_TEXT], render_kw={"lang": "en"})

    def show(self, talk: Talk) -> None:
        """Fill the form."""
        for code in LANGUAGES:
            self[f"title_{code}"].data = talk.content.title.exact(code)
            self[f"abstract_{code}"].data = talk.content.abstract.exact(code)
        at = talk.content.starts_at
        self.starts_at.data = local(at).replace(tzinfo=None) if at else None

    @property
    def content(self) -> TalkContent:
        """What was typed."""
        return TalkContent(_three(self, "title"), _three(self, "abstract"), self.starts_at.utc)


class MaterialForm(_Titled):
    """A file of a session."""

    UNTITLED = lazy("Please enter a title for the file, in one language at least.")
    audience = Choice(
        lazy("Who may have it"),
        _ONE_OF,
        choices=lambda: choices((str(k), v) for k, v in audience_labels().items()),
        default=str(MaterialAudience.DELEGATES),
    )
    file = FileField(
        lazy("File"), render_kw={"accept": ".pdf,.pptx,.odp,.docx,.odt,.xlsx,.ods,.png,.jpg,.jpeg"}
    )

    @property
    def title(self) -> Trilingual:
        """The title."""
        return _three(self, "title")


class SpeakerForm(Form):
    """What the public reads of a speaker."""

    biography_vi = Lines(lazy("Biography in Vietnamese"), validators=[AtMost(2000)], render_kw={"lang": "vi"})
    biography_ja = Lines(lazy("Biography in Japanese"), validators=[AtMost(2000)], render_kw={"lang": "ja"})
    biography_en = Lines(lazy("Biography in English"), validators=[AtMost(2000)], render_kw={"lang": "en"})
    photo = FileField(lazy("Photo (JPEG or PNG)"), render_kw={"accept": ".jpg,.jpeg,.png"})
    agreed = BooleanField(lazy("The speaker has agreed that this photo is shown to the public"))
    without_photo = BooleanField(lazy("Remove the photo that is there"))

    def show(self, biography: Trilingual) -> None:
        """Fill the form."""
        for code in LANGUAGES:
            self[f"biography_{code}"].data = biography.exact(code)

    def validate_agreed(self, field: Any) -> None:
        """No photo without a yes."""
        if self.photo.data and not field.data:
            raise StopValidation(
                gettext("Please ask the speaker first: without a yes the photo is not stored.")
            )

    @property
    def biography(self) -> Trilingual:
        """What was typed."""
        return _three(self, "biography")
