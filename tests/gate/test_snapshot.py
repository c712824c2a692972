"""What a phone is told to judge by: small, signed, without names, and enough to answer as the server does."""

import gzip
import json
import random
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from festival.core import clock
from festival.core.actor import CITIZEN, SYSTEM
from festival.core.transaction import writing
from festival.gate.models import Gate
from festival.gate.numbers import packed, unpacked
from festival.programme.types import EventFacts
from festival.registration.models import Ticket
from festival.registration.qr import Codes
from festival.registration.services.cancelling import cancel
from festival.registration.services.issuing import issue
from festival.registration.services.reissuing import reissue
from festival.registration.types import TicketClass, Validity
from festival.registration.types.passes import Opening
from tests.gate.test_views_api import Phone, codes_of, paired
from tests.journeys.codes import forged
from tests.registration.persons import LINKS, person
from tests.registration.test_services import SENDER, registered
from tests.support.apps import MAIN, FakeClock, event_of

SCRIPT = Path(__file__).with_name("js") / "phone-table.js"
Judging = Callable[..., dict[str, Any]]


@given(st.sets(st.integers(1, 20_000)))
def test_a_set_of_numbers_survives_being_packed(numbers: set[int]) -> None:
    assert unpacked(packed(numbers)) == numbers


def test_a_hundred_thousand_tickets_are_told_in_less_than_two_hundred_kilobytes() -> None:
    """The worst: half of them used in no order, a tenth cancelled, and ten slots of hours in no order."""
    dice = random.Random(17)
    numbers = range(1, 100_001)
    told = {
        "used": packed(dice.sample(numbers, 50_000)),
        "cancelled": packed(dice.sample(numbers, 10_000)),
        "hours": [packed(one for one in numbers if dice.randrange(10) == 0) for _ in range(9)],
    }
    assert len(gzip.compress(json.dumps(told).encode(), 6)) < 200_000


@pytest.fixture
def judging(node: str, tmp_path: Path) -> Judging:
    """`judging(…)` lets Node judge codes as a phone does."""

    def judge(**given: Any) -> dict[str, Any]:
        written = tmp_path / "phone.json"
        written.write_text(json.dumps(given), encoding="utf-8")
        run = subprocess.run(
            [node, str(SCRIPT), str(written)], capture_output=True, text=True, check=False, timeout=60
        )
        assert run.returncode == 0, run.stderr
        found: dict[str, Any] = json.loads(run.stdout)
        return found

    return judge


@pytest.fixture
def evening(sqlite_app: Flask, fake_clock: FakeClock) -> EventFacts:
    """Half an hour before the opening night."""
    event = event_of(sqlite_app, MAIN)
    fake_clock.set(event.starts_at - timedelta(minutes=30))
    return event


def told(phone: Phone, after: str | None = None) -> dict[str, Any]:
    """Return a snapshot as the phone gets it."""
    sqlite_stores = phone.client.application.extensions["snapshots"][0]
    sqlite_stores.clear()
    answer = phone.client.get(
        "/api/v1/gate/snapshot", headers=phone.header, query_string={"after": after} if after else {}
    )
    assert answer.status_code == 200
    return {"text": answer.text, "signature": answer.headers["X-Snapshot-Signature"], "json": answer.json}


def keys_of(phone: Phone) -> list[dict[str, Any]]:
    """Return the keys that the server names."""
    keys: list[dict[str, Any]] = phone.client.get("/api/v1/gate/device", headers=phone.header).json["keys"]
    return keys


def one_of_each(app: Flask, event: EventFacts, phone: Phone) -> dict[str, str]:
    """Return codes of tickets in every state a gate can meet."""
    with app.app_context():
        numbers = {
            name: registered(event, 2).registration_id for name in ("used", "gone", "old", "fresh", "moved")
        }
    found = {name: codes_of(app, number)[1] for name, number in numbers.items()}
    found["party with one inside"] = codes_of(app, numbers["used"])[0]
    found["fresh party"] = codes_of(app, numbers["fresh"])[0]
    found["forged"] = forged(found["fresh"])
    found["nonsense"] = "https://elsewhere.example/x"
    with app.app_context():
        found["another event"] = codes_of(
            app, registered(event_of(app, "bon-odori-18-11"), 1).registration_id
        )[1]
    phone.scan(found["used"])
    with app.app_context(), writing() as session:
        cancel(
            session, actor=CITIZEN, registration_id=numbers["gone"], positions=None, sender=SENDER, now=clock.now()
        )  # fmt: skip
        old = session.scalars(
            select(Ticket).where(Ticket.registration_id == numbers["old"], Ticket.position == 1)
        ).one()
        reissue(session, actor=SYSTEM, ticket_id=old.id, links=LINKS, now=clock.now())
        session.execute(
            update(Ticket)
            .where(Ticket.registration_id == numbers["moved"])
            .values(valid_from=event.starts_at + timedelta(hours=1), changed_at=clock.now())
        )
    return found


