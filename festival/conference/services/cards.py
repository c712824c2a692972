"""Cards are made with their owner's consent, asked for, given, refused and taken back. Nobody gets one that its owner has not given."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import BusinessCard, CardPass
from festival.conference.types.cards import (
    ASKS_AN_HOUR,
    CONSENT_VERSION,
    CardContent,
    Gives,
    Outcome,
    PassState,
)
from festival.core import throttle
from festival.core.actor import Actor
from festival.core.signing import derive
from festival.core.throttle import Counter
from festival.core.trilingual import Language
from festival.registration.models import Person

_HOUR = timedelta(hours=1)


def agree(
    session: Session, *, actor: Actor, person_id: int, content: CardContent, language: Language, now: datetime
) -> None:
    """Keep what somebody's card shows, with the consent to exchange it; doing it again changes the card."""
    _held(session, person_id)
    row = session.get(BusinessCard, person_id, populate_existing=True)
    agrees_anew = row is None
    if row is None:
        row = BusinessCard(
            person_id=person_id, agreed_at=now, consent_version=CONSENT_VERSION, consent_language=language
        )
        session.add(row)
    elif row.consent_version != CONSENT_VERSION:  # the form is ticked and sent under the words of today
        row.agreed_at, row.consent_version, row.consent_language = now, CONSENT_VERSION, language
        agrees_anew = True
    row.gives, row.website = str(content.gives), content.website
    row.shows_phone, row.shows_mail, row.changed_at = content.shows_phone, content.shows_mail, now
    session.flush()
    if agrees_anew:
        note(
            session, actor=actor, verb="card.agreed", subject="person", subject_id=person_id, now=now,
            consent=CONSENT_VERSION,
        )  # fmt: skip


def withdraw(session: Session, *, actor: Actor, person_id: int, now: datetime) -> None:
    """Take the consent back: the card is gone from everybody's page, and what was asked in either direction with it."""
    _held(session, person_id)
    session.execute(delete(BusinessCard).where(BusinessCard.person_id == person_id))
    session.execute(
        delete(CardPass).where(
            or_(
                CardPass.giver_id == person_id,
                (CardPass.taker_id == person_id) & (CardPass.state != PassState.GIVEN),
            )
        )
    )
    note(session, actor=actor, verb="card.withdrawn", subject="person", subject_id=person_id, now=now)


def send(session: Session, *, actor: Actor, giver_id: int, taker_id: int, now: datetime) -> Outcome:
    """Give the own card to somebody who exchanges cards too."""
    _hold_both(session, giver_id, taker_id)
    if (no := _refusal(session, giver_id, taker_id)) is not None:
        return no
    _put(session, giver_id, taker_id, PassState.GIVEN, now)
    note(session, actor=actor, verb="card.given", subject="person", subject_id=giver_id, now=now)
    return Outcome.GIVEN


def ask(
    session: Session, *, actor: Actor, taker_id: int, giver_id: int, secret: str, now: datetime
) -> Outcome:
    """Ask for somebody's card, whose badge was scanned: they give it at once if they said so, else they are asked.

    What was refused stays refused.
    """
    counter = Counter("card-asks", str(taker_id), _HOUR)
    [asked] = throttle.count(session, counter, secret=derive(secret, "card-counters"), now=now)
    if asked > ASKS_AN_HOUR:
        return Outcome.TOO_OFTEN
    _hold_both(session, giver_id, taker_id)
    if (no := _refusal(session, taker_id, giver_id)) is not None:
        return no
    known = session.get(CardPass, (giver_id, taker_id), populate_existing=True)
    if known is not None and known.state == PassState.GIVEN:
        return Outcome.GIVEN
    if known is not None:  # the same words whether it waits or was refused
        return Outcome.ASKED
    gives = session.get_one(BusinessCard, giver_id).gives
    state = PassState.GIVEN if gives == Gives.SCAN else PassState.ASKED
    _put(session, giver_id, taker_id, state, now)
    note(session, actor=actor, verb=f"card.{state}", subject="person", subject_id=giver_id, now=now)
    return Outcome.GIVEN if state is PassState.GIVEN else Outcome.ASKED


def answer(
    session: Session, *, actor: Actor, giver_id: int, taker_id: int, gives: bool, now: datetime
) -> bool:
    """Give the own card to somebody who asked, or refuse; False when nobody asks (any more)."""
    _held(session, giver_id)
    row = session.get(CardPass, (giver_id, taker_id), populate_existing=True)
    if row is None or row.state != PassState.ASKED or session.get(BusinessCard, giver_id) is None:
        return False
    row.state, row.at = str(PassState.GIVEN if gives else PassState.REFUSED), now
    session.flush()
    note(session, actor=actor, verb=f"card.{row.state}", subject="person", subject_id=giver_id, now=now)
    return True


def take_back(session: Session, *, actor: Actor, giver_id: int, taker_id: int, now: datetime) -> None:
    """Let somebody have the own card no longer: it leaves their page. Nothing happens where they have none."""
    _held(session, giver_id)
    row = session.get(CardPass, (giver_id, taker_id), populate_existing=True)
    if row is not None and row.state == PassState.GIVEN:
        row.state, row.at = str(PassState.REFUSED), now
        session.flush()
        note(session, actor=actor, verb="card.taken_back", subject="person", subject_id=giver_id, now=now)


def _refusal(session: Session, own_id: int, other_id: int) -> Outcome | None:
    if session.get(BusinessCard, own_id, populate_existing=True) is None:
        return Outcome.NO_CARD
    if own_id == other_id or session.get(BusinessCard, other_id, populate_existing=True) is None:
        return Outcome.CLOSED
    return None


def _put(session: Session, giver_id: int, taker_id: int, state: PassState, now: datetime) -> None:
    row = session.get(CardPass, (giver_id, taker_id), populate_existing=True)
    if row is None:
        session.add(CardPass(giver_id=giver_id, taker_id=taker_id, state=str(state), at=now))
    else:
        row.state, row.at = str(state), now
    session.flush()


def _hold_both(session: Session, one: int, other: int) -> None:
    for person_id in sorted(
        {one, other}
    ):  # in one order, so that two who scan each other do not wait for ever
        _held(session, person_id)


def _held(session: Session, person_id: int) -> None:
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
