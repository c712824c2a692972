"""Lay the standard list on an edition: agencies that are missing, tasks with dates from the main night, terms of the law."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.core.trilingual import Trilingual
from festival.logistics.models import Agency, StatutoryTerm, Task
from festival.logistics.rules.standard import (
    StandardAgency,
    StandardTask,
    agencies_of,
    tasks_of,
)
from festival.logistics.services import tasking
from festival.logistics.types.agencies import Anchor
from festival.logistics.types.tasks import TaskContent
from festival.programme.services.holding import hold_edition
from festival.programme.types import EditionFacts

_FOLDER = Path(__file__).resolve().parents[1] / "standard"
_ND110 = "Nghị định 110/2018/NĐ-CP"
# The articles are as public pages of administrative procedures give them; the words of the decree itself decide.
_CHECK = "(cần pháp chế đối chiếu)"
# What the law wants of a festival; afterwards these are rows that can be edited like any other. One of foreign origin registers the
# first time and after a pause of two years, and needs an answer in writing; an annual one notifies, and silence is enough.
_TERMS: tuple[tuple[str, int, str, Trilingual], ...] = (
    (
        "nd110-foreign",
        30,
        f"{_ND110}, Điều 9–11 {_CHECK}",
        Trilingual(
            "Đăng ký tổ chức lễ hội có nguồn gốc từ nước ngoài, kèm phương án an ninh, phòng cháy chữa cháy, vệ sinh môi trường",
            "外国に由来する祭りの開催登録（警備・防火・環境衛生の計画を添付）",
            "Register a festival of foreign origin, with plans for security, fire and environment",
        ),
    ),
    (
        "nd110-annual",
        20,
        f"{_ND110}, Điều 14–16 {_CHECK}",
        Trilingual(
            "Thông báo tổ chức lễ hội định kỳ hằng năm tới cơ quan có thẩm quyền",
            "毎年開催する祭りの所管機関への届出",
            "Notify the competent authority of a festival that is held every year",
        ),
    ),
    (
        "nd110-silence",
        5,  # 15 days after the last day for the notification
        f"{_ND110}, Điều 16 {_CHECK}",
        Trilingual(
            "Hết 15 ngày kể từ ngày thông báo: không có ý kiến trả lời thì được tổ chức theo nội dung thông báo",
            "届出から15日の経過：回答がなければ届出の内容どおり開催可",
            "15 days after the notification end: without an answer the festival may be held as notified",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What laying the list out would add: tasks with their days, and how many agencies and terms are new."""

    tasks: tuple[tuple[StandardTask, date, date], ...]
    known: int
    agencies: int
    terms: int


@cache
def standard_tasks() -> tuple[StandardTask, ...]:
    """Return the lines of the standard list."""
    return tasks_of((_FOLDER / "tasks.csv").read_text("utf-8"))


@cache
def standard_agencies() -> tuple[StandardAgency, ...]:
    """Return the agencies of the standard list."""
    return agencies_of((_FOLDER / "agencies.csv").read_text("utf-8"))


def outlook(session: Session, edition: EditionFacts) -> Outlook:
    """Return what would be added to an edition now (3 statements)."""
    codes = _codes(session, edition.id)
    new = [task for task in standard_tasks() if task.code not in codes]
    known = set(session.scalars(select(Agency.code)))
    terms = set(session.scalars(select(StatutoryTerm.code).where(StatutoryTerm.edition_id == edition.id)))
    return Outlook(
        tasks=tuple((task, *task.days(edition.main_day)) for task in new),
        known=len(standard_tasks()) - len(new),
        agencies=sum(agency.code not in known for agency in standard_agencies()),
        terms=sum(code not in terms for code, *_rest in _TERMS),
    )


def _codes(session: Session, edition_id: int) -> dict[str, int]:
    statement = select(Task.code, Task.id).where(Task.edition_id == edition_id, Task.code.is_not(None))
    return {code: task_id for code, task_id in session.execute(statement) if code}


def lay_out(
    session: Session, *, actor: Actor, edition: EditionFacts, now: datetime, is_sample: bool = False
) -> int:
    """Add what of the standard list the edition lacks; return how many tasks are new. What is there stays as it is."""
    hold_edition(session, edition.id)
    agencies = _agencies(session, is_sample=is_sample)
    _terms(session, edition.id, now)
    by_code = _codes(session, edition.id)
    added = 0
    for task in standard_tasks():
        if task.code in by_code:
            continue
        starts_on, due_on = task.days(edition.main_day)
        content = TaskContent(
            area=task.area,
            title=task.title,
            starts_on=starts_on,
            due_on=due_on,
            priority=task.priority,
            agency_id=agencies[task.lead],
            partners=tuple(agencies[code] for code in task.partners),
            after=tuple(by_code[code] for code in task.after if code in by_code),
        )
        made = tasking.add(
            session, actor=actor, edition_id=edition.id, content=content, now=now, code=task.code
        )
        by_code[task.code] = made.id
        added += 1
    return added


def _agencies(session: Session, *, is_sample: bool) -> dict[str, int]:
    known = {agency.code: agency.id for agency in session.scalars(select(Agency))}
    last = session.scalar(select(func.max(Agency.position))) or 0
    for place, agency in enumerate(standard_agencies(), start=1):
        if agency.code not in known:
            made = Agency(
                code=agency.code,
                name=agency.name,
                short=agency.short,
                position=last + place,
                mail=f"{agency.code}@quangninh.example" if is_sample else "",
                contact="Đầu mối liên hệ (mẫu)" if is_sample else "",
                is_sample=is_sample,
            )
            session.add(made)
            session.flush()
            known[agency.code] = made.id
    return known


def _terms(session: Session, edition_id: int, now: datetime) -> None:
    known = set(session.scalars(select(StatutoryTerm.code).where(StatutoryTerm.edition_id == edition_id)))
    session.add_all(
        StatutoryTerm(
            edition_id=edition_id,
            code=code,
            title=title,
            days_before=days,
            anchor=Anchor.FIRST_DAY,
            source=source,
            changed_at=now,
        )
        for code, days, source, title in _TERMS
        if code not in known
    )
    session.flush()
