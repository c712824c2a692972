"""Forms of posts, of what they need, and of the shifts that are made from it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import StopValidation

from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.logistics.models import Post
from festival.logistics.roster_words import kind_labels, role_labels, skill_labels
from festival.logistics.task_words import area_labels
from festival.logistics.types.crew import Role, Skill
from festival.logistics.types.shifts import DemandContent, PostContent, PostKind
from festival.logistics.types.tasks import Area
from festival.programme.forms.fields import Between, Choice, Lines, Moment, Title, Whole
from festival.programme.forms.sending import as_version
from festival.registration.contacts import normal_phone
from festival.web.forms import AtMost, Form, Needed, Optional, Phone, Text, choices
from festival.web.locale import gettext, lazy

_WRONG = lazy("Please choose one of the list.")
_NO_MOMENT = lazy("Please enter day and time, for example 17/11/2027 20:00.")
LONGEST_NEED = timedelta(days=14)


class PostForm(Form):
    """A place where people stand."""

    version = HiddenField()
    submission = HiddenField()
    code = Text(
        lazy("Short name"),
        validators=[Needed(lazy("Please enter what the post is called, for example B3.")), AtMost(20)],
    )
    kind = Choice(lazy("Kind"), _WRONG)
    area = Choice(lazy("Area of work"), _WRONG)
    name_vi = Title(lazy("Name in Vietnamese"), validators=[AtMost(120)], render_kw={"lang": "vi"})
    name_ja = Title(lazy("Name in Japanese"), validators=[AtMost(120)], render_kw={"lang": "ja"})
    name_en = Title(lazy("Name in English"), validators=[AtMost(120)], render_kw={"lang": "en"})
    venue = Choice(lazy("Venue"), _WRONG, coerce=int)
    x = Whole(lazy("Metres from the left edge of the plan"), validators=[Optional(), Between(0, 2000)])
    y = Whole(lazy("Metres from the top edge of the plan"), validators=[Optional(), Between(0, 2000)])
    closed_from = Moment(lazy("Road closed from"), validators=[Optional()])
    closed_until = Moment(lazy("Road closed until"), validators=[Optional()])
    briefing_vi = Lines(lazy("Briefing in Vietnamese"), validators=[AtMost(4000)], render_kw={"lang": "vi"})
    briefing_ja = Lines(lazy("Briefing in Japanese"), validators=[AtMost(4000)], render_kw={"lang": "ja"})
    briefing_en = Lines(lazy("Briefing in English"), validators=[AtMost(4000)], render_kw={"lang": "en"})
    contact = Text(lazy("Whom to call"), validators=[AtMost(120)])
    contact_phone = Phone(lazy("Phone of whom to call"), validators=[AtMost(40)])

    def __init__(self, venues: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(kind_labels().items())
        self.area.choices = choices(area_labels().items())
        self.venue.choices = choices([(0, gettext("On a road, or elsewhere")), *venues])

    def validate_name_vi(self, _field: Text) -> None:
        """Something to call it by, in whatever language."""
        if not any((self.name_vi.data, self.name_ja.data, self.name_en.data)):
            raise StopValidation(gettext("Please enter a name, in one language at least."))

    def validate_closed_until(self, field: Moment) -> None:
        """Both times or none, in order."""
        if (field.data is None) != (self.closed_from.data is None):
            raise StopValidation(gettext("Please enter both times, or none."))
        if (
            field.data is not None
            and self.closed_from.data is not None
            and field.data <= self.closed_from.data
        ):
            raise StopValidation(gettext("The end must be after the beginning."))

    def validate_contact_phone(self, field: Phone) -> None:
        """A number that can exist."""
        if field.data and normal_phone(field.data, "vi") is None:
            raise StopValidation(
                gettext(
                    "This phone number cannot be right. Please check it, for example 0912 345 678 or +81 90 1234 5678."
                )
            )

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)

    def content(self) -> PostContent:
        """Return what the validated form says."""
        return PostContent(
            code=self.code.data,
            kind=PostKind(self.kind.data),
            area=Area(self.area.data),
            name=self._text("name"),
            venue_id=self.venue.data or None,
            x=self.x.data,
            y=self.y.data,
            closed_from=self.closed_from.utc,
            closed_until=self.closed_until.utc,
            briefing=self._text("briefing"),
            contact=self.contact.data or "",
            contact_phone=normal_phone(self.contact_phone.data, "vi") or ""
            if self.contact_phone.data
            else "",
        )

    def _text(self, name: str) -> Trilingual:
        return Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})


def post_values(post: Post) -> dict[str, Any]:
    """Return what a post's form is filled with."""
    plain = ("version", "code", "kind", "area", "x", "y", "contact", "contact_phone")
    values: dict[str, Any] = {name: getattr(post, name) for name in plain}
    values |= {"venue": post.venue_id or 0}
    for name in ("closed_from", "closed_until"):
        moment = getattr(post, name)
        values[name] = local(moment).replace(tzinfo=None) if moment is not None else None
    for name in ("name", "briefing"):
        values |= {f"{name}_{code}": getattr(post, name).exact(code) for code in LANGUAGES}
    return values


