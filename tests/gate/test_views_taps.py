"""What the clicker of a phone asks and sends."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.gate.models import Device, Tally
from festival.gate.services import pairing
from festival.programme.types import EventFacts
from tests.gate.crowds import make_way, make_zone
from tests.gate.test_views_api import Phone, paired
from tests.support.apps import MAIN, FakeClock, event_of

TAPS, COUNTING = "/api/v1/gate/taps", "/api/v1/gate/counting"


@pytest.fixture
def evening(sqlite_app: Flask, fake_clock: FakeClock) -> EventFacts:
    """Half an hour before the opening night."""
    event = event_of(sqlite_app, MAIN)
    fake_clock.set(event.starts_at - timedelta(minutes=30))
    return event


@pytest.fixture
def phone(sqlite_app: Flask, evening: EventFacts) -> Phone:
    """A phone at a gate that leads to zone A, which holds 200."""
    made = paired(sqlite_app, evening)
    make_way(sqlite_app, make_zone(sqlite_app), gate=made.gate)
    return made


def batch(**changes: Any) -> dict[str, Any]:
    """Return three people coming in."""
    made: dict[str, Any] = {
        "id": str(uuid.uuid4()), "way": 1, "class": 1, "direction": "in", "people": 3, "at": clock.now().isoformat(),
        "skew": 120,
    }  # fmt: skip
    return made | changes


def send(phone: Phone, *batches: Any) -> Any:
    """Send batches of taps."""
    return phone.client.post(TAPS, json={"taps": list(batches)}, headers=phone.header)


def test_a_phone_learns_what_there_is_to_count(phone: Phone) -> None:
    told = phone.client.get(COUNTING, headers=phone.header).json
    assert [(way["gate"], way["outer"], way["inner"]) for way in told["ways"]] == [(phone.gate, None, 1)]
    assert [one["name"]["vi"] for one in told["classes"]] == [
        "Người lớn", "Trẻ em", "Khách mời danh dự", "Lực lượng phục vụ",
    ]  # fmt: skip
    assert told["zone_names"]["1"]["en"] == "Zone A (sample)"
    assert told["zones"]["1"] == {"people": 0, "capacity": 200, "share": 0, "level": 0, "doubtful": False}


def test_taps_count_once_however_often_they_are_sent(
    sqlite_app: Flask, phone: Phone, fake_clock: FakeClock
) -> None:
    first, gone = batch(), batch(direction="out", people=1)
    assert send(phone, first, gone).json["answers"] == [
        {"id": first["id"], "kept": True},
        {"id": gone["id"], "kept": True},
    ]
    fake_clock.pass_(minutes=20)
    assert send(phone, first | {"people": 70}).json["answers"][0]["kept"]
    with sqlite_app.app_context():
        assert current().execute(select(func.count(), func.sum(Tally.people))).one() == (2, 4)
        assert current().scalars(select(Device.seen_at)).one() == clock.now()


def test_late_taps_count_when_they_were_tapped(sqlite_app: Flask, phone: Phone) -> None:
    at = clock.now() - timedelta(hours=1)
    send(phone, batch(at=at.isoformat()))
    with sqlite_app.app_context():
        assert current().execute(select(Tally.at, Tally.received_at, Tally.skew)).one() == (
            at,
            clock.now(),
            120,
        )


def test_the_answer_says_how_full_the_zone_is(sqlite_app: Flask, phone: Phone) -> None:
    send(phone, batch(people=190))
    with sqlite_app.app_context():
        sqlite_app.extensions["glance"][0].clear()
    assert send(phone).json["zones"]["1"] == {
        "people": 190,
        "capacity": 200,
        "share": 95,
        "level": 3,
        "doubtful": False,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "7"},
        {"at": "2027-11-17T12:00:00"},
        {"at": None},
        {"way": "1"},
        {"way": True},
        {"way": 2**40},
        {"class": None},
        {"direction": "up"},
        {"people": 1.5},
        {"people": 1001},
        {"people": -1001},
    ],
    ids=str,
)
def test_what_is_not_well_formed_is_refused_whole(
    sqlite_app: Flask, phone: Phone, wrong: dict[str, Any]
) -> None:
    assert send(phone, batch(), batch(**wrong)).status_code == 400
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(Tally)) == 0


def test_an_unknown_way_or_class_is_told_apart_and_holds_up_no_other(phone: Phone) -> None:
    answers = send(phone, batch(way=99), batch(), batch(**{"class": 99})).json["answers"]
    assert [one["kept"] for one in answers] == [False, True, False]


def test_more_than_five_hundred_are_too_many(phone: Phone) -> None:
    answer = send(phone, *(batch() for _ in range(501)))
    assert (answer.status_code, answer.json["limit"]) == (413, 500)


def test_only_a_paired_phone_counts(sqlite_app: Flask, phone: Phone) -> None:
    stranger = sqlite_app.test_client()
    assert stranger.post(TAPS, json={"taps": [batch()]}).status_code == 401
    assert stranger.get(COUNTING).status_code == 401
    with sqlite_app.app_context():
        number = current().scalars(select(Device.id)).one()
    with sqlite_app.app_context(), writing() as session:
        pairing.revoke(session, actor=SYSTEM, device_id=number, now=clock.now())
    assert send(phone, batch()).json["error"] == "revoked"


def test_the_page_of_the_clicker_is_kept_with_that_of_the_scanner(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    page = client.get("/gate/count").text
    assert "Đếm người" in page
    worker = client.get("/gate/service-worker.js").text
    for kept in ('"/gate/"', '"/gate/count"', "/static/gate/taps.js", "/static/gate/count.css"):
        assert kept in worker
