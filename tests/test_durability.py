"""What was acknowledged is there: the server is killed under load, all its processes at once, and started again.

Citizens register and phones scan over HTTP. Whoever had an answer must find it kept; who had none sends again, and counts once.
(SIGKILL is what the kernel does when memory runs out. A power cut is the database's own matter: tests/core/test_db.py.)
"""

import itertools
import json
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from festival.app import create_app
from festival.core.db import db
from festival.core.transaction import current
from festival.gate.models import Scan
from festival.registration.links import Links, read_token
from festival.registration.models import Consent, EventPlaces, Registration, Ticket
from festival.registration.qr import Codes
from tests.registration.crowd import Browser, forms, secret
from tests.support.apps import settings_for
from tests.support.load import Running, serving
from tests.support.postgres import Server

CITIZENS, PHONES = 6, 3  # at once
ENOUGH = 40  # acknowledged registrations, and as many scans, before the server is killed
PEOPLE = 2  # in a party
PLENTY = 5000  # forms; no run needs as many
LONGEST = 60  # seconds until there are ENOUGH; three are usual

pytestmark = pytest.mark.race


@dataclass
class Told:
    """What clients sent, and what they were told: a registration's page by its form, a scan's verdict by its id."""

    forms: dict[str, str] = field(default_factory=dict)  # form → name
    pages: dict[str, str] = field(default_factory=dict)  # form → path
    claims: dict[str, dict[str, Any]] = field(default_factory=dict)  # id → claim
    verdicts: dict[str, str] = field(default_factory=dict)  # id → verdict

    @property
    def is_enough(self) -> bool:
        return min(len(self.pages), len(self.verdicts)) >= ENOUGH


@dataclass(frozen=True)
class Aftermath:
    """The second server's database, and what the first server's clients had been told when it died."""

    app: Flask
    told: Told
    unanswered: int
    again: dict[str, str]  # form → page, as the second server told who asked again


def lost(session: Session, told: Told) -> tuple[set[str], set[str]]:
    """Return the forms and the scans that were acknowledged and are not, or not as acknowledged, in the database."""
    people = select(Ticket.registration_id).where(Ticket.position > 0, Ticket.state == "valid").subquery()
    kept = {
        submission: (number, count)
        for number, submission, count in session.execute(
            select(Registration.id, Registration.submission, func.count(people.c.registration_id))
            .outerjoin(people, people.c.registration_id == Registration.id)
            .group_by(Registration.id, Registration.submission)
        )
    }
    verdicts = {str(number): verdict for number, verdict in session.execute(select(Scan.id, Scan.verdict))}
    return (
        {
            form
            for form, page in told.pages.items()
            if kept.get(number_of(form)) != (registration_at(page), PEOPLE)
        },
        {claim for claim, verdict in told.verdicts.items() if verdicts.get(claim) != verdict},
    )


def number_of(form: str) -> str:
    """Return a form's own number without the time and the signature."""
    return form.rsplit(".", 2)[0]


def registration_at(page: str) -> int:
    """Return which registration the page of a party shows."""
    claimed = read_token(page.rsplit("/", 1)[1])
    assert claimed, page
    return claimed.number


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def aftermath(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Aftermath]:
    """Let the crowd in, kill the server, start it again, and send once more what had no answer."""
    folder = tmp_path_factory.mktemp("durability")
    url = f"sqlite:///{folder / 'festival.sqlite'}"
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        url = server.create_database()
    told = Told()
    with serving(folder, url, REGISTRATIONS_PER_NETWORK_HOUR="1000000") as running:
        app = create_app(settings_for(folder, url, SECRET_KEY=secret(folder), PUBLIC_URL=running.url))
        key = pair(running)
        kill_under_load(running, told, key, codes_of(app), forms(folder, PLENTY))
    unanswered = len(told.forms) - len(told.pages) + len(told.claims) - len(told.verdicts)
    with serving(folder, url, REGISTRATIONS_PER_NETWORK_HOUR="1000000") as running:
        again = ask_again(running, told, key)
    yield Aftermath(app, told, unanswered, again)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def pair(running: Running) -> str:
    """Make us a phone at the try-out gate with the link that the server has printed; return its key."""
    link = re.search(r"token=([\w-]+)", running.log.read_text(encoding="utf-8"))
    assert link
    with connected(running) as connection:
        return str(post(connection, "/pair", {"token": link[1]})["key"])


def connected(running: Running) -> closing[HTTPConnection]:
    """Give a connection to close."""
    return closing(HTTPConnection("127.0.0.1", running.port, timeout=60))


def codes_of(app: Flask) -> list[str]:
    """Return what the QR codes of the sample's guests hold."""
    with app.app_context():
        settings = app.extensions["settings"]
        codes = Codes(app.extensions["keyring"], Links(settings.public_url, settings.secret_key))
        tickets = current().scalars(select(Ticket).where(Ticket.position > 0))
        return [codes.links.ticket_url(codes.of(current(), ticket)) for ticket in tickets]