class CountsForm(Form):
    """How many people are needed, and how many would be good."""

    minimum = Whole(lazy("At least"), validators=[Between(0, 500)])
    target = Whole(lazy("Better"), validators=[Between(0, 500)])

    def validate_minimum(self, field: Whole) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a whole number."))

    def validate_target(self, field: Whole) -> None:
        """Not less than the minimum."""
        if field.data is None:
            if not field.errors:
                raise StopValidation(gettext("Please enter a whole number."))
        elif self.minimum.data is not None and field.data < self.minimum.data:
            raise StopValidation(gettext("This must not be less than what is needed at least."))


class TieForm(Form):
    """The event that a need or a shift goes by, or none."""

    event = Choice(lazy("Goes by the event"), _WRONG, coerce=int)

    def __init__(self, events: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event.choices = choices([(0, gettext("By none")), *events])


class DemandForm(CountsForm):
    """What a post needs in one block of time."""

    submission = HiddenField()
    since = Moment(lazy("From"))
    until = Moment(lazy("Until"))
    role = Choice(lazy("Role"), _WRONG)
    skill = Choice(lazy("Qualification"), _WRONG)
    event = Choice(lazy("Goes by the event"), _WRONG, coerce=int, default=0)

    def __init__(self, events: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event.choices = choices([(0, gettext("By none")), *events])
        self.role.choices = choices((role, label) for role, label in role_labels().items())
        self.skill.choices = choices([("", gettext("None in particular")), *skill_labels().items()])

    def validate_since(self, field: Moment) -> None:
        """A moment."""
        if field.data is None and not field.errors:
            raise StopValidation(str(_NO_MOMENT))

    def validate_until(self, field: Moment) -> None:
        """After the beginning."""
        if field.data is None:
            if not field.errors:
                raise StopValidation(str(_NO_MOMENT))
        elif self.since.data is not None and field.data <= self.since.data:
            raise StopValidation(gettext("The end must be after the beginning."))
        elif self.since.data is not None and field.data - self.since.data > LONGEST_NEED:
            raise StopValidation(gettext("This is longer than two weeks. Please check day and year."))

    def content(self) -> DemandContent:
        """Return what the validated form says."""
        since, until = self.since.utc, self.until.utc
        assert since is not None
        assert until is not None
        return DemandContent(
            since,
            until,
            Role(self.role.data),
            Skill(self.skill.data) if self.skill.data else None,
            self.minimum.data or 0,
            self.target.data or 0,
            self.event.data or None,
        )


class MakeShiftsForm(Form):
    """Shifts from every need that has none yet."""

    hours = Whole(lazy("Longest shift in hours"), validators=[Between(1, 12)])
    is_open = BooleanField(lazy("The crew may sign up for them"))

    def validate_hours(self, field: Whole) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a whole number."))
