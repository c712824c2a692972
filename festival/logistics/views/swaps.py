"""Changing places with a colleague, from one's own page: ask, agree, decline, take back."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.forms.filters import number_from
from festival.logistics.models import Assignment, CrewMember, Swap
from festival.logistics.queries.crew import get_member, team_members
from festival.logistics.roster_words import kind_sentence, objection_sentences
from festival.logistics.services import swapping, telling
from festival.logistics.types.shifts import Over
from festival.logistics.views import rostering
from festival.logistics.views.own_shifts import CREW, own, own_assignment
from festival.logistics.views.seeing import sent_number
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("swaps", __name__)


@blueprint.post("/c/<token>/<int:assignment_id>/swap")
@access.token
def ask(token: str, assignment_id: int) -> Response:
    """Ask a colleague of the own team to take a place or to change it."""
    member = own(token)
    own_assignment(member, assignment_id)
    asked, _dash, back = request.form.get("with", "").partition("-")
    asked_id, back_id = number_from(asked) or 0, number_from(back)
    team = {one.id for one in team_members(current(), member.team_id)} if member.team_id else set()
    if asked_id not in team:
        flash(_("Please choose a colleague."), "bad")
        return redirect(url_for("logistics.own_shifts.shift", token=token, assignment_id=assignment_id), 303)
    now = clock.now()
    with writing() as session:
        outcome = swapping.ask(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            crew_id=member.id,
            assignment_id=assignment_id,
            asked_id=asked_id,
            back_id=back_id,
            submission=sent_number(request.form.get("submission")),
            now=now,
        )
        if isinstance(outcome, swapping.Asked) and outcome.swap.made_at == now:
            telling.tell_swap(
                session,
                outcome.swap,
                asked=get_member(session, member.edition_id, asked_id),
                give=session.get_one(Assignment, assignment_id),
                back=session.get_one(Assignment, back_id) if back_id else None,
                links=rostering.links(),
                now=now,
            )
    _say(outcome, member, _("Your colleague has been asked. Until they agree the shift is yours."))
    if not isinstance(outcome, swapping.Asked):  # the reason stands where one can choose somebody else
        return redirect(url_for("logistics.own_shifts.shift", token=token, assignment_id=assignment_id), 303)
    return _back(token)


@blueprint.post("/c/<token>/swaps/<int:swap_id>/<what>")
@access.token
def answer(token: str, swap_id: int, what: str) -> Response:
    """Agree, decline, or ask no more."""
    member = own(token)
    if what not in {"agree", "decline", "take_back"}:
        raise NotFound(what)
    now = clock.now()
    outcome: object
    with writing() as session:
        if what == "agree":
            outcome = swapping.agree(
                session,
                actor=CREW,
                edition_id=member.edition_id,
                crew_id=member.id,
                swap_id=swap_id,
                now=now,
            )
        elif what == "decline":
            outcome = swapping.decline(session, crew_id=member.id, swap_id=swap_id, now=now)
        else:
            outcome = swapping.take_back(session, crew_id=member.id, swap_id=swap_id, now=now)
        swap = session.get_one(Swap, swap_id)
        if swap.answered_at == now and what != "take_back":
            give = session.get_one(Assignment, swap.give_id)
            telling.tell_answer(
                session,
                swap,
                asker=give.member,
                shift=give.shift,
                agreed=what == "agree",
                links=rostering.links(),
                now=now,
            )
    _say(outcome, member, _("Done. What stands here is yours."))
    return _back(token)


def _say(outcome: object, member: CrewMember, done: str) -> None:
    if isinstance(outcome, swapping.Against):
        names = rostering.posts_by_number(member.edition_id)
        said = " ".join(objection_sentences(outcome.objections, names))
        if outcome.crew_id == member.id:
            flash(_("The rules speak against it for you: %(reasons)s", reasons=said), "bad")
        else:
            # Where else a colleague stands, and why they cannot come, is theirs to tell: only what kind of thing it is.
            name = rostering.named_person(get_member(current(), member.edition_id, outcome.crew_id).person)
            why = " ".join(dict.fromkeys(kind_sentence(type(one)) for one in outcome.objections))
            flash(_("%(name)s cannot take the shift. %(reasons)s", name=name, reasons=why), "bad")
    elif isinstance(outcome, swapping.Gone):
        flash(_("That is not possible any more: look at how it stands now."), "warn")
    elif isinstance(outcome, Over):
        flash(_("This shift is over."), "bad")
    else:
        flash(done, "good")


def _back(token: str) -> Response:
    return redirect(url_for("logistics.own_shifts.page", token=token), 303)
