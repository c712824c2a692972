"""What registration does when a release changes events: tickets follow, and who holds them is told."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Row, Select, func, select, update
from sqlalchemy.orm import Session

from festival.core.trilingual import Language, as_language
from festival.outbox.services import enqueue_all
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.concerned import Touched
from festival.programme.queries import get_event
from festival.programme.queries.places import place_names
from festival.programme.rules.releasing import Change, Difference
from festival.registration import calendars, queries, rules
from festival.registration.change_mails import Words, kind_of, words
from festival.registration.links import Links
from festival.registration.models import EventPlaces, Registration, Slot, Ticket
from festival.registration.services.supply import make_places
from festival.registration.types import TicketState, Validity, Window
from festival.web.locale import ngettext

_LIVE = (TicketState.VALID, TicketState.BLOCKED)
_HOLDS = (
    select(Ticket.id)
    .where(Ticket.registration_id == Registration.id, Ticket.position > 0, Ticket.state.in_(_LIVE))
    .exists()
)


class Parties:
    """Answers for the parties that hold tickets (see programme/concerned.py)."""

    def __init__(self, public_url: str, secret: str) -> None:
        self._links = Links(public_url, secret)

    def hold(self, session: Session, event_ids: Sequence[int]) -> None:
        """Lock the places of these events: who registers meanwhile waits, and then looks at what is published anew."""
        if not event_ids:
            return
        connection = session.connection()
        rows = [{"event_id": event_id, "taken": 0, "revision": 0} for event_id in sorted(event_ids)]
        connection.execute(make_places(connection.dialect.name), rows)
        session.execute(
            update(EventPlaces)
            .where(EventPlaces.event_id.in_(event_ids))
            .values(revision=EventPlaces.revision + 1)
        )

    def touched(self, session: Session, changes: Sequence[Change]) -> list[Touched]:
        """Return, for each event with tickets, how many people hold them and how many parties will be told."""
        known = [change for change in changes if change.before is not None]
        people = dict(_rows(session, _people([change.event_id for change in known])))
        told = dict(
            _rows(session, _parties([change.event_id for change in known if change.is_worth_a_message]))
        )
        return [
            Touched(
                change.event_id,
                ngettext("%(n)s person holds a ticket", "%(n)s people hold tickets", people[change.event_id]),
                told.get(change.event_id, 0),
            )
            for change in known
            if people.get(change.event_id)
        ]

    def follow(self, session: Session, changes: Sequence[Change], *, release: int, now: datetime) -> int:
        """Give tickets the new hours of their event and write to who holds them; return how many messages there are."""
        for change in changes:
            if Difference.TIME in change.differences and change.before is not None:
                _keep_valid(session, change, now)
        worth = {
            change.event_id: change
            for change in changes
            if change.before is not None and change.is_worth_a_message and not _is_over(change, now)
        }
        if not worth:
            return 0
        places = place_names(session)

        @cache
        def say(event_id: int, lang: Language, channel: Channel) -> Words:
            return words(session, worth[event_id], places, lang=lang, channel=channel)

        holders = session.execute(_holders(list(worth)))
        letters = [
            (
                f"registration:{row.id}:release:{release}",
                self._letter(row, worth[row.event_id], say(row.event_id, *_reader(row))),
            )
            for row in holders
        ]
        enqueue_all(session, letters, now=now)
        return len(letters)

    def _letter(
        self, row: Row[int, int, str, str | None, str | None, int], change: Change, said: Words
    ) -> Letter:
        language, channel = _reader(row)
        kind = kind_of(change)
        # The party's calendar takes the event out or moves it: it knows the entry by its own number.
        told = calendars.no_longer if kind is MessageKind.CALLED_OFF else calendars.coming
        return Letter(
            channel,
            row.mail if channel is Channel.MAIL else row.phone,
            language,
            said.subject,
            said.text,
            self._links.manage_url(row.id, row.manage_epoch),
            said.link_label,
            kind=kind,
            attachments=(told(row.event_id, row.id),) if channel is Channel.MAIL else (),
        )


def _reader(row: Row[int, int, str, str | None, str | None, int]) -> tuple[Language, Channel]:
    return as_language(row.language) or "vi", Channel.MAIL if row.mail else Channel.SMS


def _holders(
    event_ids: Sequence[int],
) -> Select[int, int, str, str | None, str | None, int]:
    return (
        select(
            Registration.id,
            Registration.event_id,
            Registration.language,
            Registration.mail,
            Registration.phone,
            Registration.manage_epoch,
        )
        .where(Registration.event_id.in_(event_ids), Registration.is_sample.is_(False), _HOLDS)
        .order_by(Registration.id)
    )


def _people(event_ids: Sequence[int]) -> Select[int, int]:
    return (
        select(Ticket.event_id, func.count())
        .where(Ticket.event_id.in_(event_ids), Ticket.position > 0, Ticket.state.in_(_LIVE))
        .group_by(Ticket.event_id)
    )


def _parties(event_ids: Sequence[int]) -> Select[int, int]:
    return (
        select(Registration.event_id, func.count())
        .where(Registration.event_id.in_(event_ids), Registration.is_sample.is_(False), _HOLDS)
        .group_by(Registration.event_id)
    )


def _rows(session: Session, statement: Select[int, int]) -> list[tuple[int, int]]:
    return [(event_id, number) for event_id, number in session.execute(statement)]


def _is_over(change: Change, now: datetime) -> bool:
    ends = [content.ends_at for content in (change.before, change.after) if content is not None]
    return all(end is not None and end < now for end in ends)


def _keep_valid(session: Session, change: Change, now: datetime) -> None:
    """Give an event's tickets its new hours; arrival slots go along with the event, and tickets with their slot."""
    event = get_event(session, change.event_id)
    for slot in _moved_slots(session, change):
        valid = rules.slot_validity(event, slot)
        of_slot = select(Registration.id).where(Registration.slot_id == slot.id)
        _set_hours(session, event.id, valid, now, Ticket.registration_id.in_(of_slot))
    without = select(Registration.id).where(Registration.event_id == event.id, Registration.slot_id.is_(None))
    _set_hours(session, event.id, rules.validity(event), now, Ticket.registration_id.in_(without))


def _moved_slots(session: Session, change: Change) -> tuple[Window, ...]:
    """Move an event's slots by as much as its beginning, and return them as they are now."""
    slots = queries.windows(session, change.event_id)
    before = change.before.starts_at if change.before is not None else None
    after = change.after.starts_at
    if not slots or before is None or after is None or before == after:
        return slots
    moved = [rules.moved(slot, after - before) for slot in slots]
    # The later ones first when the event moves on: no two slots of an event may begin together, even for a moment.
    for slot in sorted(moved, key=lambda one: one.starts_at, reverse=after > before):
        session.execute(
            update(Slot).where(Slot.id == slot.id).values(starts_at=slot.starts_at, ends_at=slot.ends_at)
        )
    return tuple(moved)


def _set_hours(
    session: Session, event_id: int, valid: Validity, now: datetime, whose: ColumnElement[bool]
) -> None:
    session.execute(
        update(Ticket)
        # What has hours of its own for each zone was decided for those hours: protocol decides anew.
        .where(Ticket.event_id == event_id, Ticket.state.in_(_LIVE), Ticket.openings.is_(None), whose)
        .values(valid_from=valid.since, valid_until=valid.until, changed_at=now)
    )
