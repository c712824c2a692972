"""Directives of the leaders: the list, one with its tasks and files, its form, and breaking it into tasks."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.logistics.forms.directives import BreakForm, DirectiveForm, directive_values
from festival.logistics.forms.filters import number_from
from festival.logistics.forms.tasks import FileForm
from festival.logistics.models import Directive
from festival.logistics.queries import tasks as reading
from festival.logistics.queries.agencies import (
    all_agencies,
    counts_by_directive,
    directives_of,
    files_of_directive,
    get_directive,
    shows_directive,
)
from festival.logistics.services import directing, keeping, tasking
from festival.logistics.services.directing import DirectiveStale
from festival.logistics.types.agencies import DirectiveContent
from festival.logistics.types.files import MOST_BYTES
from festival.logistics.types.tasks import Area, TaskContent, TaskFilters
from festival.logistics.views.progress import sent_file, tell_kept
from festival.logistics.views.seeing import Seen, actor, form_number, full, seen, sent_number, words
from festival.web import access
from festival.web.locale import day_short, language, moment, ngettext, tr_plain
from festival.web.locale import gettext as _

blueprint = Blueprint("directives", __name__)
Answer = Response | tuple[str, int]
_ON_PAGE = 200


def _let_papers_in(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Take more bytes than elsewhere where a paper is sent."""
    if endpoint and endpoint.endswith(".file"):
        request.max_content_length = MOST_BYTES + 200_000


blueprint.url_value_preprocessor(_let_papers_in)


@blueprint.get("/directives")
@access.staff(Right.SEE_TASKS)
def listed() -> str:
    """List the directives with how far they are carried out."""
    here = seen()
    session = current()
    counts = counts_by_directive(session, here.scope)
    found = [
        one
        for one in directives_of(session, here.edition.id)
        if here.scope.agencies is None or one.id in counts
    ]
    return render_template(
        "logistics/directives/list.html", here=here, directives=found, counts=counts, today=here.today
    )


@blueprint.get("/directives/new")
@access.staff(Right.MANAGE_TASKS)
def new() -> str:
    """Show the form of a new directive."""
    return _form_page(DirectiveForm(data={"submission": form_number()}))


@blueprint.post("/directives")
@access.staff(Right.MANAGE_TASKS)
def add() -> Answer:
    """Add a directive."""
    here = seen()
    form = DirectiveForm()
    if not form.validate():
        return _form_page(form), 422
    with writing() as session:
        made = directing.add_directive(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            content=form.content(),
            now=clock.now(),
            submission=sent_number(form.submission.data),
        )
    flash(_("The directive has been added. Now break it into tasks."), "good")
    return redirect(url_for(".directive", directive_id=made), 303)


@blueprint.get("/directives/<int:directive_id>")
@access.staff(Right.SEE_TASKS)
def directive(directive_id: int) -> str:
    """Show a directive with its tasks."""
    here = seen()
    return _page(here, _found(here, directive_id))


@blueprint.get("/directives/<int:directive_id>/edit")
@access.staff(Right.MANAGE_TASKS)
def edit(directive_id: int) -> str:
    """Show a directive's form."""
    found = _found(seen(), directive_id)
    values = directive_values(directing.content_of(found)) | {"version": str(found.version)}
    return _form_page(DirectiveForm(data=values), directive_id=directive_id)


@blueprint.post("/directives/<int:directive_id>")
@access.staff(Right.MANAGE_TASKS)
def change(directive_id: int) -> Answer:
    """Change a directive, or show what somebody else has made of it meanwhile."""
    here = seen()
    _found(here, directive_id)
    form = DirectiveForm()
    if not form.validate():
        return _form_page(form, directive_id=directive_id), 422
    with writing() as session:
        outcome = directing.change_directive(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            directive_id=directive_id,
            version=number_from(form.version.data) or 0,
            content=form.content(),
            now=clock.now(),
        )
    if isinstance(outcome, DirectiveStale):
        return _stale_page(form, outcome, directive_id), 409
    flash(_("The directive has been saved.") if outcome else _("Nothing was changed."), "good")
    return redirect(url_for(".directive", directive_id=directive_id), 303)


