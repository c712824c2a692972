"""An agency's people from a file, looked at row by row before they are taken; and the crew given out as the same table."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.transaction import current, writing
from festival.logistics import crew_tables as tables
from festival.logistics.forms.crew import CrewListForm, TakeForm, crew_filters
from festival.logistics.models import CrewList, CrewMember
from festival.logistics.queries.crew import all_members, teams
from festival.logistics.rules.crew_changes import after, shared_phones
from festival.logistics.rules.crew_rows import PlannedRow, columns_of
from festival.logistics.services import listing
from festival.logistics.types.tasks import Area
from festival.logistics.views import rostering
from festival.logistics.views.rostering import common, here
from festival.programme.tables.reading import Refused
from festival.programme.tables.writing import XLSX
from festival.registration.rules import names
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("crew_lists", __name__)
Answer = str | tuple[str, int] | Response
_SHOWN = 200  # rows of each sort on the page; the counts are of all


@blueprint.get("/crew/lists")
@access.staff(Right.MANAGE_ROSTER)
def start() -> str:
    """Show the form for a file."""
    return _start(CrewListForm(rostering.agency_choices(), formdata=None))


def _start(form: CrewListForm) -> str:
    return render_template("logistics/crew_lists/start.html", here=here(), form=form)


@blueprint.post("/crew/lists")
@access.staff(Right.MANAGE_ROSTER)
def upload() -> Answer:
    """Read a file and keep its rows for looking at them; the crew stays as it is."""
    form = CrewListForm(rostering.agency_choices())
    if not form.validate():
        return _start(form), 422
    cells = tables.read(form.file.data.stream.read(tables.MOST_BYTES + 1))
    if isinstance(cells, Refused):
        form.take_errors({"file": cells.sentence})
        return _start(form), 422
    with writing() as session:
        kept = listing.keep(
            session,
            agency_id=form.agency.data or None,
            area=Area(form.area.data),
            name=form.filename,
            cells=cells,
            **common(),
        )
    return redirect(url_for(".look", list_id=kept.id), 303)


@blueprint.get("/crew/lists/<int:list_id>")
@access.staff(Right.MANAGE_ROSTER)
def look(list_id: int) -> str:
    """Show what a list would do, or what taking it has done."""
    found = _own(list_id)
    if found.result is not None:
        taken = listing.taken_from(found.result)
        return render_template("logistics/crew_lists/done.html", here=here(), table=found, taken=taken)
    return _look_page(found, listing.plan_of(found, tables.words()))


@blueprint.post("/crew/lists/<int:list_id>")
@access.staff(Right.MANAGE_ROSTER)
def take(list_id: int) -> Answer:
    """Put the list into the crew: all of it, or its right rows. A second press changes nothing."""
    found = _own(list_id)
    who = common()
    with writing() as session:
        outcome = listing.take(
            session,
            actor=who["actor"],
            list_id=list_id,
            words=tables.words(),
            right_rows_only=bool(TakeForm().right_rows_only.data),
            now=who["now"],
        )
    if isinstance(outcome, listing.NotAllRight):
        return _look_page(found, outcome.plan, refused=True), 422
    flash(_("The list has been taken."), "good")
    return redirect(url_for(".look", list_id=list_id), 303)


@blueprint.get("/crew/lists/template.xlsx")
@access.staff(Right.MANAGE_ROSTER)
def template() -> Response:
    """Give out an empty list to fill in."""
    return _file(tables.template())


@blueprint.get("/crew/export.xlsx")
@access.staff(Right.MANAGE_ROSTER)
def export() -> Response:
    """Give out the crew that the filters show."""
    session, edition_id = current(), here().edition.id
    known = {one.id: one.name for one in teams(session, edition_id)}
    found = all_members(session, edition_id, crew_filters(request.args))
    return _file(tables.export(found, known))


def _file(data: bytes) -> Response:
    answer = Response(data, mimetype=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="crew.xlsx"'
    return answer


def _own(list_id: int) -> CrewList:
    return listing.get_list(current(), list_id, access.signed_in().actor.id)


Known = tuple[int, str, list[tuple[str, str, str]], CrewMember]


def _known(found: CrewList, rows: Sequence[PlannedRow], there: dict[int, CrewMember]) -> list[Known]:
    """Return (line, name, (field, before, after) for each change, member) of the rows that tell of people of the crew."""
    named = {one.id: one.name for one in teams(current(), found.edition_id)}
    known = []
    for one in rows:
        if one.row is not None and one.number in there:
            member = there[one.number]
            before = listing.on_crew(member, named)
            words = tables.change_words(before, after(before, one.row))
            known.append((one.number, names.shown(member.person, language()), words, member))
    return known


def _look_page(found: CrewList, plan: tuple[PlannedRow, ...], *, refused: bool = False) -> str:
    labels = tables.column_labels()
    columns = columns_of(found.cells["heads"])
    good = [one for one in plan if one.row is not None and one.twice is None]
    there = listing.known_members(current(), found.edition_id, plan)
    known, new = _known(found, good, there), [one for one in good if one.number not in there]
    changes = sum(bool(one[2]) for one in known)
    wrong = [
        (one.number, labels[cell.column], tables.flaw_sentence(cell.flaw), cell.said)
        for one in plan
        for cell in one.wrong
    ]
    return render_template(
        "logistics/crew_lists/look.html",
        here=here(),
        table=found,
        read=[labels[one] for one in columns if one is not None],
        unread=[
            head for head, one in zip(found.cells["heads"], columns, strict=True) if one is None and head
        ],
        good=[
            (one.number, one.row, names.shown(one.row.person, language())) for one in new[:_SHOWN] if one.row
        ],
        good_count=len(new),
        known=[one for one in known if one[2]][:_SHOWN],
        same=[one[:2] for one in known if not one[2]][:_SHOWN],
        known_count=len(known),
        change_count=changes,
        to_take=len(new) + changes,
        shared=shared_phones(plan),
        wrong=wrong[:_SHOWN],
        wrong_count=len({one.number for one in plan if one.row is None}),
        twice=[(one.number, one.twice) for one in plan if one.twice is not None][:_SHOWN],
        refused=refused,
        **rostering.words(),
    )
