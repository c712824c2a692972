"""The planner's grid of business meetings: place by form, see what speaks against it, take a proposal, tell the companies."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FileResponse
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.forms.meetings import FollowUpForm, MeetingForm, MinutesForm
from festival.conference.labels import meetings as words
from festival.conference.models import MeetingRow, Round
from festival.conference.papers import table_signs
from festival.conference.queries import meetings as queries
from festival.conference.rules.meetings import objections, tables_needed
from festival.conference.rules.meetings.following import is_kept_elsewhere
from festival.conference.rules.meetings.proposing import ranked
from festival.conference.services import announcing, meetings
from festival.conference.services.handing_over import find_follow_up
from festival.conference.services.meetings import Against, MeetingStale, Stands
from festival.conference.types.meetings import NEXT_STATES, Board, MeetingState, Objection
from festival.conference.views.companies_desk import edition_id
from festival.conference.views.follow_ups_desk import done_of, hand_over_form, may_hand_over, tasks_of
from festival.conference.views.hall import attached
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.forms.sending import CopyForm, VersionForm, as_version, form_number
from festival.programme.views.answers import Answer
from festival.web import access, typesetting
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("meetings_desk", __name__)


def _round() -> Round:
    return queries.get_round(current(), edition_id())


def _board(of: Round) -> Board:
    return queries.board(current(), of, language(), clock.now())


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


def _said(found: tuple[Objection, ...], seen: Board) -> list[tuple[str, bool]]:
    """Return (sentence, whether it is hard), each sentence once."""
    said = {words.sentence(one, seen): one.is_hard for one in found}
    return sorted(said.items(), key=lambda one: not one[1])


@blueprint.get("/conference/meetings")
@access.staff(Right.SEE_CONFERENCE)
def plan() -> str:
    """Show all times with their tables; where there is no round yet, the way to setting one up."""
    of = queries.find_round(current(), edition_id())
    if of is None:
        return render_template("conference/meetings_desk/none.html")
    seen = _board(of)
    at = {(one.slot, one.desk): one for one in seen.meetings}
    states = queries.states(current(), of)
    wished = ranked(seen.wishes)
    against = {one.id: objections(one, seen) for one in seen.meetings}
    untold = announcing.still_untold(current(), of)
    return render_template(
        "conference/meetings_desk/plan.html",
        board=seen,
        at=at,
        states=states,
        movable=queries.movable(current(), of),
        troubled={number: _said(found, seen) for number, found in against.items() if found},
        wished=len(wished),
        needed=tables_needed(len(wished), sum(not one.is_break for one in seen.slots.values())),
        untold=untold.companies,
        by_desk=len(untold.by_desk),
        published_at=of.published_at,
        words=words,
        MeetingState=MeetingState,
        may_edit=_may_edit(),
    )


@blueprint.get("/conference/meetings/signs.pdf")
@access.staff(Right.SEE_CONFERENCE)
def signs() -> FileResponse:
    """Give a sign for each table, to print."""
    return attached(table_signs.pdf(_board(_round()), language()), typesetting.PDF, "table-signs.pdf")


@blueprint.get("/conference/meetings/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show the form of a new meeting, with the time and table that were pressed."""
    of = _round()
    seen = _board(of)
    form = MeetingForm(formdata=None)
    form.offer(seen, clock.now(), _number("slot"))
    form.slot.data, form.desk.data = _number("slot"), _number("desk")
    form.show_firms(number for number in (_number("one"), _number("other")) if number in seen.firms)
    return _form_page(seen, form, None)


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@blueprint.post("/conference/meetings/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Place a new meeting."""
    return _place(None)


@blueprint.get("/conference/meetings/<int:meeting_id>")
@access.staff(Right.SEE_CONFERENCE)
def meeting(meeting_id: int) -> str:
    """Show a meeting: where it is, who comes, how it went."""
    of = _round()
    return _meeting_page(of, queries.get_meeting(current(), of, meeting_id), FollowUpForm(formdata=None))


@blueprint.get("/conference/meetings/<int:meeting_id>/move")
@access.staff(Right.EDIT_CONFERENCE)
def move_form(meeting_id: int) -> str:
    """Show the form that moves a meeting or changes who comes."""
    of = _round()
    row, seen = queries.get_meeting(current(), of, meeting_id), _board(of)
    found = next((one for one in seen.meetings if one.id == meeting_id), None)
    if found is None:
        raise NotFound
    form = MeetingForm(formdata=None)
    form.offer(seen, clock.now(), found.slot)
    form.version.data = str(row.version)
    form.slot.data, form.desk.data, form.interpreter.data = found.slot, found.desk, found.interpreter or 0
    form.show_firms(found.firms)
    form.people.data, form.why.data = list(found.people), row.why
    return _form_page(seen, form, row)


@blueprint.post("/conference/meetings/<int:meeting_id>/move")
@access.staff(Right.EDIT_CONFERENCE)
def move(meeting_id: int) -> Answer:
    """Let a meeting stand elsewhere, or with others."""
    return _place(queries.get_meeting(current(), _round(), meeting_id))


def _place(row: MeetingRow | None) -> Answer:
    of = _round()
    seen = _board(of)
    form = MeetingForm()
    # A time that has begun while the form was filled in is taken: they may sit there already.
    form.offer(seen, clock.now(), form.slot.data or 0)
    if not form.validate():
        return _form_page(seen, form, row), 422
    wanted = form.meeting(seen, row.id if row else 0)
    with writing() as session:
        outcome = meetings.place(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            meeting=wanted,
            reader=language(),
            version=as_version(form.version.data),
            why=form.why.data or "",
            submission=CopyForm().sent,
            now=clock.now(),
        )
    if isinstance(outcome, Against):
        return _form_page(outcome.board, form, row, against=outcome), 409
    if isinstance(outcome, MeetingStale):
        flash(_("Somebody else has just changed this meeting. This is how it stands now."), "bad")
        return redirect(url_for(".meeting", meeting_id=row.id if row else 0), 303)
    if isinstance(outcome, Stands):
        flash(_("The meeting stands like this already: nothing has changed."), "info")
        return redirect(url_for(".plan") + f"#meeting-{outcome.id}", 303)
    flash(_("The meeting is on the plan. Its companies are told when you announce the plan."), "good")
    return redirect(url_for(".plan") + f"#meeting-{outcome.id}", 303)


def _form_page(
    seen: Board, form: MeetingForm, row: MeetingRow | None, *, against: Against | None = None
) -> str:
    form.show_firms(form.coming)
    return render_template(
        "conference/meetings_desk/form.html",
        board=seen,
        form=form,
        meeting=row,
        against=_said(against.objections, against.board) if against else [],
        needs_reason=against.needs_reason if against else False,
        words=words,
        submission=form_number(),
    )


def _meeting_page(of: Round, row: MeetingRow, form: FollowUpForm, minutes: MinutesForm | None = None) -> str:
    seen = _board(of)
    if minutes is None:
        minutes = MinutesForm(formdata=None)
        minutes.minutes.data, minutes.version.data = row.minutes, str(row.version)
    found = next((one for one in seen.meetings if one.id == row.id), None)
    follow_ups = queries.follow_ups(current(), of, meeting_id=row.id)
    tasks = tasks_of(follow_ups)
    offers = may_hand_over() and any(one.id not in tasks and not one.done_at for one in follow_ups)
    return render_template(
        "conference/meetings_desk/meeting.html",
        board=seen,
        row=row,
        placed=found,
        against=_said(objections(found, seen), seen) if found else [],
        follow_ups=follow_ups,
        tasks=tasks,
        done=done_of(follow_ups, tasks),
        handing=hand_over_form() if offers else None,
        due_days={one.id: clock.local(one.due_at).date() for one in follow_ups if one.due_at},
        sees_tasks=access.signed_in().has(Right.SEE_ALL_TASKS),
        next_states=NEXT_STATES[MeetingState(row.state)],
        form=form,
        minutes=minutes,
        words=words,
        MeetingState=MeetingState,
        may_edit=_may_edit(),
        submission=form_number(),
    )


@blueprint.post("/conference/meetings/<int:meeting_id>/state/<word>")
@access.staff(Right.EDIT_CONFERENCE)
def set_state(meeting_id: int, word: str) -> Response:
    """Call a meeting off, or say that it was held or that somebody did not come."""
    if word not in set(MeetingState):
        raise NotFound
    with writing() as session:
        outcome = meetings.set_state(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            meeting_id=meeting_id,
            state=MeetingState(word),
            version=VersionForm().sent,
            now=clock.now(),
        )
    if isinstance(outcome, MeetingStale):
        flash(_("Somebody else has just changed this meeting. This is how it stands now."), "bad")
    elif word == MeetingState.CANCELLED:
        flash(_("The meeting is off. Its companies are told when you announce the plan."), "good")
    else:
        flash(_("This is noted."), "good")
    return redirect(url_for(".meeting", meeting_id=meeting_id), 303)


@blueprint.post("/conference/meetings/<int:meeting_id>/arrived/<int:company_id>")
@access.staff(Right.EDIT_CONFERENCE)
def arrived(meeting_id: int, company_id: int) -> Response:
    """Note that a company is there, or that it was noted by mistake."""
    with writing() as session:
        meetings.arrive(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            meeting_id=meeting_id,
            company_id=company_id,
            is_there=request.form.get("there") == "1",
            now=clock.now(),
        )
    return redirect(url_for(".meeting", meeting_id=meeting_id), 303)


@blueprint.post("/conference/meetings/<int:meeting_id>/minutes")
@access.staff(Right.EDIT_CONFERENCE)
def write_minutes(meeting_id: int) -> Answer:
    """Keep the minutes."""
    of = _round()
    row = queries.get_meeting(current(), of, meeting_id)
    form = MinutesForm()
    if not form.validate():
        return _meeting_page(of, row, FollowUpForm(formdata=None), form), 422
    with writing() as session:
        outcome = meetings.write_minutes(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            meeting_id=meeting_id,
            text=form.minutes.data,
            version=as_version(form.version.data),
            now=clock.now(),
        )
    if isinstance(outcome, MeetingStale):
        of = _round()
        row = queries.get_meeting(current(), of, meeting_id)
        form.version.data = str(row.version)
        sentence = _(
            "Somebody else has written here meanwhile: “%(text)s”. Please put both together and save again.",
            text=row.minutes[:300],
        )
        form.take_errors({"minutes": sentence})
        return _meeting_page(of, row, FollowUpForm(formdata=None), form), 409
    flash(_("The minutes are kept."), "good")
    return redirect(url_for(".meeting", meeting_id=meeting_id) + "#minutes", 303)


@blueprint.post("/conference/meetings/<int:meeting_id>/follow-ups")
@access.staff(Right.EDIT_CONFERENCE)
def add_follow_up(meeting_id: int) -> Answer:
    """Keep what was agreed."""
    of = _round()
    row = queries.get_meeting(current(), of, meeting_id)
    form = FollowUpForm()
    if not form.validate():
        return _meeting_page(of, row, form), 422
    with writing() as session:
        meetings.add_follow_up(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            meeting_id=meeting_id,
            kind=form.what,
            title=form.title.data,
            owner=form.owner.data,
            due_at=form.due_at.utc,
            submission=CopyForm().sent,
            now=clock.now(),
        )
    flash(_("This is kept."), "good")
    return redirect(url_for(".meeting", meeting_id=meeting_id) + "#follow-ups", 303)


@blueprint.post("/conference/meetings/follow-ups/<int:number>")
@access.staff(Right.EDIT_CONFERENCE)
def settle(number: int) -> Response:
    """Note that what was agreed is done, or is not after all; where it has become a task, that is noted there and not here."""
    found = find_follow_up(current(), _round(), number)
    stands = tasks_of([found]).get(number)
    if stands is not None and is_kept_elsewhere(stands):
        flash(
            _("This is task no. %(number)s: please note there that it is done.", number=stands.number), "bad"
        )
        return redirect(url_for(".agreed"), 303)
    with writing() as session:
        meetings.settle_follow_up(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            number=number,
            is_done=request.form.get("done") == "1",
            now=clock.now(),
        )
    return redirect(url_for(".agreed"), 303)


@blueprint.get("/conference/meetings/agreed")
@access.staff(Right.SEE_CONFERENCE)
def agreed() -> str:
    """List what was agreed at all meetings, what is open first."""
    listed = queries.follow_ups(current(), _round())
    tasks = tasks_of(listed)
    done = done_of(listed, tasks)
    follow_ups = sorted(listed, key=lambda one: one.id in done)
    return render_template(
        "conference/meetings_desk/agreed.html",
        follow_ups=follow_ups,
        tasks=tasks,
        done=done,
        is_kept_elsewhere=is_kept_elsewhere,
        sees_tasks=access.signed_in().has(Right.SEE_ALL_TASKS),
        may_hand_over=may_hand_over(),
        labels=words.follow_up_labels(),
        now=clock.now(),
        may_edit=_may_edit(),
    )
