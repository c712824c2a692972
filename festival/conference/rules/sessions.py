"""What sessions come to: who is speaking now, what stands against a session, whose agenda it is in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from festival.conference.types.sessions import (
    PUBLIC_PARTS,
    ConferenceSession,
    Live,
    MaterialAudience,
    Objection,
    PartKind,
    SessionKind,
    Talk,
)

# Somebody in the room may forget to say that a session is over.
FORGOTTEN_AFTER = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class NowSpeaking:
    """The session that runs, and the talk in it; `is_said` when somebody in the room has said so."""

    session: ConferenceSession
    talk: Talk | None
    is_said: bool


def now_speaking(
    sessions: Iterable[ConferenceSession], live: Live | None, now: datetime
) -> NowSpeaking | None:
    """Return who speaks at `now`: what the room says, else what the plan says; None between sessions."""
    known = {one.id: one for one in sessions}
    said = known.get(live.session_id) if live else None
    if live and said and now < max(said.content.ends_at, live.since) + FORGOTTEN_AFTER:
        talk = next((one for one in said.talks if one.id == live.talk_id), None)
        return NowSpeaking(said, talk, is_said=True)
    running = next(
        (
            one
            for one in known.values()
            if one.content.starts_at <= now < one.content.ends_at
            and one.content.kind is not SessionKind.BREAK
        ),
        None,
    )
    if running is None:
        return None
    begun = [one for one in running.talks if one.content.starts_at and one.content.starts_at <= now]
    return NowSpeaking(running, begun[-1] if begun else None, is_said=False)


def objections(
    one: ConferenceSession, hours: tuple[datetime, datetime], others: Sequence[ConferenceSession]
) -> tuple[Objection, ...]:
    """Return what stands against a session: its event's hours, its room, people who cannot be in two places."""
    content = one.content
    found = []
    if content.starts_at < hours[0] or content.ends_at > hours[1]:
        found.append(Objection.OUTSIDE_EVENT)
    beside = [other for other in others if other.id != one.id and _overlap(one, other)]
    if any(
        other.content.event_id == content.event_id and other.content.space_id == content.space_id
        for other in beside
    ):
        found.append(Objection.ROOM_TAKEN)
    people = {part.person_id for part in one.parts}
    if any(people & {part.person_id for part in other.parts} for other in beside):
        found.append(Objection.PERSON_TWICE)
    return tuple(found)


def _overlap(one: ConferenceSession, other: ConferenceSession) -> bool:
    return one.content.starts_at < other.content.ends_at and other.content.starts_at < one.content.ends_at


def speakers(sessions: Iterable[ConferenceSession]) -> dict[int, tuple[ConferenceSession, ...]]:
    """Return person → the sessions in which the public meets them, in the order of time."""
    found: dict[int, list[ConferenceSession]] = {}
    for one in sorted(sessions, key=lambda session: session.content.starts_at):
        for person_id in dict.fromkeys(part.person_id for part in one.parts if part.kind in PUBLIC_PARTS):
            found.setdefault(person_id, []).append(one)
    return {person_id: tuple(listed) for person_id, listed in found.items()}


def parts_of(sessions: Iterable[ConferenceSession], person_id: int) -> Mapping[int, frozenset[PartKind]]:
    """Return session → what this person does in it."""
    return {
        one.id: kinds
        for one in sessions
        if (kinds := frozenset(part.kind for part in one.parts if part.person_id == person_id))
    }


def may_have(audience: MaterialAudience, *, is_delegate: bool, is_speaker: bool) -> bool:
    """Tell whether somebody may have a material: speakers have what delegates have, and delegates what is public."""
    if audience is MaterialAudience.PUBLIC:
        return True
    return is_speaker or (is_delegate and audience is MaterialAudience.DELEGATES)
