"""Companies as they are now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from festival.conference.models import Company, CompanyPerson
from festival.conference.types.meetings import Side
from festival.core.errors import NotFound
from festival.core.names import fold

_PAGE = 50
_WITH_PEOPLE = (
    selectinload(Company.people).joinedload(CompanyPerson.person),
    selectinload(Company.in_fields),
)


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """One page of companies, and how many there are in all."""

    rows: Sequence[Company]
    total: int
    number: int
    pages: int


def companies(
    session: Session, edition_id: int, *, text: str = "", side: Side | None = None, number: int = 1
) -> CompanyPage:
    """Return a page of the companies of an edition whose names hold `text`, blind to accents."""
    wanted = [Company.edition_id == edition_id]
    if text:
        wanted.append(Company.name_folded.contains(fold(text), autoescape=True))
    if side is not None:
        wanted.append(Company.side == side)
    total = session.scalar(select(func.count()).select_from(Company).where(*wanted)) or 0
    pages = max(1, -(-total // _PAGE))
    number = min(max(1, number), pages)
    rows = session.scalars(
        select(Company)
        .where(*wanted)
        .options(*_WITH_PEOPLE)
        .order_by(Company.side, Company.name_folded, Company.id)
        .limit(_PAGE)
        .offset((number - 1) * _PAGE)
    ).all()
    return CompanyPage(rows, total, number, pages)


def listed(session: Session, edition_id: int) -> Sequence[Company]:
    """Return the companies that agreed to be shown to everybody."""
    return session.scalars(
        select(Company)
        .where(Company.edition_id == edition_id, Company.listed_at.is_not(None))
        .options(selectinload(Company.in_fields))
        .order_by(Company.side, Company.name_folded, Company.id)
    ).all()


def get_company(session: Session, edition_id: int, company_id: int, *, lock: bool = False) -> Company:
    """Return a company of an edition with its people. Raises NotFound."""
    statement = select(Company).where(Company.id == company_id, Company.edition_id == edition_id)
    if lock:
        session.execute(select(Company.id).where(Company.id == company_id).with_for_update())
        statement = statement.execution_options(populate_existing=True)
    found = session.scalars(statement.options(*_WITH_PEOPLE)).one_or_none()
    if found is None:
        raise NotFound
    return found


def named_companies(session: Session, edition_id: int, numbers: Collection[int]) -> Sequence[Company]:
    """Return those of these companies that an edition has, without their people."""
    return session.scalars(
        select(Company).where(Company.edition_id == edition_id, Company.id.in_(numbers)).order_by(Company.id)
    ).all()


def find_company(session: Session, company_id: int) -> Company | None:
    """Return a company by its number, of whichever edition, or None."""
    return session.scalars(
        select(Company).where(Company.id == company_id).options(*_WITH_PEOPLE)
    ).one_or_none()


def find_contact(session: Session, number: int) -> CompanyPerson | None:
    """Return somebody who speaks for a company, of whichever, with company and person; None when nobody (any more) does."""
    return session.scalars(
        select(CompanyPerson)
        .where(CompanyPerson.id == number, CompanyPerson.is_coming)
        .options(joinedload(CompanyPerson.person), joinedload(CompanyPerson.company))
    ).one_or_none()


def get_speaker(session: Session, company_id: int, number: int) -> CompanyPerson:
    """Return somebody who speaks for a company. Raises NotFound."""
    found = session.scalars(
        select(CompanyPerson)
        .where(CompanyPerson.id == number, CompanyPerson.company_id == company_id)
        .options(joinedload(CompanyPerson.person))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
