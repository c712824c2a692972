"""The organizers' first page, the mailbox and the style guide: true figures, for those who may see them."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from festival.accounts.types import Role
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.gate.models import Device, Gate, Scan
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.registration.messaging import Sender
from festival.registration.models import Ticket
from festival.registration.services.cancelling import cancel
from tests.accounts.people import enter, make
from tests.support.apps import MAIN, post
from tests.web.parties import SENDER, registered
from tests.web.rendered import Rendered, document, page

NAME = "Canaria Nguyễn (mẫu)"


@pytest.fixture
def leader(sqlite_app: Flask) -> FlaskClient:
    """Somebody who may see how the festival stands, and nothing else."""
    return enter(sqlite_app, make(sqlite_app, Role.LEADER))


@pytest.fixture
def organizer(sqlite_app: Flask) -> FlaskClient:
    """Somebody who may see everything."""
    return enter(sqlite_app, make(sqlite_app, Role.ORGANIZER))


def line(shown: Rendered, slug: str = MAIN) -> tuple[int, int, str | None]:
    """Return an event's figures on the dashboard."""
    found = next(one for one in shown["lines"] if one.event.slug == slug)
    return found.registered, found.admitted, found.status


def scan(app: Flask) -> None:
    """Let a phone admit ticket 2."""
    with app.app_context(), writing() as session:
        gate = Gate(edition_id=1, name=Trilingual("Cổng A"), place=Trilingual())
        session.add(gate)
        session.flush()
        device = Device(gate_id=gate.id, name="Máy mẫu", digest=b"d" * 32, paired_at=clock.now())
        session.add(device)
        session.flush()
        session.add(
            Scan(
                id=UUID(int=1),
                device_id=device.id,
                gate_id=gate.id,
                ticket_id=2,
                direction="in",
                at=clock.now(),
                received_at=clock.now(),
                offline=False,
                verdict="admitted",
                people=1,
                party=1,
            )
        )
        session.execute(update(Ticket).where(Ticket.id == 2).values(admitted_at=clock.now()))


# --- the dashboard -----------------------------------------------------------------------------------------------------


def test_figures_count_people_and_follow_what_happens(sqlite_app: Flask, leader: FlaskClient) -> None:
    assert line(page(leader, "/desk/")) == (0, 0, "open")
    party = registered(sqlite_app, NAME, "Trần Mẫu (mẫu)", "Lê Mẫu (mẫu)")
    scan(sqlite_app)
    shown = page(leader, "/desk/")
    assert line(shown) == (3, 1, "open")
    assert (shown["totals"]["registered"], shown["totals"]["admitted"]) == (3, 1)
    with sqlite_app.app_context(), writing() as session:
        sender: Sender = SENDER
        cancel(
            session,
            actor=SYSTEM,
            registration_id=party.registration_id,
            positions=[3],
            sender=sender,
            now=clock.now(),
        )
    assert line(page(leader, "/desk/")) == (2, 1, "open")


def test_a_dashboard_knows_the_days_and_the_places(sqlite_app: Flask, leader: FlaskClient) -> None:
    shown = page(leader, "/desk/")
    assert shown["days_left"] == 16
    assert shown["totals"]["events"] == len(shown["lines"]) == 17
    taking = [one for one in shown["lines"] if one.event.takes_registrations]
    assert shown["totals"]["capacity"] == sum(one.event.capacity for one in taking)
    assert all(one.status is None for one in shown["lines"] if one not in taking)


def test_a_share_is_never_more_than_the_whole(sqlite_app: Flask, leader: FlaskClient) -> None:
    registered(sqlite_app, NAME, "Trần Mẫu (mẫu)")
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.slug == MAIN).values(capacity=1))
    found = next(one for one in page(leader, "/desk/")["lines"] if one.event.slug == MAIN)
    assert found.share == 1.0


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.ORGANIZER, True),
        (Role.GATE_LEAD, True),
        (Role.REGISTRAR, True),
        (Role.COORDINATOR, False),
        (Role.CREW, False),
        (Role.LEADER, False),
    ],
)
def test_names_at_the_gates_are_for_those_who_work_with_them(
    sqlite_app: Flask, role: Role, sees: bool
) -> None:
    registered(sqlite_app, NAME)
    scan(sqlite_app)
    client = enter(sqlite_app, make(sqlite_app, role))
    shown = page(client, "/desk/")
    assert (shown["scans"] is not None) is sees
    assert ("Canaria" in client.get("/desk/").text) is sees


