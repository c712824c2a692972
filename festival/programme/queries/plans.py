"""Plans by their secret addresses."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.programme.models import Plan
from festival.programme.plan_keys import digest_of


def get_plan(session: Session, address: str | None, *, for_change: bool = False) -> Plan:
    """Return the plan at an address that has not been ended. Raises NotFound."""
    if address is None:
        raise NotFound
    statement = select(Plan).where(Plan.digest == digest_of(address), Plan.revoked_at.is_(None))
    plan = session.scalar(statement.with_for_update() if for_change else statement)
    if plan is None:
        raise NotFound
    return plan
