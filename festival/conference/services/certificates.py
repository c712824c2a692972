"""Certificates are issued to who has earned one, and revoked with a reason; what one says never changes."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import Certificate
from festival.conference.types.certificates import Due, Issued, NotOver, Said
from festival.conference.types.halls import TermsContent
from festival.core import clock
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.models import Edition
from festival.programme.types import EventFacts
from festival.registration.models import Person
from festival.registration.rules import names


def issue(
    session: Session,
    *,
    actor: Actor,
    event: EventFacts,
    due: Iterable[Due],
    terms: TermsContent,
    now: datetime,
) -> Issued | NotOver:
    """Issue certificates of an event that is over to all who are due one and have none. Doing it again issues none twice."""
    if now < event.ends_at:
        return NotOver()
    session.execute(select(Edition.id).where(Edition.id == event.edition_id).with_for_update())
    standing = set(
        session.scalars(
            select(Certificate.person_id).where(
                Certificate.event_id == event.id, Certificate.revoked_at.is_(None)
            )
        )
    )
    wanted = {one.person_id: one for one in due}
    people = session.scalars(
        select(Person).where(Person.id.in_(wanted)).order_by(Person.folded, Person.id)
    ).all()
    last = (
        session.scalar(select(func.max(Certificate.number)).where(Certificate.edition_id == event.edition_id))
        or 0
    )
    made = 0
    for person in people:
        if person.id in standing:
            continue
        made += 1
        session.add(
            Certificate(
                edition_id=event.edition_id,
                number=last + made,
                event_id=event.id,
                person_id=person.id,
                language=person.language,
                name=names.printed(person),
                latin=_latin(person),
                said=_said(event, wanted[person.id], person, terms).as_json(),
                issued_at=now,
                issued_by=actor.id if actor.kind == "person" else None,
                is_sample=person.is_sample,
            )
        )
    session.flush()
    if made:
        note(session, actor=actor, verb="certificates.issued", subject="event", subject_id=event.id, now=now, made=made)  # fmt: skip
    return Issued(made, len(standing & set(wanted)))


def _latin(person: Person) -> str:
    """Return the name in Latin letters where the printed one has others."""
    latin = names.in_latin(person)
    return latin if names.is_east_asian(names.printed(person)) else ""


def _said(event: EventFacts, one: Due, person: Person, terms: TermsContent) -> Said:
    return Said(
        event=event.title,
        day=clock.local(event.starts_at).date(),
        venue=event.venue_name,
        sessions=one.sessions,
        organisation=person.organisation,
        issuer=terms.issuer,
        signatory=terms.signatory,
        position=terms.position,
        place=terms.place,
    )


def revoke(
    session: Session, *, actor: Actor, edition_id: int, certificate_id: int, reason: str, now: datetime
) -> bool:
    """Revoke a certificate, so that its code says so; False when it was revoked already. Raises NotFound."""
    row = session.scalar(
        select(Certificate)
        .where(Certificate.id == certificate_id, Certificate.edition_id == edition_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(certificate_id)
    if row.revoked_at is not None:
        return False
    row.revoked_at, row.reason = now, reason
    row.revoked_by = actor.id if actor.kind == "person" else None
    session.flush()
    note(session, actor=actor, verb="revoked", subject="certificate", subject_id=row.id, now=now)
    return True
