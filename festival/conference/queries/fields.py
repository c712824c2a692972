"""Read the conference's fields."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import FieldRow
from festival.conference.types.fields import Field
from festival.core.errors import NotFound


def all_fields(session: Session) -> tuple[Field, ...]:
    """Return the fields in their order."""
    rows = session.scalars(select(FieldRow).order_by(FieldRow.position, FieldRow.id))
    return tuple(row.field for row in rows)


def get_field_row(session: Session, slug: str) -> FieldRow:
    """Return one field's row. Raises NotFound."""
    found = session.scalar(select(FieldRow).where(FieldRow.slug == slug))
    if found is None:
        raise NotFound(slug)
    return found
