"""The sample's work: what the leaders instructed, the standard list of tasks laid on the edition, and how far they are."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.accounts.models import Account
from festival.core.actor import SYSTEM
from festival.core.clock import LOCAL, local
from festival.core.trilingual import Trilingual
from festival.logistics.models import Agency, AgencyMember, Task, TaskChange, TaskEntry, TaskItem
from festival.logistics.queries.tasks import facts
from festival.logistics.services import directing, laying_out
from festival.logistics.types.agencies import DirectiveContent
from festival.logistics.types.tasks import Area, EntryKind, TaskState
from festival.programme.models import Draft, Edition
from festival.programme.queries import edition_facts

_TEXT = (
    "1. Tổ chức Lễ hội chính ngày 17/11 tại Quảng trường 30/10 với chủ đề “Quảng Ninh – Hokkaido: Hội nhập văn hóa giàu bản sắc”.\n"
    "2. Chuẩn bị kỹ Hội nghị xúc tiến đầu tư Quảng Ninh – Nhật Bản, thông điệp rõ ràng, chuyên sâu từng lĩnh vực.\n"
    "3. Xây dựng phương án đón Nhân dân về dự; bảo đảm an ninh trật tự, an toàn giao thông, y tế, khánh tiết, lễ tân hậu cần.\n"
    "4. Các cơ quan, đơn vị, địa phương bám sát nhiệm vụ được giao."
)
# number, days before the main night it was issued, issuer, title, areas whose tasks follow from it
_DIRECTIVES = (
    (
        "152-TB/TU (mẫu)",
        115,
        "Thường trực Tỉnh ủy",
        Trilingual(
            "Kết luận của Thường trực Tỉnh ủy về công tác chuẩn bị Lễ hội Hokkaido tại Hạ Long",
            "ハロン北海道祭りの準備に関する省党委常務の結論",
            "Conclusions of the Standing Committee on preparing the Hokkaido Festival in Hạ Long",
        ),
        (Area.STEERING, Area.PROGRAMME, Area.CONFERENCE),
    ),
    (
        "246/KH-UBND (mẫu)",
        95,
        "Ủy ban nhân dân tỉnh",
        Trilingual(
            "Kế hoạch bảo đảm an ninh trật tự, an toàn giao thông, y tế và phương án đón Nhân dân",
            "治安・交通安全・医療の確保および住民受入に関する計画",
            "Plan for security, traffic, medical care and receiving the people",
        ),
        (Area.SECURITY, Area.TRAFFIC, Area.MEDICAL, Area.PEOPLE, Area.ENVIRONMENT),
    ),
    (
        "318/UBND-NV (mẫu)",
        85,
        "Ủy ban nhân dân tỉnh",
        Trilingual(
            "Phân công nhiệm vụ lễ tân, khánh tiết, truyền thông và công nghệ thông tin phục vụ Lễ hội",
            "祭りの接遇・装飾・広報・情報通信に関する任務分担",
            "Who does what in reception, decoration, communication and IT",
        ),
        (Area.RECEPTION, Area.DECORATION, Area.COMMUNICATION, Area.IT),
    ),
)
_ITEMS = {
    "se-03": (
        "Khảo sát hiện trường cùng phường",
        "Vẽ sơ đồ 3 vòng bảo vệ",
        "Đánh số vị trí trực",
        "Trình lãnh đạo Công an tỉnh duyệt",
    ),
    "me-02": ("Trạm y tế chính sau sân khấu", "Trạm y tế cổng A", "Xe cứu thương 24/24", "Tuyến chuyển viện"),
    "pe-07": ("Hàng rào 6 cổng", "Biển Việt – Nhật", "Đèn lối thoát"),
    "re-06": ("Xe đón 274 khách", "Biển tên đoàn", "Hoa tặng trưởng đoàn", "Phiên dịch tại cửa đến"),
}
_DELAYS = {
    "pr-03",
    "co-03",
    "tr-03",
    "de-01",
    "it-03",
}  # what runs late in the sample, so that pages have something to show
# code of the standard list → slug of the event it serves
_TIED = dict.fromkeys(
    ("pr-09", "pr-10", "pr-12", "pe-11", "se-09", "tr-08", "de-05", "cm-07"), "dem-khai-mac"
) | dict.fromkeys(("co-09", "co-10", "co-11", "de-06"), "hoi-nghi-xuc-tien-dau-tu")
_PLANNED_BEFORE = timedelta(days=14)
_WAITS = {
    "se-05": "Chờ đơn vị viễn thông kéo cáp quang về Quảng trường.",
    "re-04": "Chờ danh sách đoàn từ Hokkaido.",
}


def work(session: Session, edition: Edition, *, now: datetime) -> None:
    """Add directives, agencies, tasks with their states by today, and whose accounts work for which agency."""
    laying_out.lay_out(session, actor=SYSTEM, edition=edition_facts(edition), now=now, is_sample=True)
    tasks = session.scalars(select(Task).where(Task.edition_id == edition.id).order_by(Task.id)).all()
    for number, before, issuer, title, areas in _DIRECTIVES:
        directive_id = directing.add_directive(
            session,
            actor=SYSTEM,
            edition_id=edition.id,
            content=DirectiveContent(
                number, edition.main_day - timedelta(days=before), issuer, title, _TEXT, edition.main_day
            ),
            now=now,
        )
        for task in tasks:
            if task.area in areas:
                task.directive_id = directive_id
    _tie(session, edition, tasks)
    _begin(session, tasks, now)
    _progress(session, tasks, now)
    for login, code in (("lucluong", "cong-an"), ("dieuphoi", "so-vhttdl")):
        account = session.scalar(select(Account.id).where(Account.login == login))
        agency = session.scalar(select(Agency.id).where(Agency.code == code))
        if account is not None and agency is not None:
            session.add(AgencyMember(agency_id=agency, account_id=account))
    session.flush()


def _tie(session: Session, edition: Edition, tasks: Sequence[Task]) -> None:
    """Tie tasks to the events they serve, so that they follow when one is moved."""
    drafts = {
        draft.slug: draft for draft in session.scalars(select(Draft).where(Draft.edition_id == edition.id))
    }
    for task in tasks:
        draft = drafts.get(_TIED.get(task.code or "", ""))
        if draft is not None:
            task.event_id, task.venue_id, task.space_id = draft.id, draft.venue_id, draft.space_id


def _begin(session: Session, tasks: Sequence[Task], now: datetime) -> None:
    """Let the record say that tasks were planned before they began, as it does where people plan: reports of past days tell of them."""
    planned = {change.task_id: change for change in session.scalars(select(TaskChange))}
    for task in tasks:
        task.items = [
            TaskItem(position=n, text=text) for n, text in enumerate(_ITEMS.get(task.code or "", ()))
        ]
        begins = (task.starts_on or task.due_on) - _PLANNED_BEFORE
        first = planned[task.id]
        first.made_at = task.changed_at = min(now, _noon(begins))
        first.content = _said(task)


def _progress(session: Session, tasks: Sequence[Task], now: datetime) -> None:
    today = local(now).date()
    for task in tasks:
        code, starts_on = task.code or "", task.starts_on or task.due_on
        if code in _WAITS and starts_on <= today <= task.due_on:
            _stand(session, task, TaskState.BLOCKED, 30, _WAITS[code], now=min(now, _noon(starts_on)))
        elif code in _DELAYS and starts_on <= today:
            said = "Đang thực hiện, chậm so với kế hoạch."
            _stand(session, task, TaskState.DOING, 60, said, now=min(now, _noon(task.due_on)))
        elif task.due_on < today - timedelta(days=2):
            _stand(session, task, TaskState.DONE, 100, "Đã hoàn thành.", now=_noon(task.due_on))
            task.done_on = task.due_on
        elif task.due_on <= today:
            said = "Đã hoàn thành, đề nghị Ban Tổ chức kiểm tra."
            _stand(session, task, TaskState.REPORTED, 100, said, now=min(now, _noon(task.due_on)))
        elif starts_on <= today:
            share = (today - starts_on).days / max((task.due_on - starts_on).days, 1)
            _stand(session, task, TaskState.DOING, min(90, 10 + round(80 * share / 5) * 5), "", now=now)
            for item in task.items[: len(task.items) // 2]:
                item.done_at = now


def _said(task: Task) -> dict[str, Any]:
    """Return what the record keeps of a task at one of its versions."""
    return facts(task).content.as_json() | {"state": str(task.state), "progress": task.progress}


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LOCAL)


def _stand(
    session: Session, task: Task, state: TaskState, progress: int, text: str, *, now: datetime
) -> None:
    task.state, task.progress, task.changed_at = state, progress, now
    task.version += 1
    session.flush()
    session.add(
        TaskChange(
            task_id=task.id,
            version=task.version,
            what=str(state),
            content=_said(task),
            made_at=now,
        )
    )
    if text:
        session.add(
            TaskEntry(
                task_id=task.id,
                kind=EntryKind.REPORT,
                text=text,
                progress=progress,
                state=state,
                made_at=now,
            )
        )
