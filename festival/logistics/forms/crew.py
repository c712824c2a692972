"""Forms of the crew: a person with qualifications, a team, a time away, a list, the numbers of rosters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.core.names import tidy
from festival.core.trilingual import as_language
from festival.logistics.forms.filters import number_from
from festival.logistics.models import CrewMember
from festival.logistics.roster_words import skill_labels
from festival.logistics.task_words import area_labels
from festival.logistics.types.crew import AwayContent, CrewContent, CrewFilters, Skill, TeamContent
from festival.logistics.types.tasks import Area
from festival.programme.forms.fields import Between, Choice, Day, Moment, Whole
from festival.programme.forms.sending import as_version
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.services.people import content_of
from festival.registration.types.people import PersonContent
from festival.web.forms import AtMost, Form, Mail, Needed, Optional, Phone, Text, choices
from festival.web.locale import gettext, lazy

_WRONG = lazy("Please choose one of the list.")
_LANGUAGES = (("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English"))
LONGEST_AWAY = 60  # days


class MemberForm(Form):
    """One of the crew."""

    version = HiddenField()
    submission = HiddenField()
    family = Text(lazy("Family name"), validators=[AtMost(80)])
    given = Text(
        lazy("Given names"),
        validators=[Needed(lazy("Please enter the given name, or the only name.")), AtMost(80)],
    )
    latin = Text(lazy("Name in Latin letters"), validators=[AtMost(120)])
    language = Choice(lazy("Language"), _WRONG, choices=choices(_LANGUAGES))
    phone = Phone(lazy("Phone"), validators=[AtMost(40)])
    mail = Mail(lazy("Mail"), validators=[Optional(), AtMost(254)])
    agency = Choice(lazy("Agency"), _WRONG, coerce=int)
    team = Choice(lazy("Team"), _WRONG, coerce=int)
    area = Choice(lazy("Area of work"), _WRONG)
    skills = SelectMultipleField(lazy("Qualifications"))
    is_active = BooleanField(lazy("Is active in the crew"))
    remark = Text(lazy("Remark"), validators=[AtMost(300)])

    def __init__(
        self, agencies: Sequence[tuple[int, str]], teams: Sequence[tuple[int, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agency.choices = choices([(0, gettext("No agency")), *agencies])
        self.team.choices = choices([(0, gettext("No team")), *teams])
        self.area.choices = choices(area_labels().items())
        self.skills.choices = choices(skill_labels().items())

    def validate_phone(self, field: Phone) -> None:
        """Somebody must be reachable, by a number that can exist."""
        if not field.data and not self.mail.data:
            raise StopValidation(
                gettext("Please give a phone number or a mail address: shifts are sent there.")
            )
        if field.data and normal_phone(field.data, as_language(self.language.data) or "vi") is None:
            raise StopValidation(
                gettext(
                    "This phone number cannot be right. Please check it, for example 0912 345 678 or +81 90 1234 5678."
                )
            )

    def validate_mail(self, field: Mail) -> None:
        """An address that can be one."""
        if field.data and normal_mail(field.data) is None:
            raise StopValidation(
                gettext("This mail address cannot be right. Please check it, for example ten@vidu.example.")
            )

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)

    def person(self, known: PersonContent | None) -> PersonContent:
        """Return who the validated form says; what it does not ask stays as it is known."""
        spoken = as_language(self.language.data) or "vi"
        said: dict[str, Any] = {
            "family": self.family.data or "",
            "given": self.given.data,
            "language": spoken,
            "latin": self.latin.data or "",
            "phone": normal_phone(self.phone.data, spoken) if self.phone.data else None,
            "mail": normal_mail(self.mail.data) if self.mail.data else None,
        }
        if known is None:
            return PersonContent(**said)
        return replace(known, **said)

    def content(self, days: dict[Skill, date | None]) -> CrewContent:
        """Return what the validated form says; `days` are the last days of qualifications (`last_days`)."""
        return CrewContent(
            agency_id=self.agency.data or None,
            team_id=self.team.data or None,
            area=Area(self.area.data),
            skills=tuple((Skill(one), days.get(Skill(one))) for one in sorted(set(self.skills.data or ()))),
            is_active=bool(self.is_active.data),
            remark=self.remark.data or "",
        )


class LastDayForm(Form):
    """The last day of one qualification; its fields are told apart by a prefix."""

    last_day = Day(lazy("Good until"), validators=[Optional()])


def last_day_forms(known: dict[Skill, date | None], *, sent: bool) -> dict[Skill, LastDayForm]:
    """Return qualification → the small form with its last day."""
    return {
        skill: LastDayForm(prefix=f"{skill}-")
        if sent
        else LastDayForm(formdata=None, prefix=f"{skill}-", last_day=known.get(skill))
        for skill in Skill
    }


def member_values(member: CrewMember) -> dict[str, Any]:
    """Return what a member's form is filled with."""
    person = content_of(member.person)
    return {
        name: getattr(person, name) or ""
        for name in ("family", "given", "latin", "language", "phone", "mail")
    } | {
        "version": member.version,
        "agency": member.agency_id or 0,
        "team": member.team_id or 0,
        "area": member.area,
        "skills": [one.skill for one in member.skills],
        "is_active": member.is_active,
        "remark": member.remark,
    }


