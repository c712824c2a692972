"""Read the projects that call for capital."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from festival.conference.models import ProjectRow
from festival.conference.types.projects import Project
from festival.core.errors import NotFound

_WITH = (joinedload(ProjectRow.field), joinedload(ProjectRow.locality))


def all_projects(session: Session, *, only_public: bool = True) -> tuple[Project, ...]:
    """Return the projects, the largest capital first, those without a sum last."""
    statement = (
        select(ProjectRow).options(*_WITH).order_by(ProjectRow.capital.desc().nulls_last(), ProjectRow.code)
    )
    if only_public:
        statement = statement.where(ProjectRow.is_public)
    return tuple(row.project for row in session.scalars(statement))


def get_project(session: Session, code: str, *, only_public: bool = True) -> Project:
    """Return one project. Raises NotFound, for one that is not public too."""
    row = session.scalar(select(ProjectRow).options(*_WITH).where(ProjectRow.code == code))
    if row is None or (only_public and not row.is_public):
        raise NotFound(code)
    return row.project
