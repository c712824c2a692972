"""The sample's families and its class of forty: invented, and marked as samples."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.programme.models import Edition
from festival.programme.queries import events_of
from festival.registration import queries, rules
from festival.registration.messaging import Sender
from festival.registration.services.grouping import register_group
from festival.registration.services.registering import register
from festival.registration.types import (
    GROUP_MOST,
    AccessNeed,
    Application,
    Category,
    GroupApplication,
    GroupKind,
    Purpose,
    Reach,
)
from festival.web.settings import settings

_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("Nguyễn Thị Mẫu Một (mẫu)", "Nguyễn Văn Mẫu Hai (mẫu)", "Nguyễn Mẫu Ba (mẫu)"),
    ("Trần Mẫu Bốn (mẫu)",),
    ("見本 花子（サンプル）", "見本 太郎（サンプル）"),
    ("Phạm Mẫu Năm (mẫu)", "Phạm Mẫu Sáu (mẫu)", "Phạm Mẫu Bảy (mẫu)", "Phạm Mẫu Tám (mẫu)"),
    ("Sample Guest One (sample)", "Sample Guest Two (sample)"),
    ("Lê Thuỳ Mẫu (mẫu)", "Lê Đức Mẫu (mẫu)"),
    ("髙﨑 見本（サンプル）",),
    ("Vũ Mẫu Chín (mẫu)", "Vũ Mẫu Mười (mẫu)", "Đặng Mẫu Ễ (mẫu)"),
)

_FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
_GIVEN_NAMES = ("An", "Bình", "Chi", "Dũng", "Hà", "Khánh", "Linh", "Minh", "Ngọc", "Phương")
_TEACHERS = ("Đỗ Thị Mẫu (giáo viên mẫu)", "見本 鷗（引率・サンプル）")
CLASS = tuple(
    f"{_FAMILY_NAMES[number % len(_FAMILY_NAMES)]} {_GIVEN_NAMES[number % len(_GIVEN_NAMES)]} {number + 1:02} (mẫu)"
    for number in range(40 - len(_TEACHERS))
)


def registrations(session: Session, edition: Edition, *, now: datetime) -> None:
    sender = Sender(settings().public_url, settings().secret_key)
    events = [event for event in events_of(session, edition.id) if event.takes_registrations]
    for event in events:
        slots = queries.windows(session, event.id)
        for number, names in enumerate(_FAMILIES * 3 if event.is_main else _FAMILIES):
            japanese = "サンプル" in names[0]
            application = Application(
                submission=secrets.token_urlsafe(16),
                names=names,
                phone=None,
                mail=f"mau{event.id}-{number}@gia-dinh.example",
                language="ja" if japanese else "vi",
                needs=frozenset({AccessNeed.WHEELCHAIR}) if number % 8 == 3 else frozenset(),
                needs_note="",
                consents=frozenset(
                    {Purpose.REGISTRATION, Purpose.ACCESS_NEEDS}
                    if number % 8 == 3
                    else {Purpose.REGISTRATION}
                ),
                consent_language="ja" if japanese else "vi",
                slot_id=slots[number % len(slots)].id if slots else None,
            )
            register(
                session,
                actor=SYSTEM,
                event=event,
                application=application,
                network=None,
                per_network=0,
                sender=sender,
                now=now,
                sample=True,
            )


def group(session: Session, edition: Edition, *, now: datetime) -> None:
    """Register a class with its teachers for the first event that has places for all of them."""
    sender = Sender(settings().public_url, settings().secret_key)
    application = GroupApplication(
        submission=secrets.token_urlsafe(16),
        kind=GroupKind.SCHOOL,
        name="Lớp 5A, Trường Tiểu học Mẫu (mẫu)",
        responsible=_TEACHERS[0],
        reach=Reach(None, "co-giao-mau@truong-mau.example", "vi"),
        people=(*_TEACHERS, *CLASS),
        consent_language="vi",
    )
    for event in events_of(session, edition.id):
        if not event.takes_registrations or queries.windows(session, event.id):
            continue
        counts = queries.find_counts(session, event.id)
        if counts is not None and rules.free(counts.supply, Category.CITIZEN, now) < len(application.people):
            continue
        register_group(
            session,
            actor=SYSTEM,
            event_id=event.id,
            application=application,
            network=None,
            most=GROUP_MOST,
            sender=sender,
            now=now,
            sample=True,
        )
        return
