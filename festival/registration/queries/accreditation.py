"""Zones, categories, agencies, and who is accredited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from festival.core.errors import NotFound
from festival.registration.models import (
    Accreditation,
    Agency,
    BadgeBatch,
    BadgeTerms,
    Category,
    Person,
    Photo,
    PrintedBadge,
    Ticket,
    Zone,
)
from festival.registration.queries.people import matching
from festival.registration.types import TicketState
from festival.registration.types.accreditation import OPEN_STATES, AccreditationState

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class AccreditationPage:
    """One page of requests."""

    rows: Sequence[Accreditation]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which requests a list shows; None: all."""

    text: str = ""
    state: AccreditationState | None = None
    category_id: int | None = None
    agency_id: int | None = None


def zones(session: Session, edition_id: int) -> Sequence[Zone]:
    """Return an edition's zones by their letters."""
    return session.scalars(select(Zone).where(Zone.edition_id == edition_id).order_by(Zone.letter)).all()


def categories(session: Session, edition_id: int) -> Sequence[Category]:
    """Return an edition's categories in the order they were made."""
    return session.scalars(
        select(Category).where(Category.edition_id == edition_id).order_by(Category.id)
    ).all()


def get_category(session: Session, edition_id: int, category_id: int) -> Category:
    """Return a category of this edition. Raises NotFound."""
    found = session.get(Category, category_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound
    return found


def get_zone(session: Session, edition_id: int, zone_id: int) -> Zone:
    """Return a zone of this edition. Raises NotFound."""
    found = session.get(Zone, zone_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound
    return found


def agencies(session: Session, edition_id: int) -> Sequence[tuple[Agency, int]]:
    """Return an edition's agencies, each with how many requests of it are open or signed."""
    asked = (
        select(Accreditation.agency_id, func.count().label("number"))
        .where(Accreditation.state.in_(("requested", "approved", "signed")))
        .group_by(Accreditation.agency_id)
        .subquery()
    )
    rows = session.execute(
        select(Agency, func.coalesce(asked.c.number, 0))
        .outerjoin(asked, asked.c.agency_id == Agency.id)
        .where(Agency.edition_id == edition_id)
        .order_by(Agency.name, Agency.id)
    )
    return [(agency, number) for agency, number in rows]


def get_agency(session: Session, edition_id: int, agency_id: int) -> Agency:
    """Return an agency of this edition. Raises NotFound."""
    found = session.get(Agency, agency_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound
    return found


def agency_names(session: Session, edition_id: int) -> dict[int, str]:
    """Return number → name of an edition's agencies."""
    rows = session.execute(select(Agency.id, Agency.name).where(Agency.edition_id == edition_id))
    return {number: name for number, name in rows}


def of_agency(session: Session, agency_id: int) -> Sequence[Accreditation]:
    """Return what an agency has asked for, newest first."""
    return session.scalars(
        _whole().where(Accreditation.agency_id == agency_id).order_by(Accreditation.id.desc())
    ).all()


def of_person(session: Session, person_id: int) -> Sequence[Accreditation]:
    """Return a person's requests, newest first."""
    return session.scalars(
        _whole().where(Accreditation.person_id == person_id).order_by(Accreditation.id.desc())
    ).all()


def get_accreditation(session: Session, edition_id: int, number: int) -> Accreditation:
    """Return a request of this edition with person and category. Raises NotFound."""
    found = session.scalars(_whole().where(Accreditation.id == number)).one_or_none()
    if found is None or found.edition_id != edition_id:
        raise NotFound
    return found


def search_accreditations(
    session: Session, *, edition_id: int, wanted: Filter, number: int = 1, per_page: int = PER_PAGE
) -> AccreditationPage:
    """Return requests of an edition, the oldest open ones first."""
    conditions = _conditions(edition_id, wanted)
    count = select(func.count()).select_from(Accreditation).join(Person, Person.id == Accreditation.person_id)
    total = session.scalar(count.where(*conditions)) or 0
    pages = max(1, -(-total // per_page))
    number = min(max(1, number), pages)
    rows = session.scalars(
        _whole()
        .join(Person, Person.id == Accreditation.person_id)
        .where(*conditions)
        .order_by(Accreditation.id)
        .limit(per_page)
        .offset((number - 1) * per_page)
    ).all()
    return AccreditationPage(rows, number, pages, total)


def state_counts(session: Session, edition_id: int) -> dict[str, int]:
    """Return state → how many requests stand there."""
    rows = session.execute(
        select(Accreditation.state, func.count())
        .where(Accreditation.edition_id == edition_id)
        .group_by(Accreditation.state)
    )
    return {state: number for state, number in rows}


def due(edition_id: int, desk: str | None = None) -> Select[Accreditation]:
    """Return the statement for signed accreditations whose code is on no badge yet, by desk and name."""
    conditions: list[ColumnElement[bool]] = [
        Accreditation.edition_id == edition_id,
        Accreditation.state == AccreditationState.SIGNED,
        Ticket.state == TicketState.VALID,
        or_(
            Accreditation.printed_ticket_id.is_(None),
            Accreditation.printed_ticket_id != Accreditation.ticket_id,
        ),
    ]
    if desk is not None:
        conditions.append(Accreditation.desk == desk)
    return (
        select(Accreditation)
        .join(Person, Person.id == Accreditation.person_id)
        .join(Ticket, Ticket.id == Accreditation.ticket_id)
        .where(*conditions)
        .order_by(Accreditation.desk, Person.folded, Accreditation.id)
    )


def due_by_desk(session: Session, edition_id: int) -> list[tuple[str, int]]:
    """Return desk → how many badges are due there."""
    rows = due(edition_id).with_only_columns(Accreditation.desk, Accreditation.ticket_id).order_by(None)
    counted = rows.distinct().subquery()
    found = session.execute(
        select(counted.c.desk, func.count()).group_by(counted.c.desk).order_by(counted.c.desk)
    )
    return [(desk, number) for desk, number in found]


def batches(session: Session, edition_id: int, *, limit: int = 30) -> list[tuple[BadgeBatch, int]]:
    """Return the newest batches with how many badges each has."""
    rows = session.execute(
        select(BadgeBatch, func.count(PrintedBadge.id))
        .outerjoin(PrintedBadge, PrintedBadge.batch_id == BadgeBatch.id)
        .where(BadgeBatch.edition_id == edition_id)
        .group_by(BadgeBatch.id)
        .order_by(BadgeBatch.id.desc())
        .limit(limit)
    )
    return [(batch, number) for batch, number in rows]


def get_batch(session: Session, edition_id: int, batch_id: int) -> BadgeBatch:
    """Return a batch of this edition. Raises NotFound."""
    found = session.get(BadgeBatch, batch_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound
    return found


def printed(session: Session, person_id: int) -> list[tuple[BadgeBatch, PrintedBadge]]:
    """Return every badge of a person that was printed, newest first."""
    rows = session.execute(
        select(BadgeBatch, PrintedBadge)
        .join(PrintedBadge, PrintedBadge.batch_id == BadgeBatch.id)
        .where(PrintedBadge.person_id == person_id)
        .order_by(BadgeBatch.id.desc())
    )
    return [(batch, badge) for batch, badge in rows]


def terms(session: Session, edition_id: int) -> BadgeTerms | None:
    """Return what stands on the back of badges."""
    return session.get(BadgeTerms, edition_id)


def photos(session: Session, person_ids: Iterable[int]) -> dict[int, bytes]:
    """Return person → the newest photo."""
    rows = session.execute(
        select(Photo.person_id, Photo.jpeg).where(Photo.person_id.in_(set(person_ids))).order_by(Photo.id)
    )
    return {person_id: jpeg for person_id, jpeg in rows}


def photo_of(session: Session, person_id: int) -> Photo | None:
    """Return a person's newest photo."""
    return session.scalars(
        select(Photo).where(Photo.person_id == person_id).order_by(Photo.id.desc()).limit(1)
    ).one_or_none()


def with_photo(session: Session, person_ids: Iterable[int]) -> set[int]:
    """Return those of these persons of whom there is a photo, without reading one."""
    return set(session.scalars(select(Photo.person_id).where(Photo.person_id.in_(set(person_ids)))))


def may_have_badge(session: Session, person_id: int) -> bool:
    """Tell whether a badge has been asked for or made for a person."""
    open_one = select(Accreditation.id).where(
        Accreditation.person_id == person_id, Accreditation.state.in_(OPEN_STATES)
    )
    return session.scalar(open_one.limit(1)) is not None


def _whole() -> Select[Accreditation]:
    return select(Accreditation).options(joinedload(Accreditation.person), joinedload(Accreditation.category))


def _conditions(edition_id: int, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Accreditation.edition_id == edition_id]
    if wanted.state is not None:
        conditions.append(Accreditation.state == wanted.state)
    if wanted.category_id is not None:
        conditions.append(Accreditation.category_id == wanted.category_id)
    if wanted.agency_id is not None:
        conditions.append(Accreditation.agency_id == wanted.agency_id)
    if wanted.text:
        conditions.append(matching(wanted.text))
    return conditions
