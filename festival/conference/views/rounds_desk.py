"""A round of meetings is set up: what it allows, its times, tables and interpreters."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.forms.meetings import (
    DesksForm,
    InterpreterForm,
    RoundForm,
    SlotsForm,
    as_local,
    sides,
)
from festival.conference.labels import meetings as words
from festival.conference.models import Round
from festival.conference.queries import meetings as queries
from festival.conference.rules.meetings import tables_needed
from festival.conference.rules.meetings.proposing import ranked
from festival.conference.services import rounds
from festival.conference.services.rounds import InUse
from festival.conference.types.meetings import Board, Side
from festival.conference.views.companies_desk import edition_id
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.types import EventKind
from festival.programme.views.answers import Answer
from festival.registration.rules.names import split
from festival.registration.services import people
from festival.registration.types.people import PersonContent
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext, tr_plain

blueprint = Blueprint("rounds_desk", __name__)
_USUAL = frozenset(
    {
        (Side.INVESTOR, Side.LOCAL),
        (Side.INVESTOR, Side.DEPARTMENT),
        (Side.INVESTOR, Side.ASSOCIATION),
        (Side.LOCAL, Side.INVESTOR),
        (Side.LOCAL, Side.ASSOCIATION),
    }
)


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


def _offered(form: RoundForm) -> RoundForm:
    known = catalogue().events
    form.offer(
        (one.id, tr_plain(one.title))
        for one in known
        if one.kind in {EventKind.CONFERENCE, EventKind.SEMINAR, EventKind.FAIR}
    )
    return form


def _page(**forms: RoundForm | SlotsForm | DesksForm | InterpreterForm) -> str:
    of = queries.find_round(current(), edition_id())
    seen = queries.board(current(), of, language(), clock.now()) if of is not None else None
    times = [one for one in seen.slots.values() if not one.is_break] if seen else []
    wished = len(ranked(seen.wishes)) if seen else 0
    return render_template(
        "conference/rounds_desk/setup.html",
        of=of,
        board=seen,
        terms=forms.get("terms") or _terms(of, seen),
        slots=forms.get("slots") or SlotsForm(formdata=None),
        desks=forms.get("desks") or DesksForm(formdata=None),
        interpreter=forms.get("interpreter") or InterpreterForm(formdata=None),
        sides=sides(),
        wished=wished,
        needed=tables_needed(wished, len(times)),
        words=words,
        may_edit=_may_edit(),
        at=request.args.get("at", ""),
    )


def _terms(of: Round | None, seen: Board | None) -> RoundForm:
    form = _offered(RoundForm(formdata=None))
    if of is None or seen is None:
        form.most.data, form.walk.data, form.in_a_row.data, form.event_id.data = 8, 5, 4, 0
        form.matrix.data = [f"{one}-{other}" for one, other in _USUAL]
        return form
    form.most.data, form.walk.data, form.in_a_row.data = of.most, of.walk, of.in_a_row
    form.event_id.data, form.wishes_until.data = of.event_id or 0, as_local(of.wishes_until)
    form.matrix.data = [f"{one}-{other}" for one, other in seen.terms.matrix]
    return form


@blueprint.get("/conference/meetings/setup")
@access.staff(Right.SEE_CONFERENCE)
def setup() -> str:
    """Show what the round allows and has."""
    return _page()


@blueprint.post("/conference/meetings/setup")
@access.staff(Right.EDIT_CONFERENCE)
def set_up() -> Answer:
    """Make the round, or change what it allows."""
    form = _offered(RoundForm())
    if not form.validate():
        return _page(terms=form), 422
    with writing() as session:
        rounds.set_up(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id(),
            terms=form.terms,
            now=clock.now(),
        )
    flash(_("The rules of the meetings are kept."), "good")
    return _back()


@blueprint.post("/conference/meetings/setup/slots")
@access.staff(Right.EDIT_CONFERENCE)
def add_slots() -> Answer:
    """Add times one after another."""
    form = SlotsForm()
    first = form.first.utc if form.validate() else None
    if first is None:
        return _page(slots=form), 422
    with writing() as session:
        made = rounds.add_slots(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            first=first,
            minutes=form.minutes.data or 0,
            pause=form.pause.data or 0,
            count=form.count.data or 0,
            now=clock.now(),
        )
    if made:
        flash(ngettext("%(n)s time is new.", "%(n)s times are new.", made), "good")
    left = (form.count.data or 0) - made
    if left:
        flash(
            ngettext(
                "%(n)s time was left out, because it would overlap a time there is already.",
                "%(n)s times were left out, because they would overlap times there are already.",
                left,
            ),
            "warn",
        )
    return _back("times")


@blueprint.post("/conference/meetings/setup/desks")
@access.staff(Right.EDIT_CONFERENCE)
def add_desks() -> Answer:
    """Add tables."""
    form = DesksForm()
    if not form.validate():
        return _page(desks=form), 422
    with writing() as session:
        there = rounds.add_desks(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            count=form.count.data or 0,
            area=form.area,
            now=clock.now(),
        )
    flash(ngettext("There is %(n)s table now.", "There are %(n)s tables now.", there), "good")
    return _back("tables")


@blueprint.post("/conference/meetings/setup/interpreters")
@access.staff(Right.EDIT_CONFERENCE)
def add_interpreter() -> Answer:
    """Let somebody interpret; who is known by this name among the persons is that person."""
    form = InterpreterForm()
    since, until = (form.since.utc, form.until.utc) if form.validate() else (None, None)
    if since is None or until is None:
        return _page(interpreter=form), 422
    family, given = split(form.person.data, language())
    content = PersonContent(family=family, given=given, language="vi")
    with writing() as session:
        of = queries.get_round(session, edition_id())
        known = people.find_duplicates(session, edition_id=of.edition_id, content=content)
        who = (
            known[0][0]
            if known
            else people.add(
                session,
                actor=access.signed_in().actor,
                edition_id=of.edition_id,
                content=content,
                now=clock.now(),
            )
        )
        rounds.set_interpreter(
            session,
            actor=access.signed_in().actor,
            of=of,
            person_id=who.id,
            languages=form.spoken,
            since=since,
            until=until,
            now=clock.now(),
        )
    flash(_("%(name)s interprets now.", name=form.person.data), "good")
    return _back("interpreters")


@blueprint.post("/conference/meetings/setup/slots/<int:slot_id>/break")
@access.staff(Right.EDIT_CONFERENCE)
def set_break(slot_id: int) -> Response:
    """Make a time a break, or no longer."""
    is_break = request.form.get("break") == "1"
    return _act(
        lambda session, of: rounds.set_break(
            session,
            actor=access.signed_in().actor,
            of=of,
            slot_id=slot_id,
            is_break=is_break,
            now=clock.now(),
        ),
        "times",
        _("This time is a break now.") if is_break else _("Meetings can be held at this time now."),
    )


@blueprint.post("/conference/meetings/setup/slots/<int:slot_id>/remove")
@access.staff(Right.EDIT_CONFERENCE)
def remove_slot(slot_id: int) -> Response:
    """Take a time away."""
    return _act(
        lambda session, of: rounds.remove_slot(
            session, actor=access.signed_in().actor, of=of, slot_id=slot_id, now=clock.now()
        ),
        "times",
        _("The time is removed."),
    )


@blueprint.post("/conference/meetings/setup/desks/<int:desk_id>/remove")
@access.staff(Right.EDIT_CONFERENCE)
def remove_desk(desk_id: int) -> Response:
    """Take a table away."""
    return _act(
        lambda session, of: rounds.remove_desk(
            session, actor=access.signed_in().actor, of=of, desk_id=desk_id, now=clock.now()
        ),
        "tables",
        _("The table is removed."),
    )


@blueprint.post("/conference/meetings/setup/interpreters/<int:interpreter_id>/remove")
@access.staff(Right.EDIT_CONFERENCE)
def remove_interpreter(interpreter_id: int) -> Response:
    """Somebody interprets no longer."""
    return _act(
        lambda session, of: rounds.remove_interpreter(
            session, actor=access.signed_in().actor, of=of, interpreter_id=interpreter_id, now=clock.now()
        ),
        "interpreters",
        _("The interpreter is removed."),
    )


def _act(do: Callable[[Session, Round], InUse | None], part: str, done: str) -> Response:
    with writing() as session:
        outcome = do(session, queries.get_round(session, edition_id()))
    if outcome is InUse.MEETING:
        flash(
            _("A meeting needs this. Please move it first; what has been used once stays for the history."),
            "bad",
        )
    else:
        flash(done, "good")
    return _back(part)


def _back(part: str = "") -> Response:
    if not part:
        return redirect(url_for(".setup"), 303)
    return redirect(url_for(".setup", at=part) + f"#{part}", 303)  # where the sentence about it stands