def test_an_empty_festival_has_a_dashboard_too(sqlite_app: Flask, organizer: FlaskClient) -> None:
    shown = page(organizer, "/desk/")
    assert (shown["scans"], shown["messages"], shown["mail_leaves"]) == ([], {}, False)


# --- the mailbox -------------------------------------------------------------------------------------------------------


def test_the_mailbox_shows_what_was_said_to_whom_and_how_it_left(
    sqlite_app: Flask, organizer: FlaskClient
) -> None:
    registered(sqlite_app, NAME, mail="canaria@gia-dinh.example")
    shown = page(organizer, "/desk/mailbox")
    [message] = shown["messages"]
    assert (message.recipient, message.state) == ("canaria@gia-dinh.example", "queued")
    assert shown["counts"] == {"queued": 1}
    assert (shown["mail_leaves"], shown["sms_leaves"]) == (False, False)
    assert (message.link or "/t/") in organizer.get("/desk/mailbox").text


def test_a_text_in_the_mailbox_is_only_a_text(sqlite_app: Flask, organizer: FlaskClient) -> None:
    registered(sqlite_app, "<script>alert(1)</script>")
    text = organizer.get("/desk/mailbox").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def failed(app: Flask) -> int:
    """Make a message that has failed; return its number."""
    registered(app, NAME)
    with app.app_context(), writing() as session:
        session.execute(update(Message).values(state="failed", tries=48, error="HTTP 400"))
        return session.scalars(select(Message.id)).one()


def test_a_failed_message_is_sent_once_more_when_somebody_asks(
    sqlite_app: Flask, organizer: FlaskClient
) -> None:
    number = failed(sqlite_app)
    again = f"/desk/mailbox/{number}/again"
    assert post(organizer, again, {}, form_at="/desk/mailbox").status_code == 303
    with sqlite_app.app_context():
        message = current().scalars(select(Message)).one()
    assert (message.state, message.tries) == ("queued", 0)
    assert post(organizer, again, {}, form_at="/desk/account").status_code == 404  # it waits already
    assert post(organizer, "/desk/mailbox/999/again", {}, form_at="/desk/account").status_code == 404


def test_who_may_not_change_registrations_may_not_send_again(sqlite_app: Flask) -> None:
    number = failed(sqlite_app)
    for role in (Role.GATE_LEAD, Role.CREW, Role.LEADER):
        client = enter(sqlite_app, make(sqlite_app, role))
        answer = post(client, f"/desk/mailbox/{number}/again", {}, form_at="/desk/account")
        assert answer.status_code == 403
        assert client.get("/desk/mailbox").status_code == 403


# --- every page of the desk --------------------------------------------------------------------------------------------


def test_no_page_of_the_desk_has_anything_of_its_own_to_run_or_from_elsewhere(
    sqlite_app: Flask,
) -> None:
    registered(sqlite_app, NAME)
    scan(sqlite_app)
    client = enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))
    pages = ("", "registrations", "registrations/1", "gates", "mailbox", "accounts", "account", "styleguide")
    for language in ("vi", "ja", "en"):
        client.get(f"/language/{language}")
        titles = set()
        for name in pages:
            read = document(client.get(f"/desk/{name}").text)
            assert (read.lang, read.inline, read.hosts) == (language, [], []), name
            titles.add(read.title)
        assert len(titles) == len(pages), language


def test_every_link_of_the_desk_leads_somewhere(sqlite_app: Flask) -> None:
    registered(sqlite_app, NAME)
    failed_pages: dict[str, int] = {}
    client = enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))
    waiting, seen = ["/desk/"], set[str]()
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in seen or not path.startswith("/desk"):
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code == 200 and answer.mimetype != "text/html":
            continue  # a table to download
        if answer.status_code == 200:
            read = document(answer.text)
            waiting += read.links
            missing = [one for one in read.files if client.get(one, buffered=True).status_code != 200]
            failed_pages |= dict.fromkeys(missing, 404)
        elif answer.status_code not in {302, 303}:
            failed_pages[path] = answer.status_code
    assert failed_pages == {}
    assert len(seen) >= 8
