"""Change the conference's fields."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import FieldRow
from festival.conference.queries.fields import get_field_row
from festival.conference.types.fields import FieldContent
from festival.core import ids
from festival.core.actor import Actor
from festival.programme.services.holding import hold_ground
from festival.programme.slugs import free_slug, slug_of


def save_field(
    session: Session,
    *,
    actor: Actor,
    slug: str | None,
    content: FieldContent,
    now: datetime,
    submission: str | None = None,
) -> str:
    """Change a field, or add one behind the others for None; return its slug, which stays. Raises NotFound.

    The same form sent again gets the first one.
    """
    if slug is None:
        hold_ground(session)
        if submission is not None:
            known = session.scalar(select(FieldRow.slug).where(FieldRow.submission == submission))
            if known is not None:
                return known
        taken = set(session.scalars(select(FieldRow.slug)))
        wanted = slug_of(content.name.vi) or slug_of(content.name.en) or ids.short_code().lower()
        last = session.scalar(select(func.max(FieldRow.position))) or 0
        row = FieldRow(slug=free_slug(wanted, taken.__contains__), position=last + 1, submission=submission)
        session.add(row)
    else:
        row = get_field_row(session, slug)
    row.name, row.summary, row.text, row.icon = content.name, content.summary, content.text, content.icon
    session.flush()
    verb = "made" if slug is None else "edited"
    note(session, actor=actor, verb=verb, subject="field", subject_id=row.id, now=now)
    return row.slug