def post(
    connection: HTTPConnection, path: str, body: dict[str, Any], key: str | None = None
) -> dict[str, Any]:
    """Post JSON to the gate's interface and return the answer, which must be a good one."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Device {key}"} if key else {})
    connection.request("POST", f"/api/v1/gate{path}", json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status == 200, text
    answered: dict[str, Any] = json.loads(text)
    return answered


def kill_under_load(running: Running, told: Told, key: str, codes: list[str], numbers: list[str]) -> None:
    """Register and scan without pause; kill the server when ENOUGH has been acknowledged."""
    over = threading.Event()
    waiting, guests = iter(numbers), itertools.cycle(codes)
    turn = threading.Lock()

    def citizen() -> None:
        browser = Browser(running.port)
        with closing(browser.connection):
            while not over.is_set():
                with turn:
                    form = next(waiting)
                told.forms[form] = uuid.uuid4().hex[:8]
                register(browser, told, form, told.pages)

    def phone() -> None:
        with connected(running) as connection:
            while not over.is_set():
                with turn:
                    claims = [claim(next(guests)) for _ in range(3)]
                told.claims |= {one["id"]: one for one in claims}
                scan(connection, told, claims, key)

    def until_cut_off(work: Callable[[], None]) -> None:
        try:
            work()
        except (OSError, HTTPException):
            over.set()  # the server is gone

    with ThreadPoolExecutor(CITIZENS + PHONES) as pool:
        running_work = [pool.submit(until_cut_off, citizen) for _ in range(CITIZENS)]
        running_work += [pool.submit(until_cut_off, phone) for _ in range(PHONES)]
        limit = time.monotonic() + LONGEST
        while not told.is_enough and not over.is_set() and time.monotonic() < limit:
            time.sleep(0.005)
        was_enough = told.is_enough
        running.kill()
        over.set()
    for work in running_work:
        work.result()
    assert was_enough, running.log.read_text(encoding="utf-8")


def claim(code: str) -> dict[str, Any]:
    """Return one reading as a phone sends it."""
    return {
        "id": str(uuid.uuid4()),
        "ticket": code,
        "direction": "in",
        "at": "2027-11-17T19:00:00+07:00",
        "said": None,
    }


def register(browser: Browser, told: Told, form: str, pages: dict[str, str]) -> None:
    """Send one form and note where it led."""
    status, page = browser.register(form, PEOPLE, told.forms[form])
    assert status == 303, status
    pages[form] = page


def scan(connection: HTTPConnection, told: Told, claims: list[dict[str, Any]], key: str) -> None:
    """Send claims and note their verdicts."""
    for answer in post(connection, "/scans", {"claims": claims}, key)["answers"]:
        told.verdicts.setdefault(answer["id"], answer["verdict"])


def ask_again(running: Running, told: Told, key: str) -> dict[str, str]:
    """Send every form and every unanswered claim to the new server; return the pages it leads to."""
    again: dict[str, str] = {}
    browser = Browser(running.port)
    with closing(browser.connection) as connection:
        for form in told.forms:
            register(browser, told, form, again)
        connection.request("GET", next(iter(told.pages.values())))
        answer = connection.getresponse()
        assert (answer.status, "qr" in answer.read().decode()) == (200, True)
        scan(connection, told, [one for one in told.claims.values() if one["id"] not in told.verdicts], key)
    return again


def test_nothing_acknowledged_is_lost(aftermath: Aftermath) -> None:
    assert aftermath.unanswered  # it was killed under load
    with aftermath.app.app_context():
        assert lost(current(), aftermath.told) == (set(), set())


def test_who_asks_again_gets_the_first_answer_and_counts_once(aftermath: Aftermath) -> None:
    told = aftermath.told
    assert {form: aftermath.again[form] for form in told.pages} == told.pages
    with aftermath.app.app_context():
        assert lost(current(), Told(pages=aftermath.again, verdicts=told.verdicts)) == (set(), set())
        assert told.verdicts.keys() == told.claims.keys()


def test_nothing_is_half_written(aftermath: Aftermath) -> None:
    with aftermath.app.app_context():
        session = current()
        # Guests are registered by their hosts, and consent elsewhere.
        bare = select(Registration.id).where(
            Registration.kind == "party",
            Registration.id.not_in(select(Ticket.registration_id))
            | Registration.id.not_in(select(Consent.registration_id)),
        )
        assert session.scalars(bare).all() == []
        counted = {
            event: taken for event, taken in session.execute(select(EventPlaces.event_id, EventPlaces.taken))
        }
        live = select(Ticket.event_id, func.count()).where(Ticket.position > 0, Ticket.state == "valid")
        assert {event: count for event, count in session.execute(live.group_by(Ticket.event_id))} == counted


def test_the_control_sees_one_loss_of_each_kind(aftermath: Aftermath) -> None:
    told = aftermath.told
    form, scanned = next(iter(told.pages)), next(iter(told.verdicts))
    number = registration_at(told.pages[form])
    with aftermath.app.app_context():
        session = current()
        for row in (Ticket, Consent):
            session.execute(delete(row).where(row.registration_id == number))
        session.execute(delete(Registration).where(Registration.id == number))
        session.execute(delete(Scan).where(Scan.id == uuid.UUID(scanned)))
        assert lost(session, told) == ({form}, {scanned})
        session.rollback()
        other = next(reversed(told.pages))
        session.execute(
            delete(Ticket).where(
                Ticket.registration_id == registration_at(told.pages[other]), Ticket.position == 1
            )
        )
        assert lost(session, told) == ({other}, set())  # a party that came back one short
        session.rollback()
