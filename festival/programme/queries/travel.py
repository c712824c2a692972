"""How long the way from one venue to another takes."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from festival.programme.models import TravelTime, Venue


def travel_minutes(session: Session) -> dict[tuple[str, str], int]:
    """Return (from slug, to slug) → minutes, as far as somebody has said (one query)."""
    here, there = aliased(Venue), aliased(Venue)
    statement = (
        select(here.slug, there.slug, TravelTime.minutes)
        .join(here, here.id == TravelTime.from_id)
        .join(there, there.id == TravelTime.to_id)
    )
    return {(start, end): minutes for start, end, minutes in session.execute(statement)}
