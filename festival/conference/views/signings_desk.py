"""The register of what is signed at the conference, at the desk: memoranda, agreements, certificates, and what comes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.conference.forms.signings import PaperForm, SigningForm, wanted
from festival.conference.labels import signings as words
from festival.conference.labels.sessions import fault_sentence
from festival.conference.queries.fields import all_fields
from festival.conference.queries.signings import (
    all_signings,
    company_names,
    get_row,
    get_signing,
    versions,
)
from festival.conference.rules import signings as rules
from festival.conference.rules.materials import MOST_BYTES, examine
from festival.conference.services.signings import (
    add_signing,
    change_signing,
    keep_paper,
    remove_paper,
)
from festival.conference.tables import signings as tables
from festival.conference.tables.planning import TYPES
from festival.conference.types.sessions import MaterialFault
from festival.conference.types.signings import NumberTaken, Signing, SigningContent, SigningStale
from festival.conference.views.companies_desk import edition_id
from festival.conference.views.hall import attached
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.forms.sending import CopyForm, as_version, form_number
from festival.programme.views.answers import Answer
from festival.web import access, pagecache
from festival.web.locale import gettext as _

blueprint = Blueprint("signings_desk", __name__)
# What a change has changed: (part, before, after), in words.
Lines = Callable[[SigningContent | None, SigningContent], tuple[tuple[str, str, str], ...]]


def allow_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let the address of the document take a file, before the form is read for its token."""
    if endpoint and endpoint.endswith(".bring"):
        request.max_content_length = MOST_BYTES + 64 * 1024


blueprint.url_value_preprocessor(allow_files)


def _today() -> date:
    return clock.local(clock.now()).date()


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


def _fields() -> dict[str, Trilingual]:
    return {one.slug: one.content.name for one in all_fields(current())}


@blueprint.get("/conference/signings")
@access.staff(Right.SEE_CONFERENCE)
def signings() -> str:
    """List the register, with what is late and what it comes to."""
    session = current()
    fields, everything = all_fields(session), all_signings(session, edition_id())
    asked = wanted(request.args, fields)
    found = rules.chosen(everything, asked, _today())
    return render_template(
        "conference/signings_desk/signings.html",
        fields={one.slug: one.content.name for one in fields},
        asked=asked,
        signings=found,
        any=bool(everything),
        sums=rules.sums(found),
        late=sum(rules.is_late(one.content, _today()) for one in everything),
        is_late=rules.is_late,
        today=_today(),
        words=words,
        may_edit=_may_edit(),
        query=request.args.to_dict(),
    )


@blueprint.get("/conference/signings.xlsx")
@access.staff(Right.SEE_CONFERENCE)
def export() -> Response:
    """Give what was asked for as a table."""
    session = current()
    fields = all_fields(session)
    found = rules.chosen(all_signings(session, edition_id()), wanted(request.args, fields), _today())
    made = tables.export(found, {one.slug: one.content.name for one in fields}, _today())
    return attached(made, TYPES["xlsx"], "signed-documents.xlsx")


def _form(*, sent: bool) -> SigningForm:
    form = SigningForm() if sent else SigningForm(formdata=None)
    form.offer(all_fields(current()), company_names(current(), edition_id()))
    return form


