"""The page of a day: which day, which places, what stands there, and the last move that can be taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for

from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import local
from festival.core.transaction import current
from festival.programme.board import make_board
from festival.programme.clashing import FoundClash, clashes_among, working_copy
from festival.programme.draft_words import said
from festival.programme.forms.event import sent_again
from festival.programme.forms.placing import placement_values
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import Drafted, drafts_among, history_of
from festival.programme.queries.ground import Ground, ground_of
from festival.programme.queries.pulse import pulse
from festival.programme.rules.clashes.facts import Plan
from festival.programme.rules.daygrid import days_with_events, is_on
from festival.programme.types import EditionFacts
from festival.programme.views.answers import asked_day
from festival.web import access
from festival.web.locale import day_short, tr_plain
from festival.web.locale import gettext as _

STEPS = (15, 5)  # minutes
MOST_CLASHES = 60  # beside a day: nobody reads more, and solving the first makes room for the next


def day_page() -> str:
    """Show the day, the venue and the step that the address asks for."""
    session = current()
    edition = current_edition(session)
    beat = pulse(session, edition.id)  # before what it vouches for
    ground = ground_of(session)
    facts = working_copy(session, edition.id)
    clashes = clashes_among(session, edition.id, facts, now=clock.now())
    days = _days(edition, facts.plans.values())
    day = _chosen_day(edition, days)
    shown = {plan.id for plan in facts.plans.values() if is_on(plan, day) or not plan.is_placed}
    drafts = drafts_among(session, edition.id, shown)
    venue = next((v for v in ground.venues if v.slug == request.args.get("venue")), None)
    shows_empty = venue is None and request.args.get("empty") == "1"
    step = 5 if request.args.get("step") == "5" else 15
    person = access.signed_in()

    def address(**changes: Any) -> str:
        chosen: dict[str, Any] = {
            "day": day.isoformat(),
            "venue": venue.slug if venue else None,
            "step": step if step != STEPS[0] else None,
            "empty": 1 if shows_empty else None,
        }
        return url_for("programme.editor.day", **(chosen | changes))

    board = make_board(
        drafts,
        ground,
        day=day,
        venue_id=venue.id if venue else None,
        clashes=_marks(clashes),
        closures={space_id: room.closures for space_id, room in facts.ground.rooms.items()},
    )
    used = tuple(column for column in board.columns if column.is_used)
    hidden = venue is None and not shows_empty and 0 < len(used) < len(board.columns)
    if hidden:
        board = replace(board, columns=used)
    of_day = [
        clash for clash in clashes if any(number in shown for number in clash.plans)
    ]  # and what lies on none
    return render_template(
        "programme/editor/day.html",
        board=board,
        shows_empty=shows_empty,
        hidden_columns=hidden,
        clashes=of_day[:MOST_CLASHES],
        more_clashes=len(of_day[MOST_CLASHES:]),
        title_of=lambda number: tr_plain(facts.titles[number]),
        pulse=beat,
        day=day,
        step=step,
        address=address,
        day_chips=[(day_short(one), None, address(day=one.isoformat()), one == day) for one in days],
        venue_chips=[
            (_("All venues"), None, address(venue=None), venue is None),
            *((tr_plain(v.name), None, address(venue=v.slug), v is venue) for v in ground.venues),
        ],
        may_edit=person.has(Right.EDIT_PROGRAMME),
        undo=_undo(drafts, ground),
    )


def _days(edition: EditionFacts, plans: Iterable[Plan]) -> list[date]:
    span = (edition.ends_on - edition.starts_on).days
    own = {edition.starts_on + timedelta(days=n) for n in range(span + 1)}
    asked = asked_day()
    return sorted(own | set(days_with_events(plans)) | ({asked} if asked else set()))


def _chosen_day(edition: EditionFacts, days: Sequence[date]) -> date:
    today = local(clock.now()).date()
    return asked_day() or (today if today in days else edition.main_day)


def _marks(clashes: Sequence[FoundClash]) -> dict[int, str]:
    """Return draft → how bad it stands with it."""
    found: dict[int, str] = {}
    for clash in clashes:
        if clash.stands_in_the_way:
            for number in clash.plans:
                found[number] = "hard" if clash.is_hard else found.get(number, "soft")
    return found


def _undo(drafts: Sequence[Drafted], ground: Ground) -> dict[str, Any] | None:
    """Return what takes the move back that the address names, if it was the last thing done to its event, and by the reader."""
    number = request.args.get("moved", type=int)
    draft = next((one for one in drafts if one.id == number), None)
    person = access.signed_in()
    if draft is None or draft.version < 2 or not person.has(Right.EDIT_PROGRAMME):
        return None
    past = history_of(current(), draft.id, since=draft.version - 2)
    if len(past) != 2 or past[1].what not in ("placed", "unplaced") or past[1].made_by != person.actor.id:
        return None
    before = past[0].content
    return {
        "draft": draft,
        "kept": sent_again(placement_values(before) | {"version": draft.version}),
        "back": said("starts_at", before.starts_at, ground),
    }
