"""Many rows at once: the same on both databases, whatever the columns hold. (Inserting is tried by the gates' agreement.)"""

from datetime import UTC, datetime, timedelta
from typing import cast

from flask import Flask
from sqlalchemy import Table, select

from festival.core.many import among, update_each
from festival.core.throttle import Throttle
from festival.core.transaction import current, writing

WINDOW = datetime(2027, 11, 17, 12, tzinfo=UTC)


def test_each_row_is_changed_to_its_own_and_found_among_many(app: Flask) -> None:
    keys = [f"{number} 'x' \\ \"đ\" {{}} %s :n" for number in range(600)]
    later = WINDOW + timedelta(hours=1)
    with app.app_context(), writing() as session:
        session.add_all(Throttle(key=key, window=WINDOW, count=number) for number, key in enumerate(keys))
        session.flush()
        rows = [
            {"key": key, "window": later, "count": 1000 + number} for number, key in enumerate(keys[:500])
        ]
        update_each(session.connection(), cast("Table", Throttle.__table__), "key", rows)
    with app.app_context():
        session = current()
        found = {
            row.key: row
            for row in session.scalars(
                select(Throttle).where(among(session.connection(), Throttle.key, keys))
            )
        }
        assert len(found) == 600
        assert [(found[key].count, found[key].window) for key in (keys[0], keys[499], keys[500])] == [
            (1000, later),
            (1499, later),
            (500, WINDOW),
        ]
        assert (
            session.scalars(select(Throttle).where(among(session.connection(), Throttle.key, []))).all() == []
        )
