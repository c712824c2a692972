"""Agencies, directives, statutory terms and files, as pages read them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.logistics.models import Agency, AgencyMember, Directive, KeptFile, StatutoryTerm, Task
from festival.logistics.queries.scope import seen
from festival.logistics.types.agencies import Anchor
from festival.logistics.types.tasks import OPEN, Scope, TaskState
from festival.programme.types import EditionFacts


def all_agencies(session: Session) -> Sequence[Agency]:
    """Return the agencies in the order of pages."""
    return session.scalars(select(Agency).order_by(Agency.position, Agency.id)).all()


def get_agency(session: Session, agency_id: int) -> Agency:
    """Return one agency. Raises NotFound."""
    found = session.get(Agency, agency_id)
    if found is None:
        raise NotFound(agency_id)
    return found


def members_of(session: Session, agency_id: int) -> list[int]:
    """Return the accounts that work for an agency."""
    statement = select(AgencyMember.account_id).where(AgencyMember.agency_id == agency_id)
    return list(session.scalars(statement.order_by(AgencyMember.account_id)))


def open_and_late(session: Session, edition_id: int, today: date) -> dict[int, tuple[int, int]]:
    """Return agency → (open tasks that it leads, of these late)."""
    late = case(((Task.due_on < today) & (Task.state != TaskState.REPORTED), 1), else_=0)
    statement = (
        select(Task.agency_id, func.count(), func.sum(late))
        .where(
            Task.edition_id == edition_id,
            Task.state.in_([str(state) for state in OPEN]),
            Task.agency_id.is_not(None),
        )
        .group_by(Task.agency_id)
    )
    return {row[0]: (row[1], int(row[2])) for row in session.execute(statement)}


def directives_of(session: Session, edition_id: int) -> Sequence[Directive]:
    """Return an edition's directives, newest first."""
    statement = (
        select(Directive)
        .where(Directive.edition_id == edition_id)
        .order_by(Directive.issued_on.desc(), Directive.id.desc())
    )
    return session.scalars(statement).all()


def get_directive(session: Session, edition_id: int, directive_id: int) -> Directive:
    """Return one directive. Raises NotFound."""
    found = session.get(Directive, directive_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(directive_id)
    return found


def shows_directive(session: Session, scope: Scope, directive_id: int) -> bool:
    """Tell whether a scope shows a directive: all do that show all, others those of which they have a task."""
    if scope.agencies is None:
        return True
    task = select(Task.id).where(Task.directive_id == directive_id, *seen(scope)).limit(1)
    return session.scalar(task) is not None


def counts_by_directive(session: Session, scope: Scope) -> dict[int, tuple[int, int]]:
    """Return directive → (tasks that count, of these done)."""
    done = case((Task.state == TaskState.DONE, 1), else_=0)
    statement = (
        select(Task.directive_id, func.count(), func.sum(done))
        .where(*seen(scope), Task.directive_id.is_not(None), Task.state != TaskState.DROPPED)
        .group_by(Task.directive_id)
    )
    return {row[0]: (row[1], int(row[2])) for row in session.execute(statement)}


def terms_of(session: Session, edition_id: int) -> Sequence[StatutoryTerm]:
    """Return an edition's statutory terms, the earliest day first."""
    statement = select(StatutoryTerm).where(StatutoryTerm.edition_id == edition_id)
    return session.scalars(statement.order_by(StatutoryTerm.days_before.desc(), StatutoryTerm.id)).all()


def get_term(session: Session, edition_id: int, term_id: int) -> StatutoryTerm:
    """Return one statutory term. Raises NotFound."""
    found = session.get(StatutoryTerm, term_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(term_id)
    return found


def last_day(term: StatutoryTerm, edition: EditionFacts) -> date:
    """Return the last day on which a term can be met."""
    anchor = edition.main_day if term.anchor == Anchor.MAIN_DAY else edition.starts_on
    return anchor - timedelta(days=term.days_before)


def files_of_tasks(session: Session, task_ids: Iterable[int]) -> Sequence[KeptFile]:
    """Return the files of tasks, without their content, oldest first."""
    statement = select(KeptFile).where(KeptFile.task_id.in_(sorted(task_ids)))
    return session.scalars(statement.order_by(KeptFile.id)).all()


def files_of_directive(session: Session, directive_id: int) -> Sequence[KeptFile]:
    """Return the files of a directive, without their content."""
    statement = select(KeptFile).where(KeptFile.directive_id == directive_id)
    return session.scalars(statement.order_by(KeptFile.id)).all()


def get_file(session: Session, scope: Scope, file_id: int) -> KeptFile:
    """Return a file that this scope shows. Raises NotFound."""
    found = session.get(KeptFile, file_id)
    if found is None:
        raise NotFound(file_id)
    if found.task_id is not None:
        shown = session.scalar(select(Task.id).where(Task.id == found.task_id, *seen(scope)))
        if shown is None:
            raise NotFound(file_id)
    elif found.directive_id is not None:
        get_directive(session, scope.edition_id, found.directive_id)
        if not shows_directive(session, scope, found.directive_id):
            raise NotFound(file_id)
    return found
