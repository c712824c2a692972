"""Certificates as they stand, and who is due one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import Certificate
from festival.conference.queries.halls import Attendance, House
from festival.conference.rules.attendance import earned
from festival.conference.types.certificates import Attended, Due
from festival.conference.types.halls import TermsContent
from festival.core.errors import NotFound


def due(of: House, found: Attendance, terms: TermsContent, event_id: int) -> list[Due]:
    """Return who has earned a certificate of an event. Who is known by a ticket alone has no page and gets none."""
    sessions = {one.id: one for one in of.sessions if one.content.event_id == event_id}
    listed = earned(found.presences, sessions.values(), terms)
    return [
        Due(
            who[0],
            tuple(
                Attended(sessions[one.session_id].content.title, int(one.spent.total_seconds() // 60))
                for one in sorted(attended, key=lambda each: (each.since, each.session_id))
            ),
        )
        for who, attended in listed.items()
        if who[0]
    ]


def certificates_of(session: Session, edition_id: int, event_id: int | None = None) -> Sequence[Certificate]:
    """Return the certificates of an edition, or of one event, by their numbers."""
    statement = select(Certificate).where(Certificate.edition_id == edition_id).order_by(Certificate.number)
    if event_id is not None:
        statement = statement.where(Certificate.event_id == event_id)
    return session.scalars(statement).all()


def standing_of(session: Session, person_id: int, event_ids: Sequence[int]) -> Sequence[Certificate]:
    """Return a person's certificates that stand, of these events."""
    return session.scalars(
        select(Certificate)
        .where(
            Certificate.person_id == person_id,
            Certificate.event_id.in_(list(event_ids)),
            Certificate.revoked_at.is_(None),
        )
        .order_by(Certificate.number)
    ).all()


def find_certificate(session: Session, certificate_id: int) -> Certificate | None:
    """Return one certificate, or None."""
    return session.get(Certificate, certificate_id)


def get_certificate(session: Session, edition_id: int, certificate_id: int) -> Certificate:
    """Return one certificate of an edition. Raises NotFound."""
    found = session.get(Certificate, certificate_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(certificate_id)
    return found
