"""Keep files with a task or a directive. They are only added."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import Directive, KeptFile
from festival.logistics.services.tasking import lock_task
from festival.logistics.types.files import CheckedFile
from festival.programme.services.drafting import account_of

MOST_FILES = 40  # of one task or directive


def keep(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    file: CheckedFile,
    now: datetime,
    task_id: int | None = None,
    directive_id: int | None = None,
    remark: str = "",
    submission: str | None = None,
) -> int | None:
    """Keep a file and return its id; None when there are too many already. The same form again gets the first one."""
    if task_id is not None:
        lock_task(session, edition_id, task_id)
        of = KeptFile.task_id == task_id
    else:
        found = session.scalar(
            select(Directive.id)
            .where(Directive.id == directive_id, Directive.edition_id == edition_id)
            .with_for_update()
        )
        if found is None:
            raise NotFound(directive_id)
        of = KeptFile.directive_id == directive_id
    if submission is not None:
        known = session.scalar(select(KeptFile.id).where(KeptFile.submission == submission))
        if known is not None:
            return known
    if (session.scalar(select(func.count()).select_from(KeptFile).where(of)) or 0) >= MOST_FILES:
        return None
    kept = KeptFile(
        task_id=task_id,
        directive_id=directive_id,
        name=file.name[:160],
        kind=str(file.kind),
        size=len(file.data),
        note=remark,
        data=file.data,
        made_at=now,
        made_by=account_of(actor),
        submission=submission,
    )
    session.add(kept)
    session.flush()
    subject, number = ("task", task_id) if task_id is not None else ("directive", directive_id)
    note(session, actor=actor, verb="filed", subject=subject, subject_id=number, now=now, file=kept.id)
    return kept.id
