"""On one's own page: the shifts one may sign up for with the reasons why not, and when one cannot come."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.forms.crew import AwayForm
from festival.logistics.models import Assignment, CrewMember, Shift
from festival.logistics.queries import crew as reading
from festival.logistics.queries.signing_up import openings
from festival.logistics.roster_words import objection_sentences
from festival.logistics.rules.rostering import absences, refusals
from festival.logistics.services import enlisting
from festival.logistics.services import rostering as service
from festival.logistics.types.shifts import HOLDING, AssignmentState, Full, Over
from festival.logistics.views import rostering
from festival.logistics.views.own_shifts import CREW, own, own_assignment
from festival.logistics.views.seeing import form_number, sent_number
from festival.programme.catalogue import catalogue
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import moment

blueprint = Blueprint("own_time", __name__)
Answer = str | tuple[str, int] | Response


@blueprint.get("/c/<token>/open")
@access.token
def open_shifts(token: str) -> str:
    """Show the shifts one may sign up for, and why not for the others."""
    return _open_page(token, own(token))


def _open_page(token: str, member: CrewMember) -> str:
    names = rostering.posts_by_number(member.edition_id)
    found = openings(current(), member, now=clock.now())
    rows = []
    for one in found:
        why = objection_sentences(one.against, names)
        rows.append((one.shift, one.left, [_("Every place is taken."), *why] if one.left <= 0 else why))
    return render_template(
        "logistics/own_time/open.html",
        edition=catalogue().edition,
        token=token,
        member=member,
        can=[row for row in rows if not row[2]],
        cannot=[row for row in rows if row[2]],
        **rostering.words(),
    )


@blueprint.post("/c/<token>/open/<int:shift_id>")
@access.token
def sign_up(token: str, shift_id: int) -> Response:
    """Sign up for a shift. A shift that is not open for it is as unknown."""
    member = own(token)
    found = current().get(Shift, shift_id)
    if found is None or found.edition_id != member.edition_id or not found.is_open:
        raise NotFound(shift_id)
    with writing() as session:
        outcome = service.assign(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            shift_id=shift_id,
            crew_id=member.id,
            state=AssignmentState.CONFIRMED,
            now=clock.now(),
        )
    if _say_taken(outcome, member):
        return redirect(url_for("logistics.own_shifts.page", token=token), 303)
    return redirect(url_for(".open_shifts", token=token), 303)


@blueprint.post("/c/<token>/<int:assignment_id>/again")
@access.token
def again(token: str, assignment_id: int) -> Response:
    """Take a shift that one has refused after all, as long as its place is open and no rule speaks against it."""
    member = own(token)
    found = own_assignment(member, assignment_id)
    if found.state not in {AssignmentState.REFUSED, *HOLDING}:
        raise NotFound(assignment_id)
    with writing() as session:
        outcome = service.assign(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            shift_id=found.shift_id,
            crew_id=member.id,
            state=AssignmentState.CONFIRMED,
            now=clock.now(),
        )
    _say_taken(outcome, member)
    return redirect(url_for("logistics.own_shifts.page", token=token), 303)


def _say_taken(outcome: service.Outcome, member: CrewMember) -> bool:
    """Say whether somebody is on a shift now, or why not; return which."""
    if isinstance(outcome, service.Assigned):
        flash(_("You are on this shift. Thank you."), "good")
        return True
    if isinstance(outcome, Full):
        flash(_("Somebody was quicker: every place is taken."), "warn")
    elif isinstance(outcome, Over):
        flash(_("This shift is over."), "bad")
    elif isinstance(outcome, service.Refused):
        names = rostering.posts_by_number(member.edition_id)
        flash(" ".join(objection_sentences(refusals(outcome.objections), names)), "bad")
    return False


# --- not there -------------------------------------------------------------------------------------------------------


@blueprint.get("/c/<token>/away")
@access.token
def away(token: str) -> str:
    """Show when one cannot come."""
    return _away_page(token, own(token), AwayForm(formdata=None, data={"submission": form_number()}))


@blueprint.post("/c/<token>/away")
@access.token
def add_away(token: str) -> Answer:
    """Note when one cannot come."""
    member = own(token)
    form = AwayForm()
    if not form.validate():
        return _away_page(token, member, form), 422
    with writing() as session:
        made = enlisting.add_away(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            crew_id=member.id,
            content=form.content(),
            submission=sent_number(form.submission.data),
            now=clock.now(),
        )
    if made is None:
        flash(_("There are too many notes already. Please remove old ones."), "bad")
    elif clashing := [one for one in _held(member) if absences(one.shift, [form.content()])]:
        shifts = ", ".join(
            _("%(post)s (%(when)s)", post=one.shift.post.code, when=moment(one.shift.starts_at))
            for one in clashing
        )
        flash(
            _(
                "Noted. But in that time you are on shift: %(shifts)s. Please refuse below what you cannot do.",
                shifts=shifts,
            ),
            "warn",
        )
    else:
        flash(_("Noted. You will not be asked for that time."), "good")
    return redirect(url_for(".away", token=token), 303)


@blueprint.post("/c/<token>/away/<int:away_id>/remove")
@access.token
def drop_away(token: str, away_id: int) -> Response:
    """Take back that one cannot come."""
    member = own(token)
    with writing() as session:
        enlisting.drop_away(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            crew_id=member.id,
            away_id=away_id,
            now=clock.now(),
        )
    flash(_("Removed."), "good")
    return redirect(url_for(".away", token=token), 303)


def _held(member: CrewMember) -> list[Assignment]:
    """Return the places to come that somebody holds and has not come to."""
    now = clock.now()
    return [
        one
        for one in reading.assignments_of(current(), member.id)
        if one.state in HOLDING and one.shift.ends_at > now and one.arrived_at is None
    ]


def _away_page(token: str, member: CrewMember, form: AwayForm) -> str:
    return render_template(
        "logistics/own_time/away.html",
        edition=catalogue().edition,
        token=token,
        member=member,
        form=form,
        clashing=[one for one in _held(member) if absences(one.shift, member.away)],
        **rostering.words(),
    )
