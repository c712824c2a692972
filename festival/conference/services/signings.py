"""Keep the register of signed documents: what it says, every change of it, and the documents themselves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import Company, FieldRow, SigningParty, SigningRow, SigningVersion
from festival.conference.queries.signings import get_row
from festival.conference.types.sessions import Examined
from festival.conference.types.signings import NumberTaken, SigningContent, SigningStale
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.names import fold, slugify
from festival.programme.services.holding import hold_edition

_PLAIN = (
    "number", "title", "sides", "signed_on", "place", "amount", "amount_is_public", "owner", "due_on", "is_public",
)  # fmt: skip
_WORDS = ("kind", "currency", "state")


def add_signing(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    content: SigningContent,
    why: str = "",
    now: datetime,
    submission: str | None = None,
) -> int | NumberTaken:
    """Add a document and return its number; the same form sent again gets the first one. Raises NotFound."""
    hold_edition(session, edition_id)  # so that two of one number cannot meet
    if submission is not None:
        known = session.scalar(select(SigningRow.id).where(SigningRow.submission == submission))
        if known is not None:
            return known
    taken = _taken(session, edition_id, content.number, but=None)
    if taken is not None:
        return NumberTaken(taken)
    row = SigningRow(edition_id=edition_id, version=1, submission=submission, parties=[])
    session.add(row)
    _write(session, row, content, why=why, actor=actor, now=now)
    note(session, actor=actor, verb="made", subject="signing", subject_id=row.id, now=now)
    return row.id


def change_signing(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    signing_id: int,
    version: int,
    content: SigningContent,
    why: str = "",
    now: datetime,
) -> int | SigningStale | NumberTaken:
    """Let the register say something else and return the new version; what changes nothing makes none. Raises NotFound."""
    hold_edition(session, edition_id)
    row = get_row(session, edition_id, signing_id, lock=True)
    if row.content == content:
        return row.version
    if row.version != version:
        return SigningStale(row.signing)
    taken = _taken(session, edition_id, content.number, but=row.id)
    if taken is not None:
        return NumberTaken(taken)
    row.version += 1
    _write(session, row, content, why=why, actor=actor, now=now)
    note(
        session, actor=actor, verb="edited", subject="signing", subject_id=row.id, now=now, version=row.version
    )  # fmt: skip
    return row.version


def keep_paper(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    signing_id: int,
    data: bytes,
    examined: Examined,
    now: datetime,
) -> None:
    """Keep the signed document in the place of the one before. Raises NotFound."""
    row = get_row(session, edition_id, signing_id, lock=True)
    row.paper = data
    row.paper_name = f"{slugify(row.number, otherwise='document')[:100]}.{examined.ending}"
    row.paper_type, row.paper_size = examined.media_type, len(data)
    session.flush()
    note(
        session, actor=actor, verb="signing.filed", subject="signing", subject_id=row.id, now=now, size=len(data)
    )  # fmt: skip


def remove_paper(session: Session, *, actor: Actor, edition_id: int, signing_id: int, now: datetime) -> None:
    """Forget the document's file; nothing happens where there is none. Raises NotFound."""
    row = get_row(session, edition_id, signing_id, lock=True)
    if row.paper_name is None:
        return
    row.paper = row.paper_name = row.paper_type = row.paper_size = None
    session.flush()
    note(session, actor=actor, verb="signing.unfiled", subject="signing", subject_id=row.id, now=now)


def _key(number: str) -> str:
    return fold(number)[:60]


def _taken(session: Session, edition_id: int, number: str, *, but: int | None) -> int | None:
    statement = select(SigningRow.id).where(
        SigningRow.edition_id == edition_id, SigningRow.number_key == _key(number)
    )
    return session.scalar(statement if but is None else statement.where(SigningRow.id != but))


def _write(
    session: Session, row: SigningRow, content: SigningContent, *, why: str, actor: Actor, now: datetime
) -> None:
    for name in _PLAIN:
        setattr(row, name, getattr(content, name))
    for name in _WORDS:
        setattr(row, name, str(getattr(content, name)))
    row.number_key = _key(content.number)
    with session.no_autoflush:
        row.field = session.scalar(select(FieldRow).where(FieldRow.slug == content.field))
        companies = {
            one.id: one
            for one in session.scalars(
                select(Company).where(Company.edition_id == row.edition_id, Company.id.in_(content.companies))
            )
        }
        if set(companies) != set(content.companies):
            raise NotFound(content.companies)
        known = {one.company_id: one for one in row.parties}
        row.parties = [
            known.get(number) or SigningParty(company_id=number, company=companies[number])
            for number in sorted(companies)
        ]
    session.flush()
    session.add(
        SigningVersion(
            signing_id=row.id,
            version=row.version,
            content=content.as_json(),
            note=why,
            made_at=now,
            made_by=actor.id,
        )
    )
    session.flush()
