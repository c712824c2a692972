"""Companies are added, changed, listed with their consent, and get people who speak for them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import Company, CompanyField, CompanyPerson
from festival.conference.queries.companies import get_company, get_speaker
from festival.conference.types.companies import CompanyContent, CompanyStale
from festival.core.actor import Actor
from festival.core.names import fold
from festival.core.trilingual import LANGUAGES, Language
from festival.outbox.models import Message
from festival.registration.services import people
from festival.registration.types.people import Likeness, PersonContent

LISTING_VERSION = "1"  # of the words with which a company agrees to be listed
_FOLDED = 400
_SAME = {Likeness.MAIL, Likeness.PHONE}


def add_company(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    content: CompanyContent,
    now: datetime,
    submission: str | None = None,
    is_sample: bool = False,
) -> int:
    """Add a company and return its number; the same form sent again gets the first one."""
    if submission is not None:
        known = session.scalar(select(Company.id).where(Company.submission == submission))
        if known is not None:
            return known
    made = Company(
        edition_id=edition_id, version=1, epoch=1, submission=submission, is_sample=is_sample, made_at=now
    )
    _fill(made, content, now)
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="made", subject="company", subject_id=made.id, now=now)
    return made.id


def change_company(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    company_id: int,
    version: int,
    content: CompanyContent,
    now: datetime,
) -> int | CompanyStale:
    """Let a company say something else of itself and return its new version; what changes nothing makes none. Raises NotFound."""
    row = get_company(session, edition_id, company_id, lock=True)
    if row.content == content:
        return row.version
    if row.version != version:
        return CompanyStale(row.content, row.version)
    row.version += 1
    _fill(row, content, now)
    note(session, actor=actor, verb="edited", subject="company", subject_id=row.id, now=now)
    return row.version


def _fill(row: Company, content: CompanyContent, now: datetime) -> None:
    for field in fields(CompanyContent):
        value = getattr(content, field.name)
        if field.name != "fields":
            setattr(row, field.name, str(value) if field.name in {"side", "size", "intent"} else value)
    kept = {one.field_id: one for one in row.in_fields}
    row.in_fields = [kept.get(number) or CompanyField(field_id=number) for number in content.fields]
    row.name_folded = fold(" ".join(filter(None, (content.name.exact(code) for code in LANGUAGES))))[:_FOLDED]
    row.changed_at = now


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """This person speaks for the company already."""

    number: int


def add_speaker(
    session: Session,
    *,
    actor: Actor,
    company: Company,
    content: PersonContent,
    languages: Iterable[Language],
    now: datetime,
) -> int | AlreadyThere:
    """Let somebody speak for a company and return the number of that.

    Who has the same phone or mail, and a name that may be theirs, is the person we know: one person with several roles stays one.
    """
    known = people.find_duplicates(session, edition_id=company.edition_id, content=content)
    same = next((one for one, why in known if why & _SAME and why - _SAME), None)
    person = same or people.add(
        session,
        actor=actor,
        edition_id=company.edition_id,
        content=content,
        now=now,
        sample=company.is_sample,
    )
    there = session.scalars(
        select(CompanyPerson).where(
            CompanyPerson.company_id == company.id, CompanyPerson.person_id == person.id
        )
    ).one_or_none()
    if there is not None and there.is_coming:
        return AlreadyThere(there.id)
    if there is None:
        there = CompanyPerson(company_id=company.id, person_id=person.id, languages="")
        session.add(there)
    there.is_coming = True
    there.languages = _joined(languages)
    session.flush()
    note(
        session, actor=actor, verb="speaker.added", subject="company", subject_id=company.id, now=now, speaker=there.id,
    )  # fmt: skip
    return there.id


def change_languages(
    session: Session,
    *,
    actor: Actor,
    company: Company,
    number: int,
    languages: Iterable[Language],
    now: datetime,
) -> None:
    """Say in which languages somebody can talk. Raises NotFound."""
    row = get_speaker(session, company.id, number)
    row.languages = _joined(languages)
    note(
        session,
        actor=actor,
        verb="speaker.edited",
        subject="company",
        subject_id=company.id,
        now=now,
        speaker=number,
    )


def drop_speaker(session: Session, *, actor: Actor, company: Company, number: int, now: datetime) -> None:
    """Somebody speaks no longer for a company; meetings they were to come to say so on the planner's grid. Raises NotFound."""
    row = get_speaker(session, company.id, number)
    row.is_coming = False
    note(
        session,
        actor=actor,
        verb="speaker.dropped",
        subject="company",
        subject_id=company.id,
        now=now,
        speaker=number,
    )


def _joined(languages: Iterable[Language]) -> str:
    chosen = set(languages)
    return " ".join(code for code in LANGUAGES if code in chosen)


def set_listed(session: Session, *, actor: Actor, company: Company, is_listed: bool, now: datetime) -> None:
    """Show a company to everybody, by its own consent, or no longer."""
    if is_listed == (company.listed_at is not None):
        return
    company.listed_at = now if is_listed else None
    company.listed_version = LISTING_VERSION if is_listed else None
    note(
        session, actor=actor, verb="listed" if is_listed else "unlisted", subject="company", subject_id=company.id,
        now=now, consent=LISTING_VERSION,
    )  # fmt: skip


def end_link(session: Session, *, actor: Actor, company: Company, now: datetime) -> None:
    """Make the company's link open nothing any more; the next one is new."""
    company.epoch += 1
    note(session, actor=actor, verb="link.ended", subject="company", subject_id=company.id, now=now)


def was_invited(session: Session, *, cause: str) -> bool:
    """Tell whether a letter of this cause has been written: the same button pressed twice writes once."""
    return session.scalar(select(Message.id).where(Message.cause == cause)) is not None
