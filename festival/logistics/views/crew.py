"""The crew at the desk: its people, their qualifications and links, the teams, and the numbers that rosters keep to."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.forms.crew import (
    AwayForm,
    LastDayForm,
    LimitForm,
    MemberForm,
    TeamForm,
    crew_filters,
    last_day_forms,
    member_values,
)
from festival.logistics.models import CrewMember
from festival.logistics.queries import crew as reading
from festival.logistics.roster_words import limit_labels
from festival.logistics.services import enlisting
from festival.logistics.types.crew import LimitCode, Skill
from festival.logistics.types.tasks import Area
from festival.logistics.views import rostering
from festival.logistics.views.overtaken import differing
from festival.logistics.views.rostering import common, here
from festival.logistics.views.seeing import form_number, sent_number
from festival.registration.services.people import content_of
from festival.registration.types.people import Stale
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("crew", __name__)
Answer = Response | tuple[str, int]


@blueprint.get("/crew")
@access.staff(Right.SEE_ROSTER)
def listed() -> str:
    """List the crew."""
    place = here()
    session, filters = current(), crew_filters(request.args)
    page = reading.crew_page(session, place.edition.id, filters, rostering.page_number())
    return render_template(
        "logistics/crew/list.html",
        here=place,
        page=page,
        filters=filters,
        query=filters.as_query(),
        teams={one.id: one.name for one in reading.teams(session, place.edition.id)},
        agencies=dict(rostering.agency_choices()),
        hours=reading.hours_by_member(session, [one.id for one in page.members]),
        **rostering.words(),
    )


@blueprint.get("/crew/new")
@access.staff(Right.MANAGE_ROSTER)
def new() -> str:
    """Show the form of somebody new."""
    values = {"submission": form_number(), "language": "vi", "area": Area.SECURITY, "is_active": True}
    return _member_page(_member_form(data=values), last_day_forms({}, sent=False), None)


@blueprint.post("/crew")
@access.staff(Right.MANAGE_ROSTER)
def add() -> Answer:
    """Add somebody to the crew."""
    form, days = _member_form(), last_day_forms({}, sent=True)
    if not _valid(form, days):
        return _member_page(form, days, None), 422
    with writing() as session:
        made = enlisting.add_member(
            session,
            person=form.person(None),
            content=form.content(_last_days(days)),
            submission=sent_number(form.submission.data),
            **common(),
        )
    flash(_("The person is in the crew."), "good")
    return redirect(url_for(".member", crew_id=made.id), 303)


@blueprint.get("/crew/<int:crew_id>")
@access.staff(Right.SEE_ROSTER)
def member(crew_id: int) -> str:
    """Show somebody of the crew with their shifts, their link, and the form."""
    found = reading.get_member(current(), here().edition.id, crew_id)
    known = {Skill(one.skill): one.last_day for one in found.skills}
    return _member_page(_member_form(data=member_values(found)), last_day_forms(known, sent=False), found)


@blueprint.post("/crew/<int:crew_id>")
@access.staff(Right.MANAGE_ROSTER)
def change(crew_id: int) -> Answer:
    """Change somebody of the crew."""
    found = reading.get_member(current(), here().edition.id, crew_id)
    form, days = _member_form(), last_day_forms({}, sent=True)
    if not _valid(form, days):
        return _member_page(form, days, found), 422
    known = content_of(found.person)
    with writing() as session:
        outcome = enlisting.change_member(
            session,
            crew_id=crew_id,
            version=form.sent,
            person=form.person(known),
            content=form.content(_last_days(days)),
            **common(),
        )
    if isinstance(outcome, Stale):
        return _member_page(form, days, found, is_stale=True), 409
    flash(_("Saved."), "good")
    return redirect(url_for(".member", crew_id=crew_id), 303)


@blueprint.post("/crew/<int:crew_id>/link")
@access.staff(Right.MANAGE_ROSTER)
def new_link(crew_id: int) -> Answer:
    """End somebody's link and make another."""
    with writing() as session:
        enlisting.new_link(session, crew_id=crew_id, **common())
    flash(_("The earlier link opens nothing any more. Please pass the new one on."), "good")
    return redirect(url_for(".member", crew_id=crew_id), 303)


@blueprint.post("/crew/<int:crew_id>/away")
@access.staff(Right.MANAGE_ROSTER)
def add_away(crew_id: int) -> Answer:
    """Note when somebody cannot come."""
    found = reading.get_member(current(), here().edition.id, crew_id)
    form = AwayForm()
    if not form.validate():
        known = {Skill(one.skill): one.last_day for one in found.skills}
        filled = _member_form(formdata=None, data=member_values(found))
        return _member_page(filled, last_day_forms(known, sent=False), found, form), 422
    with writing() as session:
        made = enlisting.add_away(
            session,
            crew_id=crew_id,
            content=form.content(),
            submission=sent_number(form.submission.data),
            **common(),
        )
    flash(
        *(_said_away() if made else (_("There are too many notes already. Please remove old ones."), "bad"))
    )
    return redirect(url_for(".member", crew_id=crew_id), 303)


def _said_away() -> tuple[str, str]:
    return _("Noted. Shifts that are assigned already stay as they are."), "good"


@blueprint.post("/crew/<int:crew_id>/away/<int:away_id>/remove")
@access.staff(Right.MANAGE_ROSTER)
def drop_away(crew_id: int, away_id: int) -> Response:
    """Take back that somebody cannot come."""
    with writing() as session:
        enlisting.drop_away(session, crew_id=crew_id, away_id=away_id, **common())
    flash(_("Removed."), "good")
    return redirect(url_for(".member", crew_id=crew_id), 303)


