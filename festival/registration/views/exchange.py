"""Lists of people as files: out of the desk as they are found, and in from a table."""

from collections.abc import Iterator

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.audit.services import note
from festival.core import clock
from festival.core.clock import local
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition, events_of, get_event
from festival.programme.tables import writing as files_of_programme
from festival.programme.tables.reading import Refused
from festival.programme.tables.writing import CSV, XLSX
from festival.programme.types import EventFacts
from festival.registration.desk_labels import kind_labels, presence_labels, state_labels
from festival.registration.forms.desk import ListForm
from festival.registration.forms.filters import filters_from
from festival.registration.guest_tables import MOST_BYTES, read
from festival.registration.labels import asked_needs
from festival.registration.queries import listing
from festival.registration.queries.people_rows import people
from festival.registration.services import importing
from festival.registration.services.counting import may_be_given
from festival.registration.tables import people as people_table
from festival.registration.tables.parties import COLUMNS
from festival.registration.tables.streaming import as_csv, as_xlsx
from festival.registration.types import Full, NotOpen
from festival.registration.types.desk import Filters
from festival.registration.views.speaking import sender
from festival.web import access
from festival.web.locale import day, ngettext, tr_plain
from festival.web.locale import gettext as _

blueprint = Blueprint("exchange", __name__)

_SHOWN = 200  # wrong cells on the page; the counts are of all


@blueprint.get("/registrations/files")
@access.staff(Right.SEE_REGISTRATIONS)
def exchange() -> str:
    """Show what a list of these filters holds and let it be taken, and the form for a list that comes in."""
    return _start(ListForm(events=_open_events(), formdata=None))


def _start(form: ListForm) -> str:
    session = current()
    edition = current_edition(session)
    filters = filters_from(request.args)
    titles = {event.id: tr_plain(event.title) for event in events_of(session, edition.id)}
    return render_template(
        "registration/exchange/exchange.html",
        query=filters.as_query(),
        narrowed=_said(filters, titles),
        parties=listing.count(session, edition_id=edition.id, filters=filters),
        form=form,
    )


@blueprint.post("/registrations/files/export")
@access.staff(Right.CHANGE_REGISTRATIONS)
def export() -> Response:
    """Give the people of a list as a file, row by row; that it was taken stands in the record."""
    kind = request.form.get("kind")
    if kind not in {"xlsx", "csv"}:
        raise NotFound
    filters = filters_from(request.form)
    edition = current_edition(current())
    with writing() as session:
        note(
            session,
            actor=access.signed_in().actor,
            verb="exported",
            subject="registrations",
            subject_id=None,
            now=clock.now(),
            parties=listing.count(session, edition_id=edition.id, filters=filters),
            kind=kind,
        )
    titles = {event.id: tr_plain(event.title) for event in events_of(current(), edition.id)}
    heads = people_table.heads()

    def body() -> Iterator[bytes]:
        found = people(current(), edition_id=edition.id, filters=filters)
        rows = people_table.rows(found, titles)
        yield from as_xlsx(_("Registrations"), heads, rows) if kind == "xlsx" else as_csv(heads, rows)

    answer = Response(
        stream_with_context(body()), content_type=XLSX if kind == "xlsx" else f"{CSV}; charset=utf-8"
    )
    name = f"registrations-{local(clock.now()):%Y-%m-%d-%H%M}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _said(filters: Filters, titles: dict[int, str]) -> list[str]:
    """Return what a list is narrowed to, in words."""
    said = [
        filters.text and f"“{filters.text}”",
        titles.get(filters.event_id or 0),
        filters.state and state_labels()[filters.state],
        filters.kind and kind_labels()[filters.kind],
        filters.language and {"vi": "Tiếng Việt", "ja": "日本語", "en": "English"}[filters.language],
        None
        if filters.needs is None
        else _("With access needs")
        if filters.needs
        else _("Without access needs"),
        filters.presence and presence_labels()[filters.presence],
        filters.day and day(filters.day),
    ]
    return [one for one in said if one]


# --- lists that come in -----------------------------------------------------------------------------------------------


@blueprint.get("/registrations/files/template.xlsx")
@access.staff(Right.CHANGE_REGISTRATIONS)
def template_xlsx() -> Response:
    """Give an empty list with an example and its explanation."""
    return _download(
        files_of_programme.as_xlsx([(_("Parties"), _template()), (_("Explanation"), _explained())]), "xlsx"
    )


