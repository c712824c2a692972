"""Registrations as browsers send them: parties of one and of five, and with arrival slots, each beside a bare transaction."""

import itertools
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlencode
from urllib.request import urlopen

from itsdangerous import TimestampSigner
from sqlalchemy import select

from festival.app import create_app
from festival.core.config import read
from festival.core.db import db
from festival.core.transaction import writing
from festival.programme.models import Event
from festival.registration.models import EventPlaces, Slot
from festival.registration.types import Parts
from tests.bench import client
from tests.bench.table import Measure, Source
from tests.support.apps import MAIN, csrf_in

SECRET = "0123456789abcdef0123456789abcdef"
SLOTTED = "bon-odori-19-11"
MANY = 10_000_000


def prepare(environ: Mapping[str, str]) -> None:
    """Give another event places without end in six arrival slots."""
    app = create_app(read(environ))
    with app.app_context():
        with writing() as session:
            event = session.scalars(select(Event).where(Event.slug == SLOTTED)).one()
            event.capacity = MANY
            session.merge(EventPlaces(event_id=event.id, taken=0, revision=1, parts=Parts.SLOTS))
            for number in range(6):
                starts = event.starts_at + timedelta(minutes=20 * number)
                session.add(
                    Slot(
                        event_id=event.id,
                        starts_at=starts,
                        ends_at=starts + timedelta(minutes=20),
                        capacity=MANY,
                        given=0,
                    )
                )
        db.session.remove()
        db.engine.dispose()


def measures(port: int) -> list[Measure]:
    """Return what is measured of registering."""
    return [
        Measure("a party of one", "transaction", 0.30, source(port), 303),
        Measure("a party of five", "transaction", 0.25, source(port, people=5), 303),
        Measure("a party of one, with arrival slots", "transaction", 0.20, source(port, slug=SLOTTED), 303),
        Measure(
            "a party of five, with arrival slots",
            "transaction",
            0.18,
            source(port, people=5, slug=SLOTTED),
            303,
        ),
    ]


def source(port: int, *, people: int = 1, slug: str = MAIN) -> Source:
    """Return a source of registrations of parties of so many, as a browser sends the form; slots in turn where there are any."""

    class OpenedEarlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - 60

    path = f"/vi/events/{slug}/register"
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        page = answer.read().decode()
        token = csrf_in(page)
        cookie = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie"))
    slots = itertools.cycle(re.findall(r'name="slot" value="(\d+)"', page) or [""])
    signer = OpenedEarlier(SECRET, salt="registration-form")
    names = [(f"names-{place}", f"Nguyễn Thị Mẫu {place} (mẫu)") for place in range(people)]

    def made() -> Iterator[bytes]:
        while True:
            number = secrets.token_urlsafe(16)
            fields = [
                ("csrf_token", token),
                ("submission", signer.sign(number).decode()),
                *names,
                ("mail", f"{number.strip('-_')}@bench.example"),
                ("language", "vi"),
                ("consent", "y"),
            ]
            if slot := next(slots):
                fields.append(("slot", slot))
            yield client.request(
                "POST",
                path,
                urlencode(fields).encode(),
                Content_Type="application/x-www-form-urlencoded",
                Cookie=cookie,
            )

    return made
