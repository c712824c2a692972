"""The survey after a session: open from its end, once a browser, nobody followed; charts, a file, and what is forgotten."""

import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.models import OpinionRow
from festival.conference.rules.survey import results
from festival.conference.types.survey import OPEN_FOR, Opinion, Organisation, Useful
from festival.core import clock
from festival.core.transaction import current, writing
from festival.registration.services.retention import forget_old
from tests.accounts.people import enter, make
from tests.conference.test_views_questions import SESSION, prepare
from tests.conference.test_views_sessions import all_sessions, fresh
from tests.support.apps import FakeClock, csrf

PATH = f"/vi/conference/sessions/{SESSION}/survey"
DESK = f"/desk/conference/sessions/{SESSION}/survey"
EVENT = "/vi/conference/events/hoi-nghi-xuc-tien-dau-tu"


@pytest.fixture
def hall(sqlite_app: Flask, fake_clock: FakeClock) -> Flask:
    """An application a minute after a session's end."""
    prepare(sqlite_app)
    fake_clock.set(end(sqlite_app) + timedelta(minutes=1))
    return sqlite_app


def end(app: Flask) -> datetime:
    """Return when the session ends."""
    return next(one for one in all_sessions(app) if one.id == SESSION).content.ends_at


def answer(client: FlaskClient, **values: Any) -> TestResponse:
    """Answer as a browser does; None leaves a field out."""
    form = {
        "csrf_token": csrf(client, "/vi/find-ticket"), "rating": "5", "useful": ["content", "contacts"],
        "remark": "Rất hay (mẫu)", "organisation": "company_jp", **values,
    }  # fmt: skip
    return client.post(PATH, data={name: value for name, value in form.items() if value is not None})


def rows(app: Flask) -> list[OpinionRow]:
    """Return the answers there are."""
    with app.app_context():
        return list(current().scalars(select(OpinionRow).order_by(OpinionRow.id)))


def test_it_opens_with_the_end_of_the_session_and_closes_after_two_weeks(
    hall: Flask, fake_clock: FakeClock
) -> None:
    assert f'href="{PATH}"' in fresh(hall, EVENT).text
    assert 'name="rating"' in fresh(hall, PATH).text
    for moment in (end(hall) - timedelta(minutes=1), end(hall) + OPEN_FOR):
        fake_clock.set(moment)
        assert f'href="{PATH}"' not in fresh(hall, EVENT).text
        assert 'name="rating"' not in fresh(hall, PATH).text
        assert answer(hall.test_client()).status_code == 409
    assert rows(hall) == []
    assert fresh(hall, "/vi/conference/sessions/999/survey").status_code == 404


def test_a_browser_answers_once_and_another_one_too(hall: Flask) -> None:
    client = hall.test_client()
    assert answer(client).status_code == 303
    assert answer(client, rating="1").status_code == 303
    assert 'name="rating"' not in client.get(PATH).text
    assert answer(hall.test_client(), rating="2", remark="", useful=None).status_code == 303
    assert [one.rating for one in rows(hall)] == [5, 2]


@pytest.mark.parametrize(
    "values",
    [
        {"rating": None},
        {"rating": "6"},
        {"useful": ["x"]},
        {"organisation": "x"},
        {"remark": "a" * 1001},
        {"website": "https://spam.example"},
    ],
)
def test_what_is_no_answer(hall: Flask, values: dict[str, Any]) -> None:
    assert answer(hall.test_client(), **values).status_code == 422
    assert rows(hall) == []


def test_results_as_charts_and_as_a_table(hall: Flask) -> None:
    answer(hall.test_client())
    answer(hall.test_client(), rating="4", organisation="", remark="=1+1")
    desk = enter(hall, make(hall, Role.LEADER))
    page = desk.get(DESK).text
    assert "4,5" in page
    assert 'class="chart"' in page
    assert "Rất hay (mẫu)" in page
    sheet = openpyxl.load_workbook(io.BytesIO(desk.get(f"{DESK}.xlsx").data)).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [4, 5]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert desk.get("/desk/conference/sessions/999/survey").status_code == 404


def test_remarks_are_forgotten_and_ratings_stay(hall: Flask, fake_clock: FakeClock) -> None:
    answer(hall.test_client())
    fake_clock.pass_(days=120)
    with hall.app_context():
        more = 1
        while more:
            with writing() as session:
                more = forget_old(session, now=clock.now())
    [one] = rows(hall)
    assert (one.rating, one.remark, one.once) == (5, "", None)


def test_what_answers_come_to() -> None:
    nobody = results([])
    assert (nobody.count, nobody.average) == (0, None)
    listed = [
        Opinion(5, frozenset({Useful.CONTENT}), "Hay (mẫu)", Organisation.PRESS, "vi"),
        Opinion(2, frozenset(), "", Organisation.UNSAID, "ja"),
    ]
    found = results(listed)
    assert (found.count, found.average, found.ratings[5], found.ratings[3]) == (2, 3.5, 1, 0)
    assert found.useful[Useful.CONTENT] == 1
    assert found.organisations == {Organisation.UNSAID: 1, Organisation.PRESS: 1}
    assert found.remarks == ("Hay (mẫu)",)