@blueprint.get("/registrations/files/template.csv")
@access.staff(Right.CHANGE_REGISTRATIONS)
def template_csv() -> Response:
    """Give an empty list with an example."""
    return _download(files_of_programme.as_csv(_template()), "csv")


@blueprint.post("/registrations/files/import")
@access.staff(Right.CHANGE_REGISTRATIONS)
def upload() -> tuple[str, int] | Answered:
    """Read a file and keep its rows for looking at them; nobody is registered."""
    form = ListForm(events=_open_events())
    if not form.validate():
        return _start(form), 422
    sheet = read(form.file.data.stream.read(MOST_BYTES + 1))
    if isinstance(sheet, Refused):
        form.take_errors({"file": sheet.sentence})
        return _start(form), 422
    with writing() as session:
        kept = importing.keep(
            session,
            actor=access.signed_in().actor,
            event_id=form.event.data,
            name=form.name,
            sheet=sheet,
            now=clock.now(),
        )
        number = kept.id
    return redirect(url_for(".look", import_id=number), 303)


@blueprint.get("/registrations/files/import/<int:import_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def look(import_id: int) -> str:
    """Show what a list would do, or what taking it has done."""
    return _look(import_id)


@blueprint.post("/registrations/files/import/<int:import_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def take(import_id: int) -> tuple[str, int] | Answered:
    """Register the parties of a list: all, or those that are right. A second press changes nothing."""
    with writing() as session:
        outcome = importing.take(
            session,
            actor=access.signed_in().actor,
            import_id=import_id,
            right_rows_only=request.form.get("which") == "right",
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, importing.Taken):
        return redirect(url_for(".look", import_id=import_id), 303)
    if isinstance(outcome, Full):
        said = ngettext(
            "Only %(n)s place is left. Nobody was registered.",
            "Only %(n)s places are left. Nobody was registered.",
            outcome.left,
        )
    elif isinstance(outcome, NotOpen):
        said = _("This event is over or called off. Nobody was registered.")
    else:
        said = _("Nothing was stored: the list has rows that are not right. Please look at them below.")
    return _look(import_id, refusal=said), 409


@blueprint.post("/registrations/files/import/<int:import_id>/forget")
@access.staff(Right.CHANGE_REGISTRATIONS)
def forget(import_id: int) -> Answered:
    """Throw a list away without taking it."""
    with writing() as session:
        importing.forget(session, actor=access.signed_in().actor, import_id=import_id)
    flash(_("The list is thrown away. Nobody was registered."), "good")
    return redirect(url_for(".exchange"), 303)


def _look(import_id: int, *, refusal: str | None = None) -> str:
    session = current()
    found = importing.get_import(session, import_id, made_by=access.signed_in().actor.id)
    labels = {column.key: str(column.label) for column in COLUMNS}
    planned = importing.plan_of(found)
    return render_template(
        "registration/exchange/list.html",
        found=found,
        event=get_event(session, found.event_id),
        plan=planned,
        wrong=[(one.row, labels[one.key], one.sentence, one.said) for one in planned.wrong[:_SHOWN]],
        taken=importing.taken_from(found.result) if found.result is not None else None,
        shown=_SHOWN,
        refusal=refusal,
    )


def _open_events() -> list[EventFacts]:
    session, now = current(), clock.now()
    events = events_of(session, current_edition(session).id)
    return [event for event in events if event.takes_registrations and may_be_given(event, now)]


def _template() -> list[list[str]]:
    examples = [[column.examples[place] for column in COLUMNS] for place in (0, 1)]
    return [[str(column.label) for column in COLUMNS], *examples]


def _explained() -> list[list[str]]:
    rows = [[_("Column"), _("What to write"), _("Also understood")]]
    rows += [[str(column.label), str(column.help), column.key] for column in COLUMNS]
    rows += [[], [_("Access needs")]]
    return rows + [["", words, need] for need, words in asked_needs().items()]


def _download(body: bytes, kind: str) -> Response:
    answer = Response(body, content_type=XLSX if kind == "xlsx" else f"{CSV}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="parties-template.{kind}"'
    return answer
