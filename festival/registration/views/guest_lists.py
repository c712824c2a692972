"""A guest list from a file: sent, its columns named, looked at row by row, and taken or thrown away."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.transaction import current, writing
from festival.programme.queries import events_of
from festival.programme.tables.reading import Refused
from festival.registration.forms.guest_lists import ListForm, TakeListForm, choices_sent, mapping_sent
from festival.registration.guest_tables import MOST_BYTES, Sheet, read
from festival.registration.guest_words import fault_sentence, field_labels, likeness_label, part_labels
from festival.registration.models import GuestList, Person
from festival.registration.queries.people import persons
from festival.registration.rules import names
from festival.registration.rules.guest_rows import Fate, Field, Planned
from festival.registration.services import guest_lists as service
from festival.registration.services.guest_lists import NotAllRight
from festival.registration.views.hosting import common, edition_id, event_of_edition, named
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import joined, language

blueprint = Blueprint("guest_lists", __name__)
Answer = str | tuple[str, int] | Response

_SHOWN = 300  # rows of each sort on the page; the counts are of all
_EXAMPLES = 3  # cells that show what a column holds


@blueprint.get("/guest-lists")
@access.staff(Right.CHANGE_GUESTS)
def start() -> str:
    """Show the form for a file."""
    return _start(ListForm(formdata=None))


def _start(form: ListForm) -> str:
    _offer(form)
    return render_template("registration/guest_lists/start.html", form=form, fields=field_labels())


def _offer(form: ListForm) -> None:
    found = events_of(current(), edition_id())
    form.offer([(event.id, event.title.in_(language())) for event in found])


@blueprint.post("/guest-lists")
@access.staff(Right.CHANGE_GUESTS)
def upload() -> Answer:
    """Read a file and keep its rows for looking at them; the guest list stays as it is."""
    form = ListForm()
    _offer(form)
    if not form.validate():
        return _start(form), 422
    sheet = read(form.file.data.stream.read(MOST_BYTES + 1))
    if isinstance(sheet, Refused):
        form.take_errors({"file": sheet.sentence})
        return _start(form), 422
    edition = edition_id()
    event_id = event_of_edition(form.event.data).id if form.event.data else None
    with writing() as session:
        kept = service.keep(
            session, edition_id=edition, event_id=event_id, name=form.name, sheet=sheet, **common()
        )
    return redirect(url_for(".look", list_id=kept.id), 303)


def _own(list_id: int) -> GuestList:
    return service.get_guest_list(current(), list_id, access.signed_in().actor.id)


@blueprint.get("/guest-lists/<int:list_id>")
@access.staff(Right.CHANGE_GUESTS)
def look(list_id: int) -> str:
    """Show what the columns mean and what a list would do, or what taking it has done."""
    found = _own(list_id)
    if found.result is not None:
        return render_template(
            "registration/guest_lists/done.html",
            table=found,
            taken=service.taken_from(found.result),
            event=event_of_edition(found.event_id) if found.event_id else None,
        )
    return _look_page(found, service.plan_of(current(), found))


def _look_page(found: GuestList, plan: tuple[Planned, ...], *, refused: bool = False) -> str:
    sheet = Sheet.from_json(found.cells)
    known = persons(
        current(), {twin.person_id for row in plan for twin in row.twins if twin.person_id is not None}
    )
    labels = field_labels()
    by_fate = {fate: [row for row in plan if row.fate is fate] for fate in Fate}
    mapped = set(found.mapping.values())
    return render_template(
        "registration/guest_lists/look.html",
        table=found,
        event=event_of_edition(found.event_id) if found.event_id else None,
        counts=[(fate, len(by_fate[fate])) for fate in Fate],
        columns=[
            (place, head, found.mapping.get(head, ""), _examples(sheet, place))
            for place, head in enumerate(sheet.heads)
            if head
        ],
        labels=labels,
        has_name=bool({Field.NAME, Field.GIVEN} & mapped),
        wrong=[
            (row.number, labels[one.field], fault_sentence(one.fault), one.said)
            for row in by_fate[Fate.WRONG]
            for one in row.wrong
        ][:_SHOWN],
        new=[(row.number, *_words(row)) for row in by_fate[Fate.NEW][:_SHOWN]],
        twins=[
            (
                row.number,
                *_words(row),
                _of_whom(row, known),
                service.default_choice(row),
                any(twin.person_id is not None for twin in row.twins),
            )
            for row in by_fate[Fate.DUPLICATE][:_SHOWN]
        ],
        all_new=len(by_fate[Fate.NEW]),
        shown=_SHOWN,
        refused=refused,
    )


def _examples(sheet: Sheet, place: int) -> list[str]:
    found = dict.fromkeys(cells[place][:60] for _number, cells in sheet.rows[:40] if cells[place].strip())
    return list(found)[:_EXAMPLES]


def _words(row: Planned) -> tuple[str, str, str, str]:
    guest = row.guest
    assert guest is not None
    person = guest.person
    part = _("Head") if guest.is_head else part_labels()[guest.part]
    return (
        names.shown(person, language()),
        person.position.in_(language()) or person.organisation.in_(language()),
        guest.delegation,
        part,
    )


def _of_whom(row: Planned, known: dict[int, Person]) -> list[str]:
    said = []
    for twin in row.twins:
        why = joined(likeness_label(one) for one in sorted(twin.why))
        if twin.person_id is not None:
            said.append(
                _("%(name)s, who is known already (%(why)s)", name=named(known[twin.person_id]), why=why)
            )
        else:
            said.append(_("row %(n)s of this file (%(why)s)", n=twin.number, why=why))
    return said


@blueprint.post("/guest-lists/<int:list_id>/columns")
@access.staff(Right.CHANGE_GUESTS)
def columns(list_id: int) -> Response:
    """Say what the columns mean; it is remembered for the next list."""
    found = _own(list_id)
    mapping = mapping_sent(Sheet.from_json(found.cells).heads)
    with writing() as session:
        service.map_columns(session, list_id=list_id, mapping=mapping, **common())
    flash(_("The columns are understood so from now on, in the next lists too."), "good")
    return redirect(url_for(".look", list_id=list_id), 303)


@blueprint.post("/guest-lists/<int:list_id>")
@access.staff(Right.CHANGE_GUESTS)
def take(list_id: int) -> Answer:
    """Put the list on the guest list: all of it, or its right rows. A second press changes nothing."""
    found = _own(list_id)
    with writing() as session:
        outcome = service.take(
            session,
            list_id=list_id,
            choices=choices_sent(),
            right_rows_only=TakeListForm().right_rows_only,
            **common(),
        )
    if isinstance(outcome, NotAllRight):
        return _look_page(found, outcome.plan, refused=True), 422
    return redirect(url_for(".look", list_id=list_id), 303)


@blueprint.post("/guest-lists/<int:list_id>/forget")
@access.staff(Right.CHANGE_GUESTS)
def forget(list_id: int) -> Response:
    """Throw a list away without taking it."""
    with writing() as session:
        service.forget(session, actor=access.signed_in().actor, list_id=list_id)
    flash(_("The list is thrown away. The guest list is as it was."), "good")
    return redirect(url_for(".start"), 303)
