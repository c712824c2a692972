"""Files of sessions: brought, replaced by a newer one, withdrawn. What they are was examined before (rules/materials.py)."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import MaterialRow, SessionRow
from festival.conference.types.sessions import Examined, MaterialAudience
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.names import fold, slugify
from festival.core.trilingual import Trilingual


def keep_material(
    session: Session,
    *,
    actor: Actor,
    session_id: int,
    title: Trilingual,
    audience: MaterialAudience,
    data: bytes,
    examined: Examined,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Keep a file as the newest version of its title and return its number; the same form sent again keeps one. Raises NotFound."""
    held = session.scalar(select(SessionRow.id).where(SessionRow.id == session_id).with_for_update())
    if held is None:
        raise NotFound(session_id)
    if submission is not None:
        known = session.scalar(select(MaterialRow.id).where(MaterialRow.submission == submission))
        if known is not None:
            return known
    key = fold(title.in_("vi"))[:200]
    same = (MaterialRow.session_id == session_id, MaterialRow.title_key == key)
    last = session.scalar(select(func.max(MaterialRow.version)).where(*same)) or 0
    session.execute(
        update(MaterialRow).where(*same, MaterialRow.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )
    row = MaterialRow(
        session_id=session_id,
        title=title,
        title_key=key,
        audience=str(audience),
        name=f"{slugify(title.in_('en'), otherwise='material')[:100]}.{examined.ending}",
        media_type=examined.media_type,
        size=len(data),
        content=data,
        version=last + 1,
        submission=submission,
        made_at=now,
        made_by=actor.id,
        approved_at=now,
        approved_by=actor.id,
    )
    session.add(row)
    session.flush()
    note(
        session,
        actor=actor,
        verb="material.kept",
        subject="session",
        subject_id=session_id,
        now=now,
        material=row.id,
        audience=str(audience),
    )
    return row.id


def withdraw_material(
    session: Session, *, actor: Actor, session_id: int, material_id: int, now: datetime
) -> None:
    """Give a file to nobody any more; nothing happens to one that is withdrawn already. Raises NotFound."""
    row = session.get(MaterialRow, material_id)
    if row is None or row.session_id != session_id:
        raise NotFound(material_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        note(
            session,
            actor=actor,
            verb="material.withdrawn",
            subject="session",
            subject_id=session_id,
            now=now,
            material=material_id,
        )