@blueprint.get("/conference/signings/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show an empty form."""
    return _page(None, _form(sent=False))


@blueprint.post("/conference/signings/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Add a document."""
    form = _form(sent=True)
    if not form.validate():
        return _page(None, form), 422
    with writing() as session:
        made = add_signing(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id(),
            content=form.content,
            why=form.why.data or "",
            submission=CopyForm().sent,
            now=clock.now(),
        )
    if isinstance(made, NumberTaken):
        return _refuse_taken(None, form)
    pagecache.forget()
    flash(_("The document stands in the register."), "good")
    return redirect(url_for(".signing", signing_id=made), 303)


@blueprint.get("/conference/signings/<int:signing_id>")
@access.staff(Right.SEE_CONFERENCE)
def signing(signing_id: int) -> str:
    """Show one document and its history."""
    found = get_signing(current(), edition_id(), signing_id)
    form = _form(sent=False)
    form.show(found.content, found.version)
    return _page(found, form)


@blueprint.post("/conference/signings/<int:signing_id>")
@access.staff(Right.EDIT_CONFERENCE)
def change(signing_id: int) -> Answer:
    """Let the register say something else of a document."""
    found = get_signing(current(), edition_id(), signing_id)
    form = _form(sent=True)
    if not form.validate():
        return _page(found, form), 422
    with writing() as session:
        outcome = change_signing(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id(),
            signing_id=signing_id,
            version=as_version(form.version.data),
            content=form.content,
            why=form.why.data or "",
            now=clock.now(),
        )
    if isinstance(outcome, NumberTaken):
        return _refuse_taken(found, form)
    if isinstance(outcome, SigningStale):
        form.version.data = str(outcome.now.version)
        return _page(outcome.now, form, overtaken=True), 409
    pagecache.forget()
    if outcome == found.version:
        flash(_("Nothing was different, so nothing was stored."), "info")
    else:
        flash(_("The register says so now."), "good")
    return redirect(url_for(".signing", signing_id=signing_id), 303)


def _refuse_taken(found: Signing | None, form: SigningForm) -> Answer:
    form.take_errors({"number": _("Another document of the register has this number already.")})
    return _page(found, form), 409


def _page(
    found: Signing | None, form: SigningForm, *, overtaken: bool = False, paper: PaperForm | None = None
) -> str:
    fields: dict[str, Trilingual] = {}
    companies: dict[int, Trilingual] = {}
    if found is not None:  # only what was there before has changed in something
        fields, companies = _fields(), company_names(current(), edition_id())

    def lines(before: SigningContent | None, after: SigningContent) -> tuple[tuple[str, str, str], ...]:
        labels = words.field_labels()
        return tuple(
            (labels[name], words.said(name, old, companies, fields), words.said(name, new, companies, fields))
            for name, old, new in rules.changes(before, after)
        )

    return render_template(
        "conference/signings_desk/signing.html",
        signing=found,
        form=form,
        paper=paper or PaperForm(formdata=None),
        overtaken=lines(found.content, form.content) if overtaken and found else (),
        history=_history(found, lines) if found else (),
        late=found is not None and rules.is_late(found.content, _today()),
        published=found is not None and rules.is_published(found.content),
        words=words,
        may_edit=_may_edit(),
        submission=form_number(),
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """One version: who made it when and why, and (part, before, after) of what it changed."""

    version: int
    at: datetime
    who: str
    note: str
    lines: tuple[tuple[str, str, str], ...]


def _history(found: Signing, lines: Lines) -> tuple[_Step, ...]:
    """Return the versions of a document's entry, newest first, each with what it changed."""
    rows = versions(current(), found.id)
    who = account_names(current(), {row.made_by for row in rows if row.made_by is not None})
    contents = [SigningContent.from_json(row.content) for row in rows]
    return tuple(
        _Step(
            row.version,
            row.made_at,
            _("The system") if row.made_by is None else who.get(row.made_by, ""),
            row.note,
            lines(before, after),
        )
        for row, after, before in zip(rows, contents, [*contents[1:], None], strict=True)
    )


# --- the document itself -----------------------------------------------------------------------------------------------


@blueprint.post("/conference/signings/<int:signing_id>/document")
@access.staff(Right.EDIT_CONFERENCE)
def bring(signing_id: int) -> Answer:
    """Keep the signed document, if its file can do no more than be looked at."""
    found = get_signing(current(), edition_id(), signing_id)
    paper = PaperForm()
    data = b""
    if paper.file.data:
        with paper.file.data.stream as stream:
            data = stream.read(MOST_BYTES + 1)
    examined = examine(data)
    if isinstance(examined, MaterialFault):
        paper.take_errors({"file": fault_sentence(examined)})
        form = _form(sent=False)
        form.show(found.content, found.version)
        return _page(found, form, paper=paper), 422
    with writing() as session:
        keep_paper(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id(),
            signing_id=signing_id,
            data=data,
            examined=examined,
            now=clock.now(),
        )
    flash(_("The file is kept."), "good")
    return redirect(url_for(".signing", signing_id=signing_id, _anchor="document"), 303)


@blueprint.get("/conference/signings/<int:signing_id>/document")
@access.staff(Right.SEE_CONFERENCE)
def document(signing_id: int) -> Response:
    """Give the signed document to the desk."""
    row = get_row(current(), edition_id(), signing_id, with_paper=True)
    if row.paper is None or row.paper_type is None or row.paper_name is None:
        raise NotFound(signing_id)
    return attached(row.paper, row.paper_type, row.paper_name)


@blueprint.post("/conference/signings/<int:signing_id>/document/remove")
@access.staff(Right.EDIT_CONFERENCE)
def remove(signing_id: int) -> Answered:
    """Forget the document's file."""
    with writing() as session:
        remove_paper(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id(),
            signing_id=signing_id,
            now=clock.now(),
        )
    flash(_("The file is removed."), "good")
    return redirect(url_for(".signing", signing_id=signing_id, _anchor="document"), 303)
