"""One in, one out: nobody comes in but for somebody who has left, over all gates under the order, also at the same moment."""

import threading
import uuid
from datetime import timedelta

import pytest
from flask import Flask

from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import writing
from festival.gate.services import ordering
from festival.gate.types import OrderKind
from festival.programme.types import EventFacts
from tests.gate.test_views_api import Phone, paired, party
from tests.support.apps import FakeClock


@pytest.fixture
def phones(app: Flask, main_event: EventFacts, fake_clock: FakeClock) -> list[Phone]:
    """Phones at two gates, before an opening night whose square is full."""
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    return [paired(app, main_event, letter) for letter in "BC"]


def order(app: Flask, event: EventFacts, gate: int | None = None) -> None:
    """Give the order to one gate or to all."""
    with app.app_context(), writing() as session:
        ordering.order(
            session, actor=SYSTEM, edition_id=event.edition_id, gate_id=gate, kind=OrderKind.ONE_IN_ONE_OUT,
            lasts=timedelta(minutes=30), now=clock.now(),
        )  # fmt: skip


def test_who_leaves_at_one_gate_makes_room_at_another(
    app: Flask, main_event: EventFacts, phones: list[Phone], fake_clock: FakeClock
) -> None:
    one, other = phones
    codes = party(app, main_event, 5)
    one.scan(codes[1], codes[2], codes[3])
    fake_clock.pass_(minutes=1)
    order(app, main_event)
    assert other.scan(codes[4])[0]["code"] == "closed"
    fake_clock.pass_(seconds=5)
    assert one.scan(codes[1], direction="out")[0]["verdict"] == "admitted"
    told = other.client.get("/api/v1/gate/snapshot", headers=other.header).json["order"]
    assert (told["kind"], told["room"]) == ("one_in_one_out", 1)
    ids = sorted(str(uuid.uuid4()) for _ in range(2))
    both = other.scan(codes[4], codes[5], ids=ids)  # in one batch: the first takes the place
    assert [one["verdict"] for one in both] == ["admitted", "refused"]
    fake_clock.pass_(minutes=31)
    assert other.scan(codes[5])[0]["verdict"] == "admitted"  # the order has ended by itself


def test_a_family_waits_until_there_is_room_for_all_of_it(
    app: Flask, main_event: EventFacts, phones: list[Phone], fake_clock: FakeClock
) -> None:
    family, others = party(app, main_event, 2), party(app, main_event, 2)
    phones[0].scan(others[1], others[2])
    fake_clock.pass_(minutes=1)
    order(app, main_event, phones[0].gate)
    fake_clock.pass_(seconds=1)
    phones[0].scan(others[1], direction="out")
    assert phones[0].scan(family[0])[0]["code"] == "closed"
    phones[0].scan(others[2], direction="out")
    assert phones[0].scan(family[0])[0]["people"] == 2
    assert phones[1].scan(*party(app, main_event, 1)[1:])[0]["verdict"] == "admitted"  # no order there


def test_of_many_who_come_at_once_as_many_get_in_as_have_left(
    app: Flask, main_event: EventFacts, phones: list[Phone], fake_clock: FakeClock
) -> None:
    inside, waiting = party(app, main_event, 2), party(app, main_event, 6)
    phones[0].scan(inside[1], inside[2])
    fake_clock.pass_(minutes=1)
    order(app, main_event)
    fake_clock.pass_(seconds=1)
    phones[0].scan(inside[1], inside[2], direction="out")
    verdicts: list[str] = []
    together = threading.Barrier(6)

    def come(place: int) -> None:
        phone = phones[place % 2]
        client = app.test_client()
        together.wait()
        verdicts.append(
            Phone(client, phone.key, phone.gate, phone.name).scan(waiting[place + 1])[0]["verdict"]
        )

    threads = [threading.Thread(target=come, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(verdicts) == ["admitted"] * 2 + ["refused"] * 4
