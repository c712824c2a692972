"""What a published programme proposes for shifts: by event, with what the rules say to the people on them, and the two answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.logistics.forms.filters import number_from
from festival.logistics.models import Assignment, Shift, ShiftProposal
from festival.logistics.queries.following import Against, Moving, manned, open_shift_proposals
from festival.logistics.queries.shifts import venues as venues_of
from festival.logistics.roster_words import PostNames, objection_sentences
from festival.logistics.services import shift_following as service
from festival.logistics.types.following import Clashing
from festival.logistics.views import rostering
from festival.logistics.views.rostering import common, here
from festival.programme.models import Venue
from festival.programme.queries.published import events_of
from festival.programme.types import EventFacts
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

blueprint = Blueprint("shift_following", __name__)
Answer = Response | tuple[str, int]
_REASON = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules say to somebody at the new time."""

    holder: Assignment
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A shift with what is proposed for it, and its people."""

    proposal: ShiftProposal
    shift: Shift
    people: int
    against: list[Said]
    venue: Venue | None

    @property
    def moves(self) -> bool:
        """Whether its times change."""
        return (self.proposal.starts_at, self.proposal.ends_at) != (self.shift.starts_at, self.shift.ends_at)


@dataclass(frozen=True, slots=True)
class Group:
    """All that one event proposes."""

    number: int
    event: EventFacts | None
    lines: list[Line]

    @property
    def clashes(self) -> bool:
        """Whether the rules say anything to anybody."""
        return any(one.against for one in self.lines)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer was not taken: what to say, and what was sent with it."""

    sentence: str
    proposals: frozenset[int]
    reason: str


@blueprint.get("/roster/following")
@access.staff(Right.SEE_ROSTER)
def proposals() -> str:
    """List what waits for an answer, event by event."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    place = here()
    return render_template(
        "logistics/shift_following/proposals.html",
        here=place,
        groups=_groups(place.edition.id),
        refusal=refusal,
        **rostering.words(),
    )


def _groups(edition_id: int) -> list[Group]:
    """Return the open proposals by event; people are looked at as if all of an event moved together."""
    session = current()
    rows = open_shift_proposals(session, edition_id)
    if not rows:
        return []
    known = manned(session, edition_id, [shift for _one, shift in rows])
    names = rostering.posts_by_number(edition_id)
    events = {one.id: one for one in events_of(session, edition_id)}
    venues = {one.id: one for one in venues_of(session)}
    by_event: dict[int, list[tuple[ShiftProposal, Shift]]] = {}
    for one, shift in rows:
        by_event.setdefault(shift.event_id or 0, []).append((one, shift))
    groups = []
    for number, own in by_event.items():
        against = known.against([_moving(one) for one, _shift in own])
        lines = [
            Line(
                one,
                shift,
                len(known.holders.get(shift.id, ())),
                _said(against.get(shift.id, ()), names),
                venues.get(one.venue_id or 0),
            )
            for one, shift in own
        ]
        groups.append(Group(number, events.get(number), lines))
    return groups


def _moving(one: ShiftProposal) -> Moving:
    return Moving(one.shift_id, None if one.cancelled else (one.starts_at, one.ends_at))


def _said(against: Sequence[Against], names: PostNames) -> list[Said]:
    return [Said(one.assignment, objection_sentences(one.objections, names)) for one in against]


@blueprint.post("/roster/following/follow")
@access.staff(Right.MANAGE_ROSTER)
def follow() -> Answer:
    """Let the ticked shifts follow; their people are told."""
    numbers, reason = _ticked(), tidy(request.form.get("reason", ""))[:_REASON]
    clashing = request.form.get("clashing", "")
    if not numbers:
        return _page(Refusal(_("Please tick at least one shift."), numbers, reason)), 422
    with writing() as session:
        outcome = service.accept(
            session,
            proposal_ids=numbers,
            clashing=Clashing(clashing) if clashing in set(Clashing) else None,
            reason=reason,
            links=rostering.links(),
            **common(),
        )
    if isinstance(outcome, service.Objected):
        return _page(Refusal(_objected(outcome, clashing), numbers, reason)), 422
    if isinstance(outcome, service.Overtaken):
        flash(
            _("Somebody has changed who stands there in the meantime. Please look at it once more."), "warn"
        )
    elif not outcome.shifts:
        flash(_("This has been answered already, or the shifts are over."), "warn")
    else:
        flash(
            ngettext(
                "%(n)s shift follows the programme now.",
                "%(n)s shifts follow the programme now.",
                outcome.shifts,
            ),
            "good",
        )
        _tell(outcome)
    return redirect(url_for(".proposals"), 303)


def _objected(outcome: service.Objected, clashing: str) -> str:
    if clashing == Clashing.KEEP:
        return _("Please give a reason for keeping people against the rules; it is kept in the record.")
    return ngettext(
        "The rules speak against %(n)s person at the new times. Please say below what is to become of them.",
        "The rules speak against %(n)s people at the new times. Please say below what is to become of them.",
        len(outcome.against),
    )


def _tell(outcome: service.Followed) -> None:
    if outcome.taken_off:
        flash(
            ngettext(
                "%(n)s person was taken off: please find somebody for the place.",
                "%(n)s people were taken off: please find somebody for their places.",
                outcome.taken_off,
            ),
            "warn",
        )
    if outcome.told:
        flash(
            ngettext("%(n)s person gets a message.", "%(n)s people get a message.", outcome.told),
            "info",
        )


@blueprint.post("/roster/following/leave")
@access.staff(Right.MANAGE_ROSTER)
def leave() -> Answer:
    """Leave the ticked shifts as they are, for a reason."""
    numbers, reason = _ticked(), tidy(request.form.get("reason", ""))[:_REASON]
    if not numbers:
        return _page(Refusal(_("Please tick at least one shift."), numbers, reason)), 422
    if not reason:
        sentence = _("Please say why the shifts stay as they are; it is kept in the record.")
        return _page(Refusal(sentence, numbers, reason)), 422
    with writing() as session:
        count = service.dismiss(session, proposal_ids=numbers, reason=reason, **common())
    if count:
        flash(ngettext("%(n)s shift stays as it is.", "%(n)s shifts stay as they are.", count), "good")
    else:
        flash(_("This has been answered already, or the shifts are over."), "warn")
    return redirect(url_for(".proposals"), 303)


def _ticked() -> frozenset[int]:
    found = (number_from(text) for text in request.form.getlist("proposal"))
    return frozenset(number for number in found if number)
