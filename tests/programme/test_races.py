"""Two clicks at once on PostgreSQL, where nothing but our own locks makes one wait for the other.

On SQLite a transaction that writes begins with the only lock there is. The control takes the lock away and shows that
these tests would see it missing.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM, Actor
from festival.core.db import db
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.cues import CueContent
from festival.programme.models import Cue, Draft, Edition, Import
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import taken_slugs
from festival.programme.services import drafting, ground, importing, sheets
from festival.programme.services.ground import Overtaken, VenueContent
from festival.programme.services.importing import Taken
from festival.programme.tables.reading import Row, Table
from tests.accounts.people import make as make_account
from tests.programme.editing import EDITION, content, make
from tests.support.apps import NOW

pytestmark = pytest.mark.race
FORM = "0123456789abcdef0123"
CLICKS = 6
T = TypeVar("T")


def at_once(app: Flask, do: Callable[[], T], *, times: int = CLICKS) -> list[T]:
    """Do the same in as many threads, all of which begin together."""
    ready = threading.Barrier(times)

    def one(_number: int) -> T:
        with app.app_context():
            ready.wait(10)
            return do()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def click(submission: str | None = FORM) -> int:
    """Send the form of a new event and return the event's number."""
    with writing() as session:
        made = drafting.make(
            session, actor=SYSTEM, edition_id=EDITION, content=content(), now=NOW, submission=submission
        )
    return made.id


def test_clicks_at_once_make_one_draft_and_all_get_it(postgres_app: Flask) -> None:
    numbers = at_once(postgres_app, click)
    assert len(set(numbers)) == 1
    with postgres_app.app_context():
        assert current().scalar(select(func.count()).where(Draft.submission == FORM)) == 1


def test_forms_of_one_title_sent_at_once_get_an_address_each(postgres_app: Flask) -> None:
    numbers = at_once(postgres_app, lambda: click(None))
    with postgres_app.app_context():
        slugs = current().scalars(select(Draft.slug).where(Draft.id.in_(numbers))).all()
    assert len(set(slugs)) == CLICKS


def test_the_control_shows_the_second_click_an_error(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_looked = threading.Barrier(2)

    def look(session: Session, edition_id: int) -> Sequence[str]:
        found = taken_slugs(session, edition_id)
        both_have_looked.wait(10)
        return found

    monkeypatch.setattr(drafting, "hold_edition", lambda _session, _edition_id: None)
    monkeypatch.setattr(drafting, "taken_slugs", look)
    with pytest.raises(IntegrityError):
        at_once(postgres_app, click, times=2)


def test_clicks_at_once_make_one_cue_and_all_get_it(postgres_app: Flask) -> None:
    draft = make(postgres_app)
    said = CueContent(seconds=60, title=Trilingual("Trống hội (mẫu)"))

    def add() -> int:
        with writing() as session:
            return sheets.add(
                session,
                actor=SYSTEM,
                edition_id=EDITION,
                draft_id=draft.id,
                content=said,
                now=NOW,
                submission=FORM,
            ).id

    assert len(set(at_once(postgres_app, add))) == 1
    with postgres_app.app_context():
        assert current().scalar(select(func.count()).where(Cue.draft_id == draft.id)) == 1


def test_clicks_at_once_make_one_venue_and_set_a_way_once(postgres_app: Flask) -> None:
    said = VenueContent(Trilingual("Nhà hát (mẫu)"), Trilingual(), Trilingual(), None, None)

    def add() -> int:
        with writing() as session:
            return ground.save_venue(
                session, actor=SYSTEM, venue_id=None, content=said, now=NOW, submission=FORM
            )

    def set_way() -> int | Overtaken:
        with writing() as session:
            return ground.set_ways(session, actor=SYSTEM, minutes={(1, 2): 77}, now=NOW)

    assert len(set(at_once(postgres_app, add))) == 1
    assert Counter(at_once(postgres_app, set_way)) == {0: CLICKS - 1, 1: 1}


def test_taking_a_table_waits_for_a_release_before_it_holds_anything(postgres_app: Flask) -> None:
    actor = Actor("person", make_account(postgres_app))
    heads, row = ("title_vi", "kind", "length"), ("Đêm nhạc", "performance", "60")
    with postgres_app.app_context(), ThreadPoolExecutor(1) as pool:
        with writing() as session:
            table = Table(heads, (Row(2, row),))
            kept = importing.keep(session, actor=actor, edition_id=EDITION, name="a", table=table, now=NOW).id

        def take() -> object:
            with postgres_app.app_context():
                edition = current_edition(current())
                with writing() as session:
                    return importing.take(
                        session, actor=actor, edition=edition, import_id=kept, right_rows_only=False, now=NOW
                    )

        with db.engine.connect() as release:
            release.execute(select(Edition.id).where(Edition.id == EDITION).with_for_update())
            outcome = pool.submit(take)
            wait_until_somebody_waits_for_a_lock()
            try:
                release.execute(select(Import.id).where(Import.id == kept).with_for_update(nowait=True))
            except DBAPIError:
                pytest.fail("the table is held already: a release that wanted it would wait in a circle")
            finally:
                release.rollback()
        assert isinstance(outcome.result(10), Taken)


def wait_until_somebody_waits_for_a_lock() -> None:
    """Return once a connection waits."""
    with db.engine.connect() as looking:
        for _ in range(500):
            if looking.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
            looking.rollback()
            time.sleep(0.01)
    raise AssertionError("nobody waited: was there no lock to wait for?")
