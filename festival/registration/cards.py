"""What the badges of a batch show: gathered from the database in a few statements, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.clock import local
from festival.registration.models import Accreditation, Registration, Ticket, Zone
from festival.registration.papers.badges import Badge, ZoneOnBadge
from festival.registration.qr import Codes
from festival.registration.queries.accreditation import categories, photos, zones
from festival.registration.queries.people import persons
from festival.registration.rules.passes import CLASS_ORDER
from festival.registration.types import TicketClass
from festival.registration.types.accreditation import AccreditationState
from festival.registration.types.passes import Opening


def cards(session: Session, edition_id: int, tickets: Sequence[Ticket], codes: Codes) -> list[Badge]:
    """Return the badge of each ticket, in their order; who has several roles shows all of them on one."""
    numbers = [ticket.id for ticket in tickets]
    known = {one.id: one for one in categories(session, edition_id)}
    people = persons(session, (ticket.person_id for ticket in tickets if ticket.person_id))
    with_photo = photos(session, people)
    grounds = zones(session, edition_id)
    short = {
        number: code
        for number, code in session.execute(
            select(Registration.id, Registration.code).where(
                Registration.id.in_({ticket.registration_id for ticket in tickets})
            )
        )
    }
    roles: dict[int, list[int]] = defaultdict(list)
    for ticket_id, category_id in session.execute(
        select(Accreditation.ticket_id, Accreditation.category_id)
        .where(Accreditation.ticket_id.in_(numbers), Accreditation.state == AccreditationState.SIGNED)
        .order_by(Accreditation.id)
    ):
        if ticket_id is not None:
            roles[ticket_id].append(category_id)
    made = []
    for ticket in tickets:
        if ticket.person_id is None or not roles[ticket.id]:
            continue
        person = people[ticket.person_id]
        held = sorted(
            (known[number] for number in roles[ticket.id]),
            key=lambda one: CLASS_ORDER.index(TicketClass(one.ticket_class)),
        )
        made.append(
            Badge(
                name=person,
                position=person.position,
                organisation=person.organisation,
                colour=held[0].colour,
                word=held[0].name,
                more=tuple(one.name for one in held[1:]),
                zones=tuple(_zones(grounds, ticket)),
                svg=str(codes.svg(codes.of(session, ticket), title="")),
                short=_short(short[ticket.registration_id], ticket.position),
                valid=_hours(ticket),
                photo=with_photo.get(person.id),
            )
        )
    return made


def _zones(grounds: Iterable[Zone], ticket: Ticket) -> Iterable[ZoneOnBadge]:
    """Yield the zones of a badge, each with its hours where not all are open at all hours."""
    for zone in grounds:
        hours = [one for one in ticket.openings if one.zones & zone.mask]
        if hours or (not ticket.openings and ticket.zones & zone.mask):
            yield ZoneOnBadge(zone.letter, zone.name, zone.colour, tuple(map(_span, hours)))


def _span(opening: Opening) -> str:
    since, until = local(opening.since), local(opening.until)
    if since.date() == until.date():
        return f"{since:%d/%m %H:%M}–{until:%H:%M}"
    return f"{since:%d/%m %H:%M}–{until:%d/%m %H:%M}"


def _short(code: str, position: int) -> str:
    return f"{code[:3]}-{code[3:]}-{position}"


def _hours(ticket: Ticket) -> str:
    """Return the days a badge is good for, as they are written in Việt Nam; the last minute of the night is still that day."""
    first, last = local(ticket.valid_from), local(ticket.valid_until - timedelta(minutes=1))
    if first.date() == last.date():
        return f"{first:%d/%m/%Y}"
    return f"{first:%d/%m}–{last:%d/%m/%Y}"