@blueprint.post("/directives/<int:directive_id>/tasks")
@access.staff(Right.MANAGE_TASKS)
def break_up(directive_id: int) -> Answer:
    """Make a task of each line."""
    here = seen()
    found = _found(here, directive_id)
    form = _break_form()
    if not form.validate():
        return _page(here, found, lines=form), 422
    due_on = form.due_on.data
    assert due_on is not None
    contents = [
        TaskContent(
            area=Area(form.area.data),
            title=Trilingual(**{language(): title}),
            due_on=due_on,
            agency_id=form.agency.data or None,
            directive_id=directive_id,
        )
        for title in form.titles()
    ]
    with writing() as session:
        added = tasking.add_lines(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            contents=contents,
            now=clock.now(),
            submission=sent_number(form.submission.data) or form_number(),
        )
    flash(
        ngettext("%(n)s task has been added.", "%(n)s tasks have been added.", added)
        if added
        else _("These tasks have been added already."),
        "good",
    )
    return redirect(url_for(".directive", directive_id=directive_id), 303)


@blueprint.post("/directives/<int:directive_id>/files")
@access.staff(Right.MANAGE_TASKS)
def file(directive_id: int) -> Answer:
    """Keep the paper of a directive."""
    here = seen()
    found = _found(here, directive_id)
    form = FileForm()
    sent = sent_file(form)
    if sent is None:
        return _page(here, found, file=form), 422
    with writing() as session:
        number = keeping.keep(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            file=sent,
            now=clock.now(),
            directive_id=directive_id,
            remark=form.remark.data or "",
            submission=sent_number(form.submission.data),
        )
    tell_kept(number)
    return redirect(url_for(".directive", directive_id=directive_id, _anchor="papers"), 303)


def _found(here: Seen, directive_id: int) -> Directive:
    session = current()
    found = get_directive(session, here.edition.id, directive_id)
    if not shows_directive(session, here.scope, directive_id):
        raise NotFound(directive_id)
    return found


def _break_form(**more: Any) -> BreakForm:
    return BreakForm([(one.id, tr_plain(one.name)) for one in all_agencies(current())], **more)


def _page(here: Seen, found: Directive, **forms: Any) -> str:
    session = current()
    tasks = reading.all_matching(
        session, here.scope, TaskFilters(directive_id=found.id), today=here.today, limit=_ON_PAGE
    )
    number = form_number()
    return render_template(
        "logistics/directives/directive.html",
        **words(here, "logistics.boards.listed", TaskFilters(directive_id=found.id)),
        directive=found,
        tasks=tasks,
        files=files_of_directive(session, found.id),
        full=full,
        forms={
            "lines": _break_form(
                formdata=None, submission=number, due_on=found.due_on or here.edition.main_day
            ),
            "file": FileForm(formdata=None, submission=number),
        }
        | forms,
    )


def _form_page(
    form: DirectiveForm,
    *,
    directive_id: int | None = None,
    stale_by: str = "",
    stale_at: str = "",
    differing: tuple[tuple[str, str, str], ...] = (),
) -> str:
    return render_template(
        "logistics/directives/edit.html",
        form=form,
        directive_id=directive_id,
        stale_by=stale_by,
        stale_at=stale_at,
        differing=differing,
    )


def _stale_page(form: DirectiveForm, stale: DirectiveStale, directive_id: int) -> str:
    form.version.data = str(stale.version)
    by = account_names(current(), {stale.changed_by}) if stale.changed_by else {}
    mine, now = form.content(), stale.now
    return _form_page(
        form,
        directive_id=directive_id,
        stale_by=by.get(stale.changed_by or 0) or _("The system"),
        stale_at=moment(stale.changed_at),
        differing=tuple(
            (label, _said(mine, name), _said(now, name))
            for name, label in (
                ("number", _("Number and sign")),
                ("issued_on", _("Issued on")),
                ("issuer", _("Issued by")),
                ("title", _("Title")),
                ("due_on", _("To be carried out by")),
                ("text", _("Text")),
            )
            if getattr(mine, name) != getattr(now, name)
        ),
    )


def _said(content: DirectiveContent, name: str) -> str:
    value = getattr(content, name)
    if isinstance(value, Trilingual):
        return " / ".join(text for code in LANGUAGES if (text := value.exact(code)))
    return day_short(value) if name.endswith("_on") and value else value or "–"
