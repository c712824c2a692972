"""My plan without an account: what the page lists, and a calendar behind a secret address with each refusal."""

import hashlib
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.core.transaction import current, writing
from festival.programme.models import Plan, TravelTime, Venue
from festival.programme.plan_keys import address_of, new_key
from festival.programme.rules.planning import Trouble
from festival.programme.services import planning
from tests.support.apps import MAIN, FakeClock, event_of
from tests.web.rendered import page

PLANS = "/api/v1/plans"
SEMINAR = "hoi-thao-nong-nghiep-tang-truong-xanh"


def numbers(app: Flask, *slugs: str) -> list[int]:
    """Return the numbers of events."""
    return [event_of(app, slug).id for slug in slugs]


def send(app: Flask, path: str, body: Any, key: str | None = None) -> TestResponse:
    """Send JSON as the phone does."""
    headers = {"Authorization": f"Plan {key}"} if key else {}
    return app.test_client().post(path, json=body, headers=headers)


def make(app: Flask, *slugs: str, language: str = "vi") -> dict[str, str]:
    """Make a calendar and return its key and address."""
    answer = send(app, PLANS, {"events": numbers(app, *slugs), "language": language})
    assert answer.status_code == 201, answer.text
    made: dict[str, str] = answer.get_json()
    return made


def path_of(made: dict[str, str]) -> str:
    """Return the path of a calendar."""
    return made["calendar"].removeprefix("http://festival.example")


def titles(app: Flask, made: dict[str, str]) -> list[str]:
    """Return what stands in a calendar."""
    answer = app.test_client().get(path_of(made))
    assert answer.status_code == 200
    return sorted(str(one["SUMMARY"]) for one in Calendar.from_ical(answer.data).walk("VEVENT"))


# --- the page ------------------------------------------------------------------------------------------------------------


def test_the_page_lists_the_events_of_its_address_in_order_of_time(sqlite_app: Flask) -> None:
    late, early = numbers(sqlite_app, MAIN, "hoi-nghi-xuc-tien-dau-tu")
    made = page(sqlite_app.test_client(), f"/vi/my-plan?e={late}.{early}.99999.x.-3")
    assert [card.id for _, cards in made["days"] for card in cards] == [early, late]
    assert made["gone"] == 1


def test_an_empty_plan_says_how_to_fill_it_and_what_it_needs(sqlite_app: Flask) -> None:
    text = sqlite_app.test_client().get("/en/my-plan").text
    assert "Press the star" in text
    assert "JavaScript is off" in text


def test_it_warns_of_two_at_once_and_of_a_way_that_is_too_long(sqlite_app: Flask) -> None:
    seminars = numbers(sqlite_app, SEMINAR, "hoi-thao-van-hoa-du-lich-nhan-luc")
    made = page(sqlite_app.test_client(), f"/vi/my-plan?e={seminars[0]}.{seminars[1]}")
    assert [warn.trouble for warn in made["warnings"]] == [Trouble.OVERLAP]
    [night] = numbers(sqlite_app, MAIN)
    with sqlite_app.app_context(), writing() as session:
        slugs = ("cung-quy-hoach", "quang-truong-30-10")
        ids = [session.scalars(select(Venue.id).where(Venue.slug == slug)).one() for slug in slugs]
        for row in session.scalars(select(TravelTime)).all():
            session.delete(row)
        session.flush()
        session.add(TravelTime(from_id=ids[0], to_id=ids[1], minutes=300))
    made = page(sqlite_app.test_client(), f"/en/my-plan?e={seminars[0]}.{night}")
    assert [warn.trouble for warn in made["warnings"]] == [Trouble.FAR]


# --- the calendar --------------------------------------------------------------------------------------------------------


def test_a_calendar_is_made_changed_and_ended(app: Flask, fake_clock: FakeClock) -> None:
    made = make(app, MAIN)
    night = event_of(app, MAIN)
    assert titles(app, made) == [night.title.vi]
    both = numbers(app, MAIN, SEMINAR)
    fake_clock.pass_(minutes=1)
    changed = send(app, f"{PLANS}/change", {"events": both, "language": "en"}, made["key"])
    assert changed.status_code == 200
    assert len(titles(app, made)) == 2
    assert night.title.en in titles(app, made)
    assert send(app, f"{PLANS}/change", {"events": []}, made["key"]).status_code == 200
    assert titles(app, made) == []  # the last star was taken away; the address stays
    assert send(app, f"{PLANS}/end", {}, made["key"]).status_code == 200
    assert app.test_client().get(path_of(made)).status_code == 404
    for path in ("change", "end"):
        assert send(app, f"{PLANS}/{path}", {"events": both}, made["key"]).status_code == 404
    with app.app_context():
        [row] = current().scalars(select(Plan))
        assert row.event_ids == []
        assert row.revoked_at is not None