def _member_form(**more: Any) -> MemberForm:
    teams = [(one.id, one.name) for one in reading.teams(current(), here().edition.id)]
    return MemberForm(rostering.agency_choices(), teams, **more)


def _valid(form: MemberForm, days: dict[Skill, LastDayForm]) -> bool:
    good = [form.validate(), *(one.validate() for one in days.values())]
    return all(good)


def _last_days(days: dict[Skill, LastDayForm]) -> dict[Skill, Any]:
    return {skill: one.last_day.data for skill, one in days.items()}


def _member_page(
    form: MemberForm,
    days: dict[Skill, LastDayForm],
    found: CrewMember | None,
    away: AwayForm | None = None,
    *,
    is_stale: bool = False,
) -> str:
    session = current()
    different: list[tuple[str, str, str]] = []
    if found is not None and is_stale:
        different = differing(form, _member_form(formdata=None, data=member_values(found)))
        form.version.data = str(found.version)
    return render_template(
        "logistics/crew/member.html",
        here=here(),
        form=form,
        days=days,
        is_stale=is_stale,
        differing=different,
        member=found,
        away_form=away or AwayForm(formdata=None, data={"submission": form_number()}),
        url=rostering.links().url(found.id, found.epoch) if found else None,
        assignments=reading.assignments_of(session, found.id) if found else [],
        now=clock.now(),
        **rostering.words(),
    )


# --- teams -----------------------------------------------------------------------------------------------------------


@blueprint.get("/crew/teams")
@access.staff(Right.SEE_ROSTER)
def teams() -> str:
    """List the teams."""
    place, session = here(), current()
    return render_template(
        "logistics/crew/teams.html",
        here=place,
        teams=reading.teams(session, place.edition.id),
        sizes=reading.team_sizes(session, place.edition.id),
        leaders=reading.team_leaders(session, place.edition.id),
        agencies=dict(rostering.agency_choices()),
        **rostering.words(),
    )


@blueprint.get("/crew/teams/new")
@access.staff(Right.MANAGE_ROSTER)
def new_team() -> str:
    """Show the form of a new team."""
    return _team_page(_team_form(None, data={"submission": form_number()}), None)


@blueprint.post("/crew/teams")
@access.staff(Right.MANAGE_ROSTER)
def add_team() -> Answer:
    """Add a team."""
    return _save_team(None)


@blueprint.get("/crew/teams/<int:team_id>")
@access.staff(Right.MANAGE_ROSTER)
def edit_team(team_id: int) -> str:
    """Show a team's form."""
    session, edition_id = current(), here().edition.id
    found = reading.get_team(session, edition_id, team_id)
    leader = reading.team_leaders(session, edition_id).get(team_id)
    values = {"name": found.name, "area": found.area, "agency": found.agency_id or 0}
    return _team_page(_team_form(team_id, data=values | {"leader": leader.id if leader else 0}), team_id)


@blueprint.post("/crew/teams/<int:team_id>")
@access.staff(Right.MANAGE_ROSTER)
def change_team(team_id: int) -> Answer:
    """Change a team."""
    reading.get_team(current(), here().edition.id, team_id)
    return _save_team(team_id)


def _team_form(team_id: int | None, **more: Any) -> TeamForm:
    people = reading.team_members(current(), team_id) if team_id is not None else []
    return TeamForm(rostering.agency_choices(), [(one.id, rostering.named(one)) for one in people], **more)


def _save_team(team_id: int | None) -> Answer:
    form = _team_form(team_id)
    if not form.validate():
        return _team_page(form, team_id), 422
    with writing() as session:
        enlisting.save_team(
            session,
            team_id=team_id,
            content=form.content(),
            submission=sent_number(form.submission.data),
            **common(),
        )
    flash(_("The team has been saved."), "good")
    return redirect(url_for(".teams"), 303)


def _team_page(form: TeamForm, team_id: int | None) -> str:
    return render_template("logistics/crew/team.html", here=here(), form=form, team_id=team_id)


# --- the numbers that rosters keep to --------------------------------------------------------------------------------


@blueprint.get("/roster/limits")
@access.staff(Right.SEE_ROSTER)
def limits() -> str:
    """Show the numbers that rosters keep to, each with its source."""
    return _limits_page(None, None)


@blueprint.post("/roster/limits/<code>")
@access.staff(Right.MANAGE_ROSTER)
def set_limit(code: str) -> Answer:
    """Change one number."""
    found = next((one for one in LimitCode if one == code), None)
    form = LimitForm()
    if found is None or not form.validate():
        return _limits_page(form, found), 422
    who = common()
    with writing() as session:
        enlisting.set_limit(
            session,
            actor=who["actor"],
            code=found,
            minutes=form.minutes.data or 0,
            source=form.source.data,
            now=who["now"],
        )
    flash(_("Saved. It holds from the next assignment on."), "good")
    return redirect(url_for(".limits"), 303)


def _limits_page(form: LimitForm | None, code: LimitCode | None) -> str:
    rows = [
        (
            one,
            form
            if form is not None and one.code == code
            else LimitForm(formdata=None, data={"minutes": one.minutes, "source": one.source}),
        )
        for one in enlisting.limits(current())
    ]
    return render_template(
        "logistics/crew/limits.html", here=here(), rows=rows, labels=limit_labels(), **rostering.words()
    )
