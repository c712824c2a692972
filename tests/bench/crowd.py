"""A festival's worth of parties, made for measuring: names of three scripts, all marked as samples."""

import random
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from festival.core import names
from festival.core.db import db
from festival.core.transaction import current, writing
from festival.programme.models import Event
from festival.registration.models import Registration, Ticket

BATCH = 2_000
_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
_MIDDLE = ("Thị", "Văn", "Đức", "Thùy", "Minh", "Quốc", "Ngọc", "Hữu", "Khánh", "Thanh")
_GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Hương",
    "Khoa",
    "Lan",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quỳnh",
    "Sơn",
    "Uyên",
    "Vân",
    "Yến",
)
_JAPANESE_FAMILY = ("佐藤", "鈴木", "髙橋", "田中", "伊藤", "渡邊", "山﨑", "中村", "小林", "加藤")
_JAPANESE_GIVEN = ("花子", "太郎", "結衣", "蓮", "葵", "翔太", "さくら", "大輔")


def fill(parties: int, *, now: datetime) -> None:
    """Store so many parties of one to four people over the events that take registrations; then let the database look at them."""
    chance = random.Random(30_10)
    with writing() as session:
        events = session.scalars(select(Event).where(Event.capacity.is_not(None)).order_by(Event.id)).all()
    for start in range(0, parties, BATCH):
        with writing() as session:
            rows = [
                _party(chance, chance.choice(events).id, start + place, parties, now)
                for place in range(min(BATCH, parties - start))
            ]
            _store(session, chance, rows, now)
    settle()


def settle() -> None:
    """Let the database gather what it needs to plan its queries."""
    if db.engine.dialect.name == "postgresql":
        current().commit()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    else:
        with writing() as session:
            session.execute(text("ANALYZE"))


def _store(session: Session, chance: random.Random, rows: list[dict[str, Any]], now: datetime) -> None:
    made = session.execute(
        insert(Registration).returning(Registration.id, Registration.event_id, sort_by_parameter_order=True),
        rows,
    ).all()
    session.execute(
        insert(Ticket), [ticket for row in made for ticket in _tickets(chance, row.id, row.event_id, now)]
    )


def _party(chance: random.Random, event_id: int, number: int, of: int, now: datetime) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "kind": chance.choices(("party", "group", "walk_in"), (90, 4, 6))[0],
        "code": f"{number:07d}",
        "submission": secrets.token_urlsafe(16),
        "language": chance.choices(("vi", "ja", "en"), (85, 12, 3))[0],
        "phone": f"+8491{number:07d}" if number % 3 else None,
        "mail": f"khach{number}@gia-dinh.example",
        "needs": "wheelchair" if number % 50 == 0 else "",
        "needs_note": "",
        "manage_epoch": 1,
        "is_sample": True,
        "made_at": now - timedelta(days=21) * (1 - number / of),
        "cancelled_at": now if number % 40 == 7 else None,
    }


def _tickets(
    chance: random.Random, registration_id: int, event_id: int, now: datetime
) -> Iterator[dict[str, Any]]:
    people = chance.choices((1, 2, 3, 4), (30, 35, 15, 20))[0]
    for position in range(people + 1):
        name = _name(chance) if position else ""
        yield {
            "registration_id": registration_id,
            "event_id": event_id,
            "position": position,
            "ticket_class": 1,
            "name": name,
            "name_folded": names.fold(name),
            "state": "valid",
            "valid_from": now,
            "valid_until": now + timedelta(days=30),
            "made_at": now,
            "changed_at": now,
            "admitted_at": now if position and registration_id % 9 == 0 else None,
        }


def _name(chance: random.Random) -> str:
    if chance.random() < 0.12:
        return f"{chance.choice(_JAPANESE_FAMILY)} {chance.choice(_JAPANESE_GIVEN)}（見本）"
    return f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)} (mẫu)"
