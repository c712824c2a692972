"""What the house's own column types keep, on both databases, and what constraints are called."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from festival.audit.models import AuditEntry
from festival.core.db import Base, db
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.models import Edition
from festival.registration.models import EventPlaces
from tests.support.apps import NOW


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """Run each test inside the application, on each database."""
    with app.app_context():
        yield


def keep(at: datetime, details: dict[str, Any] | None = None) -> AuditEntry:
    """Store a row with this moment and read it back."""
    with writing() as session:
        session.execute(
            insert(AuditEntry).values(at=at, actor_kind="system", verb="v", subject="s", details=details)
        )
    return current().scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_a_moment_comes_back_as_the_same_moment_in_utc(context: None) -> None:
    for zone in (UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-5))):
        moment = datetime(2027, 11, 17, 20, 0, 0, 123456, tzinfo=zone)
        kept = keep(moment).at
        assert kept == moment
        assert kept.utcoffset() == timedelta()


def test_a_moment_without_a_zone_is_refused(context: None) -> None:
    with pytest.raises(StatementError, match="time zone"):
        keep(datetime(2027, 11, 17, 20, 0))  # noqa: DTZ001 (that is the point)


def test_moments_are_compared_as_moments(context: None) -> None:
    keep(NOW)
    later = NOW.astimezone(timezone(timedelta(hours=7))) + timedelta(seconds=1)
    between = select(AuditEntry).where(AuditEntry.verb == "v", AuditEntry.at < later, AuditEntry.at >= NOW)
    assert current().scalars(between).one()


def test_three_languages_come_back_as_they_were(context: None) -> None:
    title = Trilingual("Đêm hội “Sắc màu”", "祭りの夜 髙﨑", "Night's <b>& 'light'")
    with writing() as session:
        session.scalars(select(Edition)).one().title = title
    db.session.remove()
    assert current().scalars(select(Edition.title)).one() == title


def test_stored_json_can_be_read_by_people(context: None) -> None:
    keep(NOW, {"word": "đăng ký"})
    stored = current().execute(text("SELECT CAST(details AS TEXT) FROM audit_entries")).scalars().all()
    assert any("đăng ký" in row for row in stored)


def test_a_broken_constraint_says_its_name(context: None) -> None:
    with pytest.raises(IntegrityError) as caught, writing() as session:
        session.execute(insert(EventPlaces).values(event_id=1, taken=-1))
    assert "ck_event_places_taken" in str(caught.value.orig)
    with pytest.raises(IntegrityError), writing() as session:  # a row that points at nothing
        session.execute(insert(EventPlaces).values(event_id=999_999, taken=1))


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.sorted_tables:
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name
