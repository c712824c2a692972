"""A project as the desk types it, the file that brings many, and what a reader of the list asks for."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField
from wtforms.validators import StopValidation

from festival.conference.labels.projects import column_labels, fault_sentence, status_labels, statuses_by_word
from festival.conference.rules.projects import CODE, HECTARE, MILLION, Reader
from festival.conference.types.fields import Field
from festival.conference.types.planning import Place
from festival.conference.types.projects import (
    CellFault,
    LegalStatus,
    Project,
    ProjectContent,
    ProjectWanted,
)
from festival.core.names import tidy
from festival.core.trilingual import LANGUAGES
from festival.programme.forms.fields import Choice, Lines, Title
from festival.web.forms import AtMost, Form, Pressed, Text, choices
from festival.web.locale import gettext, lazy, number, tr_plain

_ONE_OF = lazy("Please choose one of the list.")
_TEXT_COLUMNS = ("name", "place", "summary", "contact")
_LONGEST = AtMost(160)


class ProjectForm(Form):
    """A project. Its cells are read by the rules that read a table's, so that both understand the same."""

    version = HiddenField()
    code = Text(lazy("Code"), validators=[AtMost(20)])
    name_vi = Title(lazy("Name in Vietnamese"), validators=[_LONGEST], render_kw={"lang": "vi"})
    name_ja = Title(lazy("Name in Japanese"), validators=[_LONGEST], render_kw={"lang": "ja"})
    name_en = Title(lazy("Name in English"), validators=[_LONGEST], render_kw={"lang": "en"})
    field = Choice(lazy("Field of business"), _ONE_OF, choices=[])
    locality = Choice(lazy("Locality"), _ONE_OF, choices=[])
    status = Choice(
        lazy("Legal status"),
        _ONE_OF,
        choices=lambda: choices((str(k), v) for k, v in status_labels().items()),
    )
    place_vi = Title(lazy("Place in Vietnamese"), validators=[_LONGEST], render_kw={"lang": "vi"})
    place_ja = Title(lazy("Place in Japanese"), validators=[_LONGEST], render_kw={"lang": "ja"})
    place_en = Title(lazy("Place in English"), validators=[_LONGEST], render_kw={"lang": "en"})
    area = Text(lazy("Area in hectares"))
    capital = Text(lazy("Capital in million USD"))
    summary_vi = Lines(lazy("In brief, in Vietnamese"), validators=[AtMost(600)], render_kw={"lang": "vi"})
    summary_ja = Lines(lazy("In brief, in Japanese"), validators=[AtMost(600)], render_kw={"lang": "ja"})
    summary_en = Lines(lazy("In brief, in English"), validators=[AtMost(600)], render_kw={"lang": "en"})
    contact_vi = Title(lazy("Contact in Vietnamese"), validators=[_LONGEST], render_kw={"lang": "vi"})
    contact_ja = Title(lazy("Contact in Japanese"), validators=[_LONGEST], render_kw={"lang": "ja"})
    contact_en = Title(lazy("Contact in English"), validators=[_LONGEST], render_kw={"lang": "en"})
    phone = Text(lazy("Phone"), validators=[AtMost(40)])
    mail = Text(lazy("Mail"), validators=[AtMost(254)])
    document_url = Text(lazy("Address of the document"), validators=[AtMost(500)])
    is_public = BooleanField(lazy("Shown to the public"), default=True)

    def offer(self, fields: Iterable[Field], places: Iterable[Place]) -> None:
        """Say which fields and localities there are."""
        none = ("", gettext("None of these"))
        self.field.choices = choices([none, *((one.slug, tr_plain(one.content.name)) for one in fields)])
        self.locality.choices = choices([none, *((one.slug, tr_plain(one.name)) for one in places)])

    def show(self, project: Project) -> None:
        """Fill the form with a project."""
        content = project.content
        self.version.data, self.code.data = str(project.version), project.code
        for part in _TEXT_COLUMNS:
            for code in LANGUAGES:
                self[f"{part}_{code}"].data = getattr(content, part).exact(code)
        for name in ("field", "locality", "phone", "mail", "document_url", "is_public"):
            self[name].data = getattr(content, name)
        self.status.data = str(content.status)
        self.area.data = number(content.area / HECTARE) if content.area else ""
        self.capital.data = number(content.capital / MILLION) if content.capital else ""

    def validate_code(self, field: Text) -> None:
        """A code as addresses and tables can have it."""
        if not CODE.fullmatch((field.data or "").upper()):  # None when nothing at all was sent
            raise StopValidation(fault_sentence(CellFault.CODE if field.data else CellFault.NEEDED))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Check each field, then read them as the cells of a row."""
        if not super().validate(*args, **kwargs):
            return False
        self._read = self._content()
        return not self.errors

    def _content(self) -> ProjectContent:
        cells = {key: self[key].data or "" for key in column_labels() if key not in {"code", "is_public"}}
        cells["is_public"] = "1" if self.is_public.data else "0"
        fields, places = (_slugs(field) for field in (self.field, self.locality))
        reader = Reader(cells, fields, places, statuses_by_word())
        content = reader.content(None)
        self.take_errors({wrong.column: fault_sentence(wrong.fault) for wrong in reader.wrong})
        return content

    @property
    def content(self) -> ProjectContent:
        """What was typed, of a form that is right."""
        return self._read


def _slugs(field: Choice) -> dict[str, str]:
    return {str(choice[0]): str(choice[0]) for choice in field.iter_choices() if choice[0]}


class ProjectTableForm(Form):
    """A file with projects."""

    file = FileField(lazy("File with projects (XLSX or CSV)"), render_kw={"accept": ".xlsx,.csv"})

    def validate_file(self, field: FileField) -> None:
        """A file must have been chosen."""
        if not field.data:
            raise StopValidation(gettext("Please choose a file."))

    @property
    def name(self) -> str:
        """What the file is called, for showing only."""
        return tidy(self.file.data.filename or "")[-120:]


class TakeProjectsForm(Form):
    """Take all rows of a table, or those that are right; the table travels with the form."""

    table = HiddenField()
    which = Pressed()


def wanted(query: MultiDict[str, str], fields: Iterable[Field], places: Iterable[Place]) -> ProjectWanted:
    """Return what an address asks of the list; what is no word of ours asks for nothing."""
    field, locality, status = (query.get(name, "") for name in ("field", "locality", "status"))
    return ProjectWanted(
        field=field if field in {one.slug for one in fields} else "",
        locality=locality if locality in {one.slug for one in places} else "",
        status=LegalStatus(status) if status in set(LegalStatus) else None,
    )
