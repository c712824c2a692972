"""Whom the control room sends to an incident: units, teams of the crew, and the people at a post; and calling them back."""

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.forms.incidents import DispatchForm, Offered
from festival.logistics.models import IncidentDispatch
from festival.logistics.queries import called
from festival.logistics.queries import incidents as reading
from festival.logistics.services.incidents import dispatching, mustering
from festival.logistics.types.incidents import IncidentRefusal, Sight
from festival.logistics.views import rostering
from festival.logistics.views.watching import back_to, sight
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain

blueprint = Blueprint("sending", __name__)
_PATH = "/incidents/<int:number>/units"


def offered(here: Sight) -> list[Offered]:
    """Return who can be sent: units, teams of the crew, posts at which somebody is on duty; who is free first."""
    session = current()
    busy = reading.busy_units(session, here.edition_id)
    made: list[tuple[int | None, Offered]] = [
        (unit.id, Offered(f"u{unit.id}", unit.name, _("Units")))
        for unit in reading.units(session, here.edition_id)
        if unit.retired_at is None and unit.team_id is None and unit.post_id is None
    ]
    made += [
        (
            team.unit_id,
            Offered(
                f"t{team.team_id}",
                ngettext("%(team)s, %(n)s person", "%(team)s, %(n)s people", team.people, team=team.name),
                _("Teams of the crew"),
            ),
        )
        for team in called.teams_offered(session, here.edition_id)
    ]
    made += [
        (
            post.unit_id,
            Offered(
                f"p{post.post_id}",
                _(
                    "%(code)s %(post)s: %(duty)s on duty, %(present)s there",
                    code=post.code,
                    post=tr_plain(post.name),
                    duty=post.on_duty,
                    present=post.present,
                ),
                _("Posts at which somebody is on duty now"),
            ),
        )
        for post in called.posts_offered(session, here.edition_id, clock.now())
    ]
    said = [
        Offered(one.key, _("%(unit)s (is out)", unit=one.label), one.group, is_out=True)
        if unit_id in busy
        else one
        for unit_id, one in made
    ]
    groups = list(dict.fromkeys(one.group for one in said))
    return sorted(said, key=lambda one: (groups.index(one.group), one.is_out))


@blueprint.post(_PATH)
@access.staff(Right.WRITE_INCIDENTS)
def dispatch(number: int) -> Answer:
    """Send a unit; of the crew, its people are written to."""
    here, form, now = sight(), DispatchForm(), clock.now()
    incident = reading.get_incident(current(), here, number)
    form.offer(offered(here))
    if form.validate() and not form.unit.data:
        flash(_("Please choose whom to send."), "warn")
        return back_to(number)
    if form.errors:
        return back_to(number, IncidentRefusal.GONE)
    who, chosen = form.unit.data[:1], int(form.unit.data[1:])
    actor = access.signed_in().actor
    with writing() as session:
        if who == "t":
            unit = mustering.unit_of_team(
                session, actor=actor, edition_id=here.edition_id, team_id=chosen, now=now
            )
        elif who == "p":
            unit = mustering.unit_of_post(
                session, actor=actor, edition_id=here.edition_id, post_id=chosen, now=now
            )
        else:
            unit = reading.get_unit(session, here.edition_id, chosen)
        outcome = dispatching.dispatch(
            session,
            actor=actor,
            sight=here,
            number=number,
            unit_id=unit.id,
            told=form.told.data or "",
            now=now,
            submission=form.sent,
        )
        told = (
            mustering.tell(session, outcome, unit, incident, links=rostering.links(), now=now)
            if isinstance(outcome, IncidentDispatch)
            else 0
        )
    if told:
        flash(
            ngettext(
                "%(n)s person of the crew has been written to. Call them by radio too.",
                "%(n)s people of the crew have been written to. Call them by radio too.",
                told,
            ),
            "good",
        )
    return back_to(number, outcome)


@blueprint.post(f"{_PATH}/<int:dispatch_id>/recall")
@access.staff(Right.WRITE_INCIDENTS)
def recall(number: int, dispatch_id: int) -> Response:
    """Call a unit back."""
    with writing() as session:
        dispatching.recall(
            session,
            actor=access.signed_in().actor,
            sight=sight(),
            number=number,
            dispatch_id=dispatch_id,
            now=clock.now(),
        )
    return back_to(number)
