"""Read the register of signed documents."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from festival.conference.models import Company, FieldRow, SigningParty, SigningRow, SigningVersion
from festival.conference.types.signings import PUBLISHED, Signing
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual

_WITH = (
    joinedload(SigningRow.field),
    selectinload(SigningRow.parties).joinedload(SigningParty.company),
)


def all_signings(session: Session, edition_id: int) -> tuple[Signing, ...]:
    """Return the whole register of an edition, what is signed last first and what has no day yet before it."""
    rows = session.scalars(
        select(SigningRow)
        .where(SigningRow.edition_id == edition_id)
        .options(*_WITH)
        .order_by(SigningRow.signed_on.desc().nulls_first(), SigningRow.id.desc())
    )
    return tuple(row.signing for row in rows)


def published_in(session: Session, edition_id: int, field: str) -> tuple[Signing, ...]:
    """Return what the public reads of the register in a field, the newest first."""
    rows = session.scalars(
        select(SigningRow)
        .join(FieldRow, FieldRow.id == SigningRow.field_id)
        .where(
            SigningRow.edition_id == edition_id,
            FieldRow.slug == field,
            SigningRow.is_public,
            SigningRow.state.in_([str(one) for one in PUBLISHED]),
        )
        .options(*_WITH)
        .order_by(SigningRow.signed_on.desc().nulls_last(), SigningRow.id.desc())
    )
    return tuple(row.signing for row in rows)


def get_row(
    session: Session, edition_id: int, signing_id: int, *, lock: bool = False, with_paper: bool = False
) -> SigningRow:
    """Return a document's row, locked where that is asked. Raises NotFound."""
    statement = select(SigningRow).where(SigningRow.id == signing_id, SigningRow.edition_id == edition_id)
    if lock:
        statement = statement.with_for_update(of=SigningRow).execution_options(populate_existing=True)
    options = (*_WITH, undefer(SigningRow.paper)) if with_paper else _WITH
    found = session.scalars(statement.options(*options)).one_or_none()
    if found is None:
        raise NotFound(signing_id)
    return found


def get_signing(session: Session, edition_id: int, signing_id: int) -> Signing:
    """Return a document. Raises NotFound."""
    return get_row(session, edition_id, signing_id).signing


def company_names(session: Session, edition_id: int) -> dict[int, Trilingual]:
    """Return the number → name of all companies of an edition, to choose from."""
    rows = session.execute(
        select(Company.id, Company.name)
        .where(Company.edition_id == edition_id)
        .order_by(Company.side, Company.name_folded, Company.id)
    )
    return {number: name for number, name in rows}


def versions(session: Session, signing_id: int) -> Sequence[SigningVersion]:
    """Return what the register said of it, newest first."""
    return session.scalars(
        select(SigningVersion)
        .where(SigningVersion.signing_id == signing_id)
        .order_by(SigningVersion.version.desc())
    ).all()
