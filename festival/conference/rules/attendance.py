"""Who was in the room: stays from doors, presence in sessions, what counts. Pure.

What is said is what scans can say. Somebody who was scanned in and never out is counted until what took place in the hall was
over, or until they were scanned in elsewhere; such a time is marked as assumed. Who was never scanned was, as far as we know, not there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from festival.conference.types.halls import Basis, Holder, Presence, Stay, TermsContent, Use
from festival.conference.types.sessions import ConferenceSession, SessionKind
from festival.registration.types.passages import Passage

_NO_TIME = timedelta()


def stays(passages: Iterable[Passage], spaces: Mapping[int, int], uses: Sequence[Use]) -> list[Stay]:
    """Return the stays of everybody. `spaces`: gate → the hall's space; `uses`: what takes place in the halls."""
    by_person: dict[Holder, list[Passage]] = defaultdict(list)
    for one in sorted(passages, key=lambda passage: passage.at):
        by_person[one.who].append(one)
    return [stay for theirs in by_person.values() for stay in _of_one(theirs, spaces, uses)]


def _of_one(theirs: Sequence[Passage], spaces: Mapping[int, int], uses: Sequence[Use]) -> list[Stay]:
    found: list[Stay] = []
    inside: tuple[int, datetime] | None = None
    for one in theirs:
        space = spaces[one.gate_id]
        if inside is not None and one.at >= _over(
            *inside, uses
        ):  # it ended meanwhile, and nobody was scanned going out
            found.append(_stay(one.who, inside, _over(*inside, uses), is_assumed=True))
            inside = None
        if inside is not None and (not one.is_in or space != inside[0]):
            # Whoever is scanned out somewhere, or in at another door, has left the hall they were in.
            found.append(_stay(one.who, inside, one.at, is_assumed=False))
            inside = None
        if one.is_in and inside is None:
            inside = (space, one.at)
    if inside is not None:
        found.append(_stay(theirs[0].who, inside, _over(*inside, uses), is_assumed=True))
    return [stay for stay in found if stay.until > stay.since]


def _stay(who: Holder, inside: tuple[int, datetime], until: datetime, *, is_assumed: bool) -> Stay:
    return Stay(who, inside[0], inside[1], until, is_assumed)


def _over(space_id: int, at: datetime, uses: Sequence[Use]) -> datetime:
    """Return when what goes on in a hall at `at` is over; somebody who comes in before it begins waits for it."""
    ends = [one.until for one in uses if one.space_id == space_id and one.until > at]
    return min(ends, default=at)


def presences(
    stays: Iterable[Stay], sessions: Iterable[ConferenceSession], spaces: Mapping[int, int], share: int
) -> list[Presence]:
    """Return who was in which session how long. `spaces`: session → its hall's space; `share`: from which percent it counts."""
    by_space: dict[int, list[Stay]] = defaultdict(list)
    for stay in stays:
        by_space[stay.space_id].append(stay)
    return [
        presence
        for one in sessions
        if one.id in spaces and one.content.kind is not SessionKind.BREAK
        for presence in _in_session(one, by_space[spaces[one.id]], share)
    ]


def _in_session(one: ConferenceSession, stays: Iterable[Stay], share: int) -> list[Presence]:
    begins, ends = one.content.starts_at, one.content.ends_at
    pieces: dict[Holder, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.since < ends and stay.until > begins:
            pieces[stay.who].append(stay)
    found = []
    for who, theirs in pieces.items():
        spent = sum((min(stay.until, ends) - max(stay.since, begins) for stay in theirs), _NO_TIME)
        found.append(
            Presence(
                who,
                one.id,
                spent,
                max(min(stay.since for stay in theirs), begins),
                min(max(stay.until for stay in theirs), ends),
                any(stay.is_assumed for stay in theirs),
                spent * 100 >= (ends - begins) * share,
            )
        )
    return found


def inside_at(stays: Iterable[Stay], space_id: int, at: datetime) -> int:
    """Return how many people are in a hall at a moment."""
    return len({stay.who for stay in stays if stay.space_id == space_id and stay.since <= at < stay.until})


def earned(
    presences: Iterable[Presence], sessions: Iterable[ConferenceSession], terms: TermsContent
) -> dict[Holder, tuple[Presence, ...]]:
    """Return who has earned a certificate of these sessions (all of one event), with the sessions they attended."""
    lengths = {
        one.id: one.content.ends_at - one.content.starts_at
        for one in sessions
        if one.content.kind is not SessionKind.BREAK
    }
    whole = sum(lengths.values(), _NO_TIME)
    theirs: dict[Holder, list[Presence]] = defaultdict(list)
    for one in presences:
        if one.session_id in lengths:
            theirs[one.who].append(one)
    found = {}
    for who, listed in theirs.items():
        spent = sum((one.spent for one in listed), _NO_TIME)
        attended = tuple(one for one in listed if one.counts)
        if attended and _is_enough(spent, whole, terms):
            found[who] = attended
    return found


def _is_enough(spent: timedelta, whole: timedelta, terms: TermsContent) -> bool:
    if terms.basis is Basis.MINUTES:
        return spent >= timedelta(minutes=terms.least)
    return spent * 100 >= whole * terms.least
