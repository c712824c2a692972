"""What of the conference hangs on an event when a release moves it or calls it off: sessions, interpreters, meetings.

Nothing of it moves by itself: speakers and companies have agreed to hours, and who runs the conference asks them anew.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.conference.models import InterpreterRow, MeetingRow, PartRow, Round, SessionRow
from festival.conference.types.meetings import MeetingState
from festival.conference.types.sessions import PartKind
from festival.core.trilingual import Language
from festival.programme.concerned import Touched
from festival.programme.rules.releasing import Change
from festival.programme.types import Part
from festival.registration.models import Person
from festival.registration.rules.names import shown
from festival.web.locale import gettext as _
from festival.web.locale import joined, language, ngettext, number, tr_plain

NAMED = 6  # interpreters; of more the rest is counted


class Conference:
    """Answers for what the conference has planned in events (see programme/concerned.py)."""

    def hold(self, session: Session, event_ids: Sequence[int]) -> None:
        """Hold nothing: no figure of an event is counted against here."""

    def touched(self, session: Session, changes: Sequence[Change]) -> list[Touched]:
        """Return what is planned in each event that moves or is called off (four statements); nobody is written to."""
        worth = {
            change.event_id: change
            for change in changes
            if change.before is not None and change.is_worth_a_message
        }
        if not worth:
            return []
        sessions, meetings = _sessions(session, worth), _meetings(session, worth)
        names = _interpreters(session, worth, language())
        return [
            Touched(event_id, sentence, 0, icon)
            for event_id, change in worth.items()
            for icon, sentence in _sentences(
                sessions[event_id], meetings[event_id], _all(names[event_id], change)
            )
        ]

    def follow(
        self,
        session: Session,  # noqa: ARG002 (the programme asks so)
        changes: Sequence[Change],  # noqa: ARG002
        *,
        release: int,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> int:
        """Do nothing and write to nobody: the page that publishes has said what has to be arranged by people."""
        return 0


def _sentences(sessions: int, meetings: int, interpreters: Collection[str]) -> Iterator[tuple[str, str]]:
    if sessions:
        yield (
            "mic",
            ngettext(
                "%(n)s session of the conference keeps its own hours and room: please arrange it anew",
                "%(n)s sessions of the conference keep their own hours and rooms: please arrange them anew",
                sessions,
            ),
        )
    if meetings:
        yield (
            "briefcase",
            ngettext(
                "%(n)s business meeting keeps its own time: please arrange it anew",
                "%(n)s business meetings keep their own times: please arrange them anew",
                meetings,
            ),
        )
    if interpreters:
        named = sorted(interpreters)
        more = len(named) - NAMED
        rest = [_("and %(n)s more", n=number(more))] if more > 0 else []
        words = joined([*named[:NAMED], *rest])
        yield "language", _("Interpreters who have to be asked anew: %(names)s", names=words)


def _all(names: Collection[str], change: Change) -> set[str]:
    """Return the conference's interpreters and those whom the programme itself names; who is both is said once."""
    people = (change.before.people if change.before else ()) + change.after.people
    return {*names, *(tr_plain(one.name) for one in people if one.part is Part.INTERPRETER)}


def _sessions(session: Session, event_ids: Collection[int]) -> Counter[int]:
    rows = session.execute(
        select(SessionRow.event_id, func.count())
        .where(SessionRow.event_id.in_(event_ids))
        .group_by(SessionRow.event_id)
    )
    return Counter({event_id: count for event_id, count in rows})


def _meetings(session: Session, event_ids: Collection[int]) -> Counter[int]:
    rows = session.execute(
        select(Round.event_id, func.count())
        .join(MeetingRow, MeetingRow.round_id == Round.id)
        .where(Round.event_id.in_(event_ids), MeetingRow.state == MeetingState.PLANNED)
        .group_by(Round.event_id)
    )
    return Counter({event_id: count for event_id, count in rows if event_id is not None})


def _interpreters(session: Session, event_ids: Collection[int], reader: Language) -> dict[int, set[str]]:
    in_sessions = (
        select(SessionRow.event_id, Person)
        .join(PartRow, PartRow.session_id == SessionRow.id)
        .join(Person, Person.id == PartRow.person_id)
        .where(SessionRow.event_id.in_(event_ids), PartRow.kind == PartKind.INTERPRETER)
    )
    at_meetings = (
        select(Round.event_id, Person)
        .join(InterpreterRow, InterpreterRow.round_id == Round.id)
        .join(Person, Person.id == InterpreterRow.person_id)
        .where(Round.event_id.in_(event_ids))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for statement in (in_sessions, at_meetings):
        for event_id, person in session.execute(statement):
            found[event_id or 0].add(shown(person, reader))
    return found
