"""One person's own page behind a personal link, made for a phone: shifts, briefing, map, whom to call; confirm, refuse, check in, sign up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import Actor
from festival.core.clock import local
from festival.core.errors import NotFound
from festival.core.names import tidy
from festival.core.throttle import Counter, count
from festival.core.transaction import current, writing
from festival.core.trilingual import as_language
from festival.logistics.crew_links import claimed
from festival.logistics.models import Assignment, CrewMember, Shift
from festival.logistics.queries import crew as reading
from festival.logistics.queries.own_tasks import own_tasks
from festival.logistics.queries.shifts import on_shift
from festival.logistics.queries.signing_up import openings
from festival.logistics.queries.workers import minutes_of, taken_by_shift
from festival.logistics.roster_words import arrived_labels
from festival.logistics.rules.rostering import absences
from festival.logistics.services import attending, swapping
from festival.logistics.services import rostering as service
from festival.logistics.task_words import state_labels
from festival.logistics.types.crew import LimitCode
from festival.logistics.types.shifts import (
    HOLDING,
    ArrivedBy,
    AssignmentState,
    NoSuchWay,
    Over,
    WrongCode,
)
from festival.logistics.views import rostering
from festival.logistics.views.orders import order_words
from festival.logistics.views.seeing import form_number
from festival.logistics.views.shifts import attend_sentence
from festival.programme.catalogue import catalogue
from festival.programme.site_plan import PLANS
from festival.web import access, locale
from festival.web.locale import gettext as _
from festival.web.settings import settings

blueprint = Blueprint("own_shifts", __name__)
Answer = str | tuple[str, int] | Response

CREW = Actor("citizen", None)  # holds a link, not an account
TRIES = 20  # of a post's code by one person
PER = timedelta(hours=1)
_REASON = 300


def own(token: str) -> CrewMember:
    """Return whose page a link opens, and speak their language unless the reader has chosen one. Raises NotFound."""
    number = claimed(token)
    found = current().get(CrewMember, number) if number is not None else None
    if found is None or not rostering.links().opens(token, found.epoch):
        raise NotFound
    if "lang" not in request.cookies:
        locale.speak(as_language(found.person.language) or "vi")
    return found


def own_assignment(member: CrewMember, assignment_id: int) -> Assignment:
    """Return an assignment of this person. Raises NotFound."""
    found = current().get(Assignment, assignment_id)
    if found is None or found.crew_id != member.id:
        raise NotFound(assignment_id)
    return found


@blueprint.get("/c/<token>")
@access.token
def page(token: str) -> str:
    """Show what comes next, all shifts, and what colleagues ask."""
    member = own(token)
    session, now = current(), clock.now()
    all_of_them = reading.assignments_of(session, member.id)
    coming = [one for one in all_of_them if one.state in HOLDING and one.shift.ends_at > now]
    refused = _refused_but_open(all_of_them, now)
    swaps = reading.swaps_for(session, member.id)
    numbers = [number for one in swaps for number in (one.give_id, one.back_id) if number is not None]
    return render_template(
        "logistics/own_shifts/page.html",
        edition=catalogue().edition,
        token=token,
        member=member,
        next=coming[0] if coming else None,
        coming=coming[1:],
        past=[one for one in all_of_them if one not in coming and one not in refused],
        refused=refused,
        may_sign_up=0 if coming else sum(one.may for one in openings(session, member, now=now)),
        worked=_worked(all_of_them, now),
        opens_at=_opens_at(coming[0], now) if coming else None,
        swaps=swaps,
        swapped=reading.assignments(session, numbers),
        colleagues=reading.members(session, member.edition_id, [one.asked_id for one in swaps]),
        tasks=own_tasks(session, member.id),
        task_states=state_labels(),
        today=local(now).date(),
        led=attending.led_at_posts(session, member.id, now),
        code=tidy(request.args.get("code", ""))[:12],
        now=now,
        may_return=attending.may_return,
        plan=_plan(coming[0]) if coming else None,
        **order_words(member),
        **rostering.words(),
    )


def _plan(assignment: Assignment) -> object:
    slug = rostering.plan_slug(assignment.shift.post)
    return PLANS.get(slug) if slug else None


def _worked(rows: Sequence[Assignment], now: datetime) -> int:
    """Return the minutes somebody has been at their posts; who has not said that they left was there until the end of the shift."""
    total = timedelta()
    for one in rows:
        if one.arrived_at is not None and one.state in HOLDING:
            until = one.left_at or min(now, one.shift.ends_at)
            total += max(until - one.arrived_at, timedelta())
    return int(total.total_seconds() // 60)


def _refused_but_open(rows: Sequence[Assignment], now: datetime) -> list[Assignment]:
    """Return those to come that the person has refused and whose places nobody has taken."""
    refused = [one for one in rows if one.state == AssignmentState.REFUSED and one.shift.starts_at > now]
    taken = taken_by_shift(current(), [one.shift_id for one in refused]) if refused else {}
    return [one for one in refused if taken.get(one.shift_id, 0) < one.shift.target]


def _opens_at(assignment: Assignment, now: datetime) -> datetime | None:
    """Return when checking in opens, or None when it is open."""
    opens_at = assignment.shift.starts_at - timedelta(minutes=minutes_of(current())[LimitCode.EARLY])
    return opens_at if now < opens_at else None


@blueprint.get("/c/<token>/<int:assignment_id>")
@access.token
def shift(token: str, assignment_id: int) -> str:
    """Show one shift: briefing, map, whom to call, colleagues, and what can be done about it."""
    member = own(token)
    found = own_assignment(member, assignment_id)
    now = clock.now()
    there = [one for one in _on_post(found.shift) if one.crew_id != member.id]
    return render_template(
        "logistics/own_shifts/shift.html",
        edition=catalogue().edition,
        token=token,
        member=member,
        assignment=found,
        is_still_open=bool(_refused_but_open([found], now)),
        opens_at=_opens_at(found, now),
        there=there,
        swap_choices=_swap_choices(member, found, now),
        number=form_number(),
        now=now,
        may_return=attending.may_return,
        plan=_plan(found),
        arrived_words=arrived_labels(),
        **rostering.words(),
    )


def _on_post(found: Shift) -> Sequence[Assignment]:
    return [one for one in on_shift(current(), found.id) if one.state in HOLDING]


def _swap_choices(member: CrewMember, found: Assignment, now: datetime) -> list[tuple[str, str]] | None:
    """Return what can be asked of colleagues of the own team: take the place, or change it for one of theirs; None when nothing can."""
    if (
        member.team_id is None
        or found.state not in HOLDING
        or found.shift.starts_at <= now
        or found.arrived_at is not None
    ):
        return None
    return [_choice_words(one) for one in swapping.choices(current(), member, found, now=now)]


def _choice_words(one: swapping.Choice) -> tuple[str, str]:
    name = rostering.named_person(one.asked.person)
    if one.back is None:
        return str(one.asked.id), _("%(name)s takes my place", name=name)
    shift = one.back.shift
    return f"{one.asked.id}-{one.back.id}", _(
        "%(name)s: I take %(post)s, %(when)s",
        name=name,
        post=shift.post.code,
        when=locale.moment(shift.starts_at),
    )


@blueprint.post("/c/<token>/<int:assignment_id>/answer/<to>")
@access.token
def answer(token: str, assignment_id: int, to: str) -> Response:
    """Say that one comes, or that one cannot."""
    member = own(token)
    found = own_assignment(member, assignment_id)
    if to not in {AssignmentState.CONFIRMED, AssignmentState.REFUSED}:
        raise NotFound(to)
    if to == AssignmentState.CONFIRMED and absences(found.shift, member.away):
        flash(
            _(
                "You have said that you cannot come in these hours. Please remove that time first, if you can come after all."
            ),
            "warn",
        )
        return redirect(url_for("logistics.own_time.away", token=token), 303)
    reason = tidy(request.form.get("reason", ""))[:_REASON]
    with writing() as session:
        outcome = service.move(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            assignment_id=assignment_id,
            to=AssignmentState(to),
            reason=reason,
            now=clock.now(),
        )
    if isinstance(outcome, NoSuchWay):
        flash(_("This shift is not yours any more. Please look at what stands here now."), "warn")
    elif isinstance(outcome, Over):
        flash(_("This shift is over."), "bad")
    elif to == AssignmentState.CONFIRMED:
        flash(_("Thank you. You have confirmed."), "good")
    else:
        flash(_("Thank you for telling us. Somebody else will be asked."), "good")
    return _back(token)


@blueprint.post("/c/<token>/<int:assignment_id>/arrived")
@access.token
def arrive(token: str, assignment_id: int) -> Response:
    """Check in with the code that hangs at the post."""
    member = own(token)
    own_assignment(member, assignment_id)
    now = clock.now()
    with writing() as session:
        tries = count(
            session,
            Counter("post-code", str(member.id), PER),
            secret=settings().secret_key.encode(),
            now=now,
        )[0]
        outcome = (
            attending.arrive_with_code(
                session,
                actor=CREW,
                edition_id=member.edition_id,
                assignment_id=assignment_id,
                said=request.form.get("code", "")[:40],
                codes=rostering.codes(),
                now=now,
            )
            if tries <= TRIES
            else None
        )
    if outcome is None:
        flash(_("Too many tries. Please ask the leader of the post to check you in."), "bad")
    elif isinstance(outcome, WrongCode):
        flash(
            _(
                "This is not the code of your post. It hangs there; or ask the leader of the post to check you in."
            ),
            "bad",
        )
    elif isinstance(outcome, attending.Arrived):
        flash(_("You are checked in. Thank you for being here."), "good")
    else:
        flash(*attend_sentence(outcome))
    return _back(token)


@blueprint.post("/c/<token>/<int:assignment_id>/left")
@access.token
def leave(token: str, assignment_id: int) -> Response:
    """Say that one leaves the post."""
    member = own(token)
    own_assignment(member, assignment_id)
    with writing() as session:
        outcome = attending.leave(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            assignment_id=assignment_id,
            now=clock.now(),
        )
    flash(*attend_sentence(outcome))
    return _back(token)


@blueprint.post("/c/<token>/<int:assignment_id>/left/undo")
@access.token
def come_back(token: str, assignment_id: int) -> Response:
    """Say that one has not left after all; after some minutes only the desk can."""
    member = own(token)
    own_assignment(member, assignment_id)
    with writing() as session:
        done = attending.undo_leave(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            assignment_id=assignment_id,
            now=clock.now(),
            by_self=True,
        )
    return _taken_back(token, done, _("You are still at your post. Thank you."))


@blueprint.post("/c/<token>/<int:assignment_id>/arrived/undo")
@access.token
def not_there(token: str, assignment_id: int) -> Response:
    """Take back before the shift begins that one is there."""
    member = own(token)
    own_assignment(member, assignment_id)
    with writing() as session:
        done = attending.undo_arrival(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            assignment_id=assignment_id,
            now=clock.now(),
            by_self=True,
        )
    return _taken_back(token, done, _("Taken back. Please check in when you are at your post."))


def _taken_back(token: str, done: Assignment | None, said: str) -> Response:
    if done is None:
        flash(_("You can no longer change this yourself. Please call the organizers."), "warn")
    else:
        flash(said, "good")
    return _back(token)


@blueprint.post("/c/<token>/people/<int:assignment_id>/arrived")
@access.token
def check_in(token: str, assignment_id: int) -> Response:
    """Check somebody in at the post that one leads. Foreign people are as unknown ones."""
    member = own(token)
    found = current().get(Assignment, assignment_id)
    if found is None or not attending.leads(current(), member, found):
        raise NotFound(assignment_id)
    with writing() as session:
        outcome = attending.arrive(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            assignment_id=assignment_id,
            by=ArrivedBy.LEADER,
            now=clock.now(),
        )
    flash(*attend_sentence(outcome))
    return _back(token, "led-title")  # the next one of them is checked in there


# --- the code at the post --------------------------------------------------------------------------------------------


@blueprint.get("/P/<code>")
@access.public
def at_post(code: str) -> str:
    """Tell who has scanned the code of a post how to check in: on the own page, which this phone may remember."""
    return render_template(
        "logistics/own_shifts/at_post.html", edition=catalogue().edition, code=tidy(code)[:12]
    )


def _back(token: str, anchor: str | None = None) -> Response:
    return redirect(url_for("logistics.own_shifts.page", token=token, _anchor=anchor), 303)