@pytest.mark.parametrize("how", ["browser", "script"])
def test_a_phone_answers_by_its_snapshot_as_the_server_does(
    sqlite_app: Flask, evening: EventFacts, judging: Judging, how: str
) -> None:
    phone = paired(sqlite_app, evening)
    codes = one_of_each(sqlite_app, evening, phone)
    known = list(codes)
    said = judging(
        keys=keys_of(phone), snapshots=[told(phone)], codes=[codes[name] for name in known],
        at=int(clock.now().timestamp() * 1000), how=how,
    )  # fmt: skip
    by_phone = {name: (one["verdict"], one["code"]) for name, one in zip(known, said["answers"], strict=True)}
    by_server = {name: phone.scan(codes[name])[0] for name in known}
    assert by_phone == {name: (one["verdict"], one["code"]) for name, one in by_server.items()}
    assert {code for _, code in by_phone.values()} >= {
        None, "already_admitted", "cancelled", "revoked", "invalid", "not_yet_valid", "wrong_event",
    }  # fmt: skip
    assert "not signed" in said["refused"]


def test_changes_bring_an_old_snapshot_up_to_date(
    sqlite_app: Flask, evening: EventFacts, judging: Judging, fake_clock: FakeClock
) -> None:
    phone = paired(sqlite_app, evening)
    with sqlite_app.app_context():
        registered(evening, 1)
    whole = told(phone)
    fake_clock.pass_(minutes=5)
    codes = one_of_each(sqlite_app, evening, phone)
    fake_clock.pass_(seconds=5)
    changes = told(phone, whole["json"]["cursor"])
    assert len(changes["text"]) < len(told(phone)["text"]) + 500
    known = list(codes)
    asked = {
        "keys": keys_of(phone),
        "codes": [codes[name] for name in known],
        "at": int(clock.now().timestamp() * 1000),
    }
    by_changes = judging(snapshots=[whole, changes], **asked)["answers"]
    assert by_changes == judging(snapshots=[told(phone)], **asked)["answers"]
    assert by_changes[known.index("used")]["code"] == "already_admitted"


def test_a_gate_that_lets_people_in_again_tells_who_has_left(sqlite_app: Flask, evening: EventFacts) -> None:
    phone = paired(sqlite_app, evening, rules={"reentry": True})
    with sqlite_app.app_context():
        code = codes_of(sqlite_app, registered(evening, 1).registration_id)[1]
    phone.scan(code)
    claim = {
        "id": "5b9ac4dc-7e41-4d8d-a34e-4a2d3d1f2f10",
        "ticket": code,
        "direction": "out",
        "at": clock.now().isoformat(),
    }
    [answer] = phone.post({"claims": [claim]}).json["answers"]
    assert answer["verdict"] == "admitted"
    body = told(phone)["json"]
    assert unpacked(body["left"]) < unpacked(body["used"])
    assert body["gate"]["reentry"] is True


def test_sixty_phones_that_start_together_share_one_reading(sqlite_app: Flask, evening: EventFacts) -> None:
    phone = paired(sqlite_app, evening)
    first = told(phone)["json"]
    phone.scan(codes_of_one(sqlite_app, evening))
    answer = phone.client.get("/api/v1/gate/snapshot", headers=phone.header).json
    assert answer["used"] == first["used"]  # seconds old
    with sqlite_app.app_context(), writing() as session:
        session.get_one(Gate, phone.gate).is_open = False
    answer = phone.client.get("/api/v1/gate/snapshot", headers=phone.header).json
    assert answer["gate"]["is_open"] is False  # the gate's rules never are


def codes_of_one(app: Flask, event: EventFacts) -> str:
    """Return the code of somebody who has just registered."""
    with app.app_context():
        return codes_of(app, registered(event, 1).registration_id)[1]


def test_a_phone_knows_which_zone_is_open_when_and_leaves_what_it_has_not_heard_of_to_the_server(
    sqlite_app: Flask, evening: EventFacts, judging: Judging
) -> None:
    phone = paired(sqlite_app, evening, rules={"zones": 0b10})
    now = clock.now()
    codes = Codes(sqlite_app.extensions["keyring"], LINKS)

    def code(*openings: tuple[int, int, int]) -> str:
        """Return the code of somebody new whose zones are open from and until so many hours from now."""
        given = [
            Opening(zones, Validity(now + timedelta(hours=since), now + timedelta(hours=until)))
            for zones, since, until in openings
        ]
        with sqlite_app.app_context(), writing() as session:
            made = issue(
                session, actor=SYSTEM, person=person(session), event_id=evening.id, ticket_class=TicketClass.CREW,
                openings=given, links=LINKS, now=now,
            )  # fmt: skip
            assert isinstance(made, Ticket)
            return codes.of(session, made)

    given = [
        code((0b10, -1, 1), (0b01, -3, 5)),
        code((0b10, 2, 3), (0b01, -1, 1)),
        code((0b10, -3, -2), (0b01, -1, 1)),
        code((0b01, -1, 1), (0b100, 0, 2)),
        code((0b01, -1, 1), (0, 0, 2)),
    ]
    asked = {"keys": keys_of(phone), "snapshots": [told(phone)], "at": int(now.timestamp() * 1000)}
    unheard = code((0b10, -1, 1), (0b01, -3, 5))
    *known, last = judging(codes=[*given, unheard], **asked)["answers"]
    assert [one["code"] for one in known] == [None, "not_yet_valid", "expired", "wrong_zone", None]
    assert last is None  # no admission: the server is asked
    by_server = [phone.scan(one)[0] for one in given]
    for name in ("verdict", "code"):
        assert [one[name] for one in known] == [one[name] for one in by_server]
    for place, name, hours in ((1, "valid_from", 2), (2, "valid_until", -2)):
        for one in (known[place], by_server[place]):
            assert datetime.fromisoformat(one[name]) == now + timedelta(hours=hours)
