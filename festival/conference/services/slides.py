"""A speaker's files: brought in versions, looked at by the desk, used or refused. What they are was examined before."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import MaterialRow, SpeakerRow
from festival.conference.services.speaking import hold_speaker
from festival.conference.types.sessions import Examined, MaterialAudience
from festival.conference.types.speaking import Appearance
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.names import slugify
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.registration.rules import names

MOST_VERSIONS = 20  # of one speaker's file: whoever got hold of a link cannot fill the disk
_WIDER = (MaterialAudience.PUBLIC, MaterialAudience.DELEGATES, MaterialAudience.SPEAKERS)


def audiences_within(wish: MaterialAudience) -> tuple[MaterialAudience, ...]:
    """Return who may be given a file of which the speaker has said so: never more people than that."""
    return _WIDER[_WIDER.index(wish) :]


def bring(
    session: Session,
    *,
    actor: Actor,
    speaker_id: int,
    place: Appearance,
    audience: MaterialAudience,
    data: bytes,
    examined: Examined,
    now: datetime,
    submission: str | None = None,
) -> int | None:
    """Keep a file as the newest version, for the desk to look at, and return its version; None when there are too many.

    The version that is used stays so until the desk has approved the new one. The same form sent again keeps one. Raises
    NotFound.
    """
    row = hold_speaker(session, speaker_id)
    if submission is not None:
        known = session.scalar(select(MaterialRow.version).where(MaterialRow.submission == submission))
        if known is not None:
            return known
    key = f"speaker {speaker_id} {place.talk_id or 'session'}"
    same = (MaterialRow.session_id == place.session_id, MaterialRow.title_key == key)
    versions = list(session.scalars(select(MaterialRow.version).where(*same)))
    if len(versions) >= MOST_VERSIONS:
        return None
    session.execute(
        update(MaterialRow)
        .where(*same, MaterialRow.approved_at.is_(None), MaterialRow.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    title = _title(place, row)
    made = MaterialRow(
        session_id=place.session_id,
        title=title,
        title_key=key,
        audience=str(audience),
        name=f"{slugify(title.in_('en'), otherwise='slides')[:100]}.{examined.ending}",
        media_type=examined.media_type,
        size=len(data),
        content=data,
        version=max(versions, default=0) + 1,
        submission=submission,
        made_at=now,
        made_by=actor.id if actor.kind == "person" else None,
        speaker_id=speaker_id,
        talk_id=place.talk_id,
    )
    session.add(made)
    session.flush()
    note(
        session,
        actor=actor,
        verb="slides.kept",
        subject="speaking",
        subject_id=speaker_id,
        now=now,
        material=made.id,
        version=made.version,
    )
    return made.version


def _title(place: Appearance, row: SpeakerRow) -> Trilingual:
    """Return what the file is called: the talk, and whose it is, for a talk may have two speakers."""
    return Trilingual(
        **{code: f"{place.title.in_(code)} ({names.shown(row.person, code)})"[:300] for code in LANGUAGES}
    )


def approve(
    session: Session,
    *,
    actor: Actor,
    speaker_id: int,
    material_id: int,
    audience: MaterialAudience,
    now: datetime,
) -> bool:
    """Use this version, also an older one; the one that was used steps back. False where more people would get it than
    the speaker has said. Raises NotFound.
    """
    hold_speaker(session, speaker_id)
    row = _version(session, speaker_id, material_id)
    if audience not in audiences_within(MaterialAudience(row.audience)):
        return False
    session.execute(
        update(MaterialRow)
        .where(
            MaterialRow.session_id == row.session_id,
            MaterialRow.title_key == row.title_key,
            MaterialRow.id != row.id,
            MaterialRow.withdrawn_at.is_(None),
            MaterialRow.refused_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
    row.audience = str(audience)
    row.approved_at, row.approved_by = now, actor.id
    row.withdrawn_at, row.refused_at, row.refusal = None, None, ""
    _noted(session, actor, row, "slides.approved", now)
    return True


def refuse(
    session: Session,
    *,
    actor: Actor,
    speaker_id: int,
    material_id: int,
    reason: str,
    now: datetime,
) -> None:
    """Give a version to nobody and tell the speaker why; what was used stays used. Raises NotFound."""
    hold_speaker(session, speaker_id)
    row = _version(session, speaker_id, material_id)
    row.refused_at, row.refusal = now, reason
    row.approved_at, row.approved_by = None, None
    _noted(session, actor, row, "slides.refused", now)


def _version(session: Session, speaker_id: int, material_id: int) -> MaterialRow:
    row = session.get(MaterialRow, material_id, with_for_update=True)
    if row is None or row.speaker_id != speaker_id:
        raise NotFound(material_id)
    return row


def _noted(session: Session, actor: Actor, row: MaterialRow, verb: str, now: datetime) -> None:
    session.flush()
    note(
        session,
        actor=actor,
        verb=verb,
        subject="speaking",
        subject_id=row.speaker_id,
        now=now,
        material=row.id,
        version=row.version,
    )
