"""Forms of directives, of agencies, and of the terms that the law sets."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.core.names import tidy
from festival.core.trilingual import LANGUAGES, Language, Trilingual, as_language
from festival.logistics.task_words import area_labels
from festival.logistics.types.agencies import AgencyContent, Anchor, DirectiveContent, TermContent
from festival.programme.forms.fields import Between, Choice, Day, Lines, Title, Whole
from festival.registration.contacts import normal_mail
from festival.web.forms import AtMost, Form, Mail, Needed, Optional, Phone, Text, choices
from festival.web.locale import gettext, lazy

MOST_LINES = 50


class TitledForm(Form):
    """Something with a title in three languages: one of them at least."""

    version = HiddenField()
    submission = HiddenField()
    title_vi = Title(lazy("Heading in Vietnamese"), validators=[AtMost(300)], render_kw={"lang": "vi"})
    title_ja = Title(lazy("Heading in Japanese"), validators=[AtMost(300)], render_kw={"lang": "ja"})
    title_en = Title(lazy("Heading in English"), validators=[AtMost(300)], render_kw={"lang": "en"})

    def validate_title_vi(self, _field: Text) -> None:
        """Something to call it by, in whatever language."""
        if not any((self.title_vi.data, self.title_ja.data, self.title_en.data)):
            raise StopValidation(gettext("Please write a title, in one language at least."))

    @property
    def title(self) -> Trilingual:
        """The title."""
        return Trilingual(**{code: self[f"title_{code}"].data or "" for code in LANGUAGES})


class DirectiveForm(TitledForm):
    """An instruction of the leaders."""

    number = Text(
        lazy("Number and sign"), validators=[Needed(lazy("Please enter the document's number.")), AtMost(60)]
    )
    issued_on = Day(lazy("Issued on"))
    issuer = Text(lazy("Issued by"), validators=[Needed(lazy("Please enter who issued it.")), AtMost(160)])
    due_on = Day(lazy("To be carried out by"), validators=[Optional()])
    text = Lines(lazy("Text"), validators=[AtMost(20_000)])

    def validate_issued_on(self, field: Day) -> None:
        """A day."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter the day on which it was issued."))

    def content(self) -> DirectiveContent:
        """Return what the validated form says."""
        issued_on = self.issued_on.data
        assert isinstance(issued_on, date)
        return DirectiveContent(
            number=self.number.data,
            issued_on=issued_on,
            issuer=self.issuer.data,
            title=self.title,
            text=self.text.data or "",
            due_on=self.due_on.data,
        )


def directive_values(content: DirectiveContent) -> dict[str, Any]:
    """Return what a directive's form is filled with."""
    return {f"title_{code}": content.title.exact(code) for code in LANGUAGES} | {
        "number": content.number,
        "issued_on": content.issued_on,
        "issuer": content.issuer,
        "due_on": content.due_on,
        "text": content.text,
    }


class BreakForm(Form):
    """Several tasks of one directive at once: one title a line, and what they have in common."""

    submission = HiddenField()
    lines = Lines(lazy("Tasks, one a line"), validators=[Needed(lazy("Please write one task a line."))])
    area = Choice(lazy("Field of work"), lazy("Please choose one of the list."))
    agency = Choice(lazy("Leading agency"), lazy("Please choose one of the list."), coerce=int)
    due_on = Day(lazy("Due on"))

    def __init__(self, agencies: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area.choices = choices(area_labels().items())
        self.agency.choices = choices([(0, gettext("Not chosen yet")), *agencies])

    def validate_lines(self, _field: Lines) -> None:
        """Not too many, none too long."""
        if len(self.titles()) > MOST_LINES:
            raise StopValidation(gettext("Please enter at most %(n)s tasks at once.", n=MOST_LINES))
        if any(len(line) > 200 for line in self.titles()):
            raise StopValidation(gettext("A title may have 200 characters."))

    def validate_due_on(self, field: Day) -> None:
        """A day."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter the day on which it is due."))

    def titles(self) -> list[str]:
        """Return the titles; numbers and dashes before them, as papers have them, are left out."""
        lines = (tidy(line).lstrip("-–—•*+ ").strip() for line in (self.lines.data or "").splitlines())
        return [line for line in lines if line]


class AgencyForm(Form):
    """An agency, and who of the accounts works for it. `seen` is the mark of what the form was filled with."""

    submission = HiddenField()
    seen = HiddenField()
    name_vi = Title(lazy("Name in Vietnamese"), validators=[AtMost(160)], render_kw={"lang": "vi"})
    name_ja = Title(lazy("Name in Japanese"), validators=[AtMost(160)], render_kw={"lang": "ja"})
    name_en = Title(lazy("Name in English"), validators=[AtMost(160)], render_kw={"lang": "en"})
    short = Text(lazy("Short name"), validators=[AtMost(40)])
    contact = Text(lazy("Contact person"), validators=[AtMost(120)])
    phone = Phone(lazy("Phone"), validators=[AtMost(20)])
    mail = Mail(lazy("Mail for reminders"), validators=[Optional(), AtMost(254)])
    language = Choice(
        lazy("Language of the reminders"),
        lazy("Please choose one of the list."),
        choices=choices([("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English")]),
    )
    members = SelectMultipleField(lazy("Accounts that work for it"), coerce=int)

    def __init__(self, accounts: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members.choices = choices(accounts)

    def validate_name_vi(self, _field: Text) -> None:
        """Something to call it by, in whatever language."""
        if not any((self.name_vi.data, self.name_ja.data, self.name_en.data)):
            raise StopValidation(gettext("Please enter a name, in one language at least."))

    def validate_mail(self, field: Mail) -> None:
        """An address that can be one."""
        found = normal_mail(field.data)
        if found is None:
            raise StopValidation(gettext("Please check the mail address."))
        field.data = found

    def content(self) -> AgencyContent:
        """Return what the validated form says."""
        language: Language = as_language(self.language.data) or "vi"
        return AgencyContent(
            name=Trilingual(**{code: self[f"name_{code}"].data or "" for code in LANGUAGES}),
            short=self.short.data or "",
            contact=self.contact.data or "",
            phone=self.phone.data or "",
            mail=self.mail.data or "",
            language=language,
            members=tuple(sorted(set(self.members.data or ()))),
        )


class TermForm(TitledForm):
    """What the law wants so many days before the festival."""

    days_before = Whole(lazy("Days before"), validators=[Between(0, 400)])
    anchor = Choice(lazy("Counted from"), lazy("Please choose one of the list."))
    source = Text(
        lazy("Where this is written"),
        validators=[Needed(lazy("Please enter the document and its article.")), AtMost(300)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anchor.choices = choices(anchor_labels().items())

    def validate_days_before(self, field: Whole) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a number of days."))

    def content(self) -> TermContent:
        """Return what the validated form says."""
        return TermContent(
            title=self.title,
            days_before=self.days_before.data or 0,
            anchor=Anchor(self.anchor.data),
            source=self.source.data,
        )


def anchor_labels() -> dict[Anchor, str]:
    """Return from which day a term is counted, in words."""
    return {
        Anchor.FIRST_DAY: gettext("The first day of the festival"),
        Anchor.MAIN_DAY: gettext("The main night"),
    }


class MetForm(Form):
    """When a term was met, and by what paper."""

    met_on = Day(lazy("Met on"), validators=[Optional()])
    remark = Text(lazy("Paper or remark"), validators=[AtMost(300)])