class TeamForm(Form):
    """A team and who leads it."""

    submission = HiddenField()
    name = Text(lazy("Name of the team"), validators=[Needed(), AtMost(120)])
    area = Choice(lazy("Area of work"), _WRONG)
    agency = Choice(lazy("Agency"), _WRONG, coerce=int)
    leader = Choice(lazy("Team leader"), _WRONG, coerce=int)

    def __init__(
        self,
        agencies: Sequence[tuple[int, str]],
        people: Sequence[tuple[int, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area.choices = choices(area_labels().items())
        self.agency.choices = choices([(0, gettext("No agency")), *agencies])
        self.leader.choices = choices([(0, gettext("Nobody yet")), *people])

    def content(self) -> TeamContent:
        """Return what the validated form says."""
        return TeamContent(
            self.name.data, Area(self.area.data), self.agency.data or None, self.leader.data or None
        )


class AwayForm(Form):
    """From when until when somebody cannot come."""

    submission = HiddenField()
    since = Moment(lazy("From"))
    until = Moment(lazy("Until"))
    why = Text(lazy("Reason"), validators=[Optional(), AtMost(200)])

    def validate_since(self, field: Moment) -> None:
        """A moment."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter day and time, for example 17/11/2027 20:00."))

    def validate_until(self, field: Moment) -> None:
        """After the beginning, and not for ever."""
        if field.data is None:
            if not field.errors:
                raise StopValidation(gettext("Please enter day and time, for example 17/11/2027 20:00."))
            return
        if self.since.data is not None:
            if field.data <= self.since.data:
                raise StopValidation(gettext("The end must be after the beginning."))
            if (field.data - self.since.data).days > LONGEST_AWAY:
                raise StopValidation(gettext("This is longer than two months. Please check day and year."))

    def content(self) -> AwayContent:
        """Return what the validated form says."""
        since, until = self.since.utc, self.until.utc
        assert since is not None
        assert until is not None
        return AwayContent(since, until, self.why.data or "")


class CrewListForm(Form):
    """A file with the people of an agency."""

    file = FileField(lazy("File (XLSX or CSV)"))
    agency = Choice(lazy("Agency"), _WRONG, coerce=int)
    area = Choice(lazy("Area of those for whom the list says none"), _WRONG)

    def __init__(self, agencies: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency.choices = choices([(0, gettext("No agency")), *agencies])
        self.area.choices = choices(area_labels().items())

    def validate_file(self, field: FileField) -> None:
        """A file."""
        if not field.data:
            raise StopValidation(gettext("Please choose a file."))

    @property
    def filename(self) -> str:
        """What the file is called."""
        return tidy(self.file.data.filename or "")[:120]


class TakeForm(Form):
    """Take a list: all of it, or what is right of it."""

    right_rows_only = BooleanField(lazy("Take the right rows and leave the wrong ones out"))


class LimitForm(Form):
    """One number that rosters keep to, in minutes, and where it is written."""

    minutes = Whole(lazy("Minutes"), validators=[Between(0, 10_080)])
    source = Text(lazy("Where this is written"), validators=[Needed(), AtMost(300)])

    def validate_minutes(self, field: Whole) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a whole number."))


def crew_filters(said: MultiDict[str, str]) -> CrewFilters:
    """Return the filters that a query says; what somebody mistyped narrows nothing."""
    area, skill = said.get("area", ""), said.get("skill", "")
    return CrewFilters(
        text=tidy(said.get("q", ""))[:100],
        area=Area(area) if area in set(Area) else None,
        skill=Skill(skill) if skill in set(Skill) else None,
        agency_id=number_from(said.get("agency")),
        team_id=number_from(said.get("team")),
        only_inactive=said.get("inactive") == "yes",
    )
