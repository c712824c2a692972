"""What was agreed at a meeting becomes a task of the organizers' board, and the meeting shows how that task stands."""

from collections.abc import Iterable, Mapping

from flask import Blueprint, flash, redirect, render_template, url_for

from festival.accounts.types import Right
from festival.conference.errands import errands
from festival.conference.forms.follow_ups import HandOverForm
from festival.conference.models import FollowUp, Round
from festival.conference.queries.meetings import board, get_meeting, get_round
from festival.conference.rules.meetings.following import is_done
from festival.conference.services.handing_over import find_follow_up, hand_over, key_of
from festival.conference.views.companies_desk import edition_id
from festival.core import clock
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.core.trilingual import DEFAULT_LANGUAGE
from festival.programme.views.answers import Answer
from festival.registration.types.errands import ErrandStands
from festival.web import access
from festival.web.locale import date_only, joined, speaking, tr_plain
from festival.web.locale import gettext as _

blueprint = Blueprint("follow_ups_desk", __name__)


def tasks_of(follow_ups: Iterable[FollowUp]) -> Mapping[int, ErrandStands]:
    """Return follow-up → how its task stands, for those that have become one."""
    numbers = {key_of(one.id): one.id for one in follow_ups}
    found = errands().standing(current(), numbers, today=local(clock.now()).date())
    return {numbers[key]: stands for key, stands in found.items()}


def done_of(follow_ups: Iterable[FollowUp], tasks: Mapping[int, ErrandStands]) -> frozenset[int]:
    """Return which are done, by their tasks where they have become some."""
    return frozenset(one.id for one in follow_ups if is_done(one.done_at, tasks.get(one.id)))


def hand_over_form(found: FollowUp | None = None) -> HandOverForm:
    """Return the form that makes a task, filled with the day of what was agreed."""
    form = HandOverForm(formdata=None)
    form.offer(errands().agencies(current()))
    form.agency.data = 0
    form.due_on.data = local(found.due_at).date() if found is not None and found.due_at else None
    return form


def may_hand_over() -> bool:
    """Tell whether the person may put something on the board of tasks from here."""
    person = access.signed_in()
    return person.has(Right.EDIT_CONFERENCE) and person.has(Right.MANAGE_TASKS)


@blueprint.get("/conference/meetings/follow-ups/<int:number>/task")
@access.staff(Right.MANAGE_TASKS)
def ask(number: int) -> Answer:
    """Show what was agreed, and ask who leads and until when; what is a task already leads to it."""
    of = get_round(current(), edition_id())
    found = find_follow_up(current(), of, number)
    stands = tasks_of([found]).get(number)
    if stands is not None:
        return redirect(url_for("logistics.tasks.task", task_id=stands.task_id), 303)
    return _page(found, hand_over_form(found))


@blueprint.post("/conference/meetings/follow-ups/<int:number>/task")
@access.staff(Right.MANAGE_TASKS)
def make(number: int) -> Answer:
    """Put what was agreed on the board of tasks; pressed twice it is one task."""
    of = get_round(current(), edition_id())
    found = find_follow_up(current(), of, number)
    form = HandOverForm()
    form.offer(errands().agencies(current()))
    if not form.validate():
        return _page(found, form), 422
    about = _about(of, found)
    with writing() as session:
        hand_over(
            session,
            actor=access.signed_in().actor,
            of=get_round(session, edition_id()),
            number=number,
            agency_id=form.agency.data or None,
            due_on=form.day,
            about=about,
            source=url_for(
                "conference.meetings_desk.meeting", meeting_id=found.meeting_id, _anchor="follow-ups"
            ),
            now=clock.now(),
        )
    flash(_("This is a task now. Its state is shown here."), "good")
    return redirect(
        url_for("conference.meetings_desk.meeting", meeting_id=found.meeting_id, _anchor="follow-ups"), 303
    )


def _page(found: FollowUp, form: HandOverForm) -> str:
    return render_template("conference/meetings_desk/task.html", follow_up=found, form=form)


def _about(of: Round, found: FollowUp) -> str:
    """Return at which meeting it was agreed, in the language in which agencies work."""
    with speaking(DEFAULT_LANGUAGE):
        seen = board(current(), of, DEFAULT_LANGUAGE, clock.now())
        row = get_meeting(current(), of, found.meeting_id)
        return _(
            "Agreed at the business meeting of %(companies)s on %(day)s.",
            companies=joined([tr_plain(seen.firms[one.company_id].name) for one in row.firms]),
            day=date_only(local(seen.slots[row.slot_id].starts_at).date()),
        )
