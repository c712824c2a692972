"""Lists of people as files: out of the desk as they are found, and in from a table."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context

from festival.accounts.types import Right
from festival.audit.services import note
from festival.core import clock
from festival.core.clock import local
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition, events_of
from festival.programme.tables.writing import CSV, XLSX
from festival.registration.desk_labels import kind_labels, presence_labels, state_labels
from festival.registration.forms.filters import filters_from
from festival.registration.queries import listing
from festival.registration.queries.people_rows import people
from festival.registration.tables import people as people_table
from festival.registration.tables.streaming import as_csv, as_xlsx
from festival.registration.types.desk import Filters
from festival.web import access
from festival.web.locale import day, tr_plain
from festival.web.locale import gettext as _

blueprint = Blueprint("exchange", __name__)


@blueprint.get("/registrations/files")
@access.staff(Right.SEE_REGISTRATIONS)
def exchange() -> str:
    """Show what a list of these filters holds, and let it be taken."""
    session = current()
    edition = current_edition(session)
    filters = filters_from(request.args)
    titles = {event.id: tr_plain(event.title) for event in events_of(session, edition.id)}
    return render_template(
        "registration/exchange/exchange.html",
        query=filters.as_query(),
        narrowed=_said(filters, titles),
        parties=listing.count(session, edition_id=edition.id, filters=filters),
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
