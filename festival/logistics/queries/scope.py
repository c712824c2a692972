"""Whose tasks somebody sees: the edition's, or those that the own agencies lead or work on, or that are in the own name."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from festival.logistics.models import AgencyMember, Task, TaskPartner
from festival.logistics.types.tasks import Scope


def scope_of(session: Session, *, edition_id: int, account_id: int, sees_all: bool) -> Scope:
    """Return what an account sees (one statement, or none)."""
    if sees_all:
        return Scope(edition_id)
    return Scope(edition_id, agencies_of(session, account_id), account_id)


def agencies_of(session: Session, account_id: int) -> frozenset[int]:
    """Return the agencies that an account works for."""
    statement = select(AgencyMember.agency_id).where(AgencyMember.account_id == account_id)
    return frozenset(session.scalars(statement))


def seen(scope: Scope) -> list[ColumnElement[bool]]:
    """Return what must be true of a task that this scope shows."""
    conditions: list[ColumnElement[bool]] = [Task.edition_id == scope.edition_id]
    if scope.agencies is not None:
        conditions.append(or_(*own(scope.agencies, scope.account_id)))
    return conditions


def own(agencies: frozenset[int], account_id: int | None) -> list[ColumnElement[bool]]:
    """Return the ways in which a task belongs to these agencies or this person."""
    numbers = sorted(agencies)
    helped = select(TaskPartner.task_id).where(TaskPartner.agency_id.in_(numbers))
    return [Task.agency_id.in_(numbers), Task.id.in_(helped), Task.responsible_id == account_id]