def test_the_database_knows_neither_key_nor_address(sqlite_app: Flask) -> None:
    made = make(sqlite_app, MAIN)
    address = path_of(made).removeprefix("/feeds/plans/").removesuffix(".ics")
    assert len(address) == len(made["key"]) == 43  # 256 bits
    with sqlite_app.app_context():
        [row] = current().scalars(select(Plan))
        assert row.digest == hashlib.sha256(address.encode()).hexdigest()
        assert made["key"] not in str(vars(row))


def test_who_has_the_address_can_neither_change_nor_end_it(sqlite_app: Flask) -> None:
    made = make(sqlite_app, MAIN)
    address = path_of(made).removeprefix("/feeds/plans/").removesuffix(".ics")
    for path in ("change", "end"):
        assert send(sqlite_app, f"{PLANS}/{path}", {"events": [1]}, address).status_code == 404
    assert len(titles(sqlite_app, made)) == 1


@pytest.mark.parametrize("path", ["change", "end"])
@pytest.mark.parametrize("key", [None, "x", "A" * 43, "A" * 5000])
def test_a_wrong_key_meets_the_same_404(sqlite_app: Flask, path: str, key: str | None) -> None:
    assert send(sqlite_app, f"{PLANS}/{path}", {"events": [1]}, key).status_code == 404


def test_a_foreign_address_is_not_found(sqlite_app: Flask) -> None:
    assert sqlite_app.test_client().get(f"/feeds/plans/{address_of(new_key())}.ics").status_code == 404


@pytest.mark.parametrize(
    "body",
    [None, [], {}, {"events": []}, {"events": "1"}, {"events": ["1"]}, {"events": [True]}, {"events": [0]}, {"events": [2**40]}, {"events": [1] * 201}],
)  # fmt: skip
def test_what_is_no_plan_is_refused(sqlite_app: Flask, body: Any) -> None:
    assert send(sqlite_app, PLANS, body).status_code == 400


def test_a_form_of_another_site_makes_nothing(sqlite_app: Flask) -> None:
    """Only JSON counts, which a form cannot send; so no page elsewhere makes its visitors ask for calendars."""
    client = sqlite_app.test_client()
    assert client.post(PLANS, data={"events": "1"}).status_code == 400
    assert client.post(PLANS, data='{"events": [1]}', content_type="text/plain").status_code == 400


def test_nobody_keeps_or_passes_on_what_the_address_shows(sqlite_app: Flask) -> None:
    made = make(sqlite_app, MAIN)
    answer = sqlite_app.test_client().get(path_of(made))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert send(sqlite_app, PLANS, {"events": [1]}).headers["Cache-Control"] == "no-store"
    again = sqlite_app.test_client().get(path_of(made), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_one_network_makes_only_so_many(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "NEW_PER_NETWORK", 2)
    answers = [send(sqlite_app, PLANS, {"events": [1]}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    with sqlite_app.app_context():
        assert len(current().scalars(select(Plan)).all()) == 2


def test_one_plan_changes_only_so_often(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHANGES_PER_PLAN", 1)
    key = make(sqlite_app, MAIN)["key"]
    answers = [send(sqlite_app, f"{PLANS}/change", {"events": [n]}, key).status_code for n in (1, 2)]
    assert answers == [200, 429]


def test_old_plans_and_ended_ones_are_forgotten(app: Flask, fake_clock: FakeClock) -> None:
    ended, kept = make(app, MAIN), make(app, MAIN)
    with app.app_context():
        assert not planning.any_old_plan(current(), now=fake_clock())
    send(app, f"{PLANS}/end", {}, ended["key"])
    with app.app_context():
        assert planning.any_old_plan(current(), now=fake_clock())
        with writing() as session:
            assert planning.forget_old_plans(session, now=fake_clock()) == 1
    assert len(titles(app, kept)) == 1
    fake_clock.pass_(days=401)
    with app.app_context(), writing() as session:
        assert planning.forget_old_plans(session, now=fake_clock()) == 1
        assert planning.forget_old_plans(session, now=fake_clock()) == 0
