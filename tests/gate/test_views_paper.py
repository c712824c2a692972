"""Paper for the worst night: the list of a gate, and keying in what was ticked off."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core import clock
from festival.core.transaction import current
from festival.gate.models import Scan
from festival.programme.types import EventFacts
from festival.registration.models import Registration, Ticket
from tests.gate.test_views_api import Phone, codes_of, paired
from tests.registration.test_services import registered
from tests.support.apps import MAIN, FakeClock, event_of, post, staff_client


@pytest.fixture
def evening(sqlite_app: Flask, fake_clock: FakeClock) -> EventFacts:
    """Half an hour before the opening night."""
    event = event_of(sqlite_app, MAIN)
    fake_clock.set(event.starts_at - timedelta(minutes=30))
    return event


@pytest.fixture
def phone(sqlite_app: Flask, evening: EventFacts) -> Phone:
    """A phone at gate B."""
    return paired(sqlite_app, evening)


def short_code(app: Flask, event: EventFacts, people: int = 2) -> tuple[str, list[str]]:
    """Register a party; return its short code and the codes of its tickets."""
    with app.app_context():
        number = registered(event, people).registration_id
        return current().get_one(Registration, number).code, codes_of(app, number)


def test_the_list_names_everybody_with_the_code_on_their_ticket(
    sqlite_app: Flask, evening: EventFacts, phone: Phone
) -> None:
    code, tickets = short_code(sqlite_app, evening)
    phone.scan(tickets[1])
    page = staff_client(sqlite_app, Role.GATE_LEAD).get(f"/desk/gates/{phone.gate}/paper").text
    assert f"{code[:4]}-{code[4:]}-2" in page
    assert "Nguyễn Mẫu 2 (mẫu)" in page
    assert page.count("✓") == 1
    other = staff_client(sqlite_app, Role.COORDINATOR, login="dieuphoi")
    assert other.get(f"/desk/gates/{phone.gate}/paper").status_code == 403


def test_lines_are_keyed_in_once_at_their_own_time_and_wrong_ones_come_back(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, fake_clock: FakeClock
) -> None:
    code, _ = short_code(sqlite_app, evening)
    lead = staff_client(sqlite_app, Role.GATE_LEAD)
    where = f"/desk/gates/{phone.gate}/paper/keying"
    lines = f"{code[:4].lower()}-{code[4:]}-1 19:05\n{code} 2\nZZZ-ZZZZ-1\n\nkhông phải mã!"
    page = post(lead, where, {"lines": lines, "at": "19:20"})
    assert page.status_code == 200
    assert "2 người đã được tính" in page.text
    assert "ZZZ-ZZZZ-1\nkhông phải mã!" in page.text.replace("\r", "") or "không phải mã!" in page.text
    fake_clock.pass_(minutes=1)
    again = post(lead, where, {"lines": f"{code}-1 19:05\n{code}-2", "at": "19:20"})
    assert again.status_code == 303
    assert "2 dòng đã nhập trước đó" in lead.get(where).text
    with sqlite_app.app_context():
        scans = current().scalar(select(func.count()).select_from(Scan).where(Scan.ticket_id.is_not(None)))
        inside = current().scalars(
            select(Ticket.admitted_at).where(Ticket.admitted_at.is_not(None)).order_by(Ticket.position)
        )
        times = [clock.local(moment).strftime("%H:%M") for moment in inside if moment]
    assert (scans, times) == (2, ["19:05", "19:20"])


def test_paper_and_a_phone_that_had_let_the_same_person_in_are_a_conflict(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, fake_clock: FakeClock
) -> None:
    code, tickets = short_code(sqlite_app, evening, 1)
    phone.scan(tickets[1])
    fake_clock.pass_(minutes=30)
    lead = staff_client(sqlite_app, Role.GATE_LEAD)
    post(lead, f"/desk/gates/{phone.gate}/paper/keying", {"lines": f"{code}-1", "at": ""})
    assert "Danh sách giấy" in lead.get("/desk/gates/conflicts").text
    with sqlite_app.app_context():
        when = current().scalars(select(Ticket.admitted_at).where(Ticket.admitted_at.is_not(None))).one()
    assert when == evening.starts_at - timedelta(minutes=30)
    assert clock.now() == evening.starts_at


def test_of_a_large_party_so_many_are_keyed_in_as_were_counted_and_the_rest_later(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, fake_clock: FakeClock
) -> None:
    code, _ = short_code(sqlite_app, evening, 20)
    lead = staff_client(sqlite_app, Role.GATE_LEAD)
    where = f"/desk/gates/{phone.gate}/paper/keying"
    for _ in range(2):
        post(lead, where, {"lines": f"{code} = 12 19:05\n{code}×5 19:20", "at": ""})
        fake_clock.pass_(minutes=1)
    assert "2 dòng đã nhập trước đó" in lead.get(where).text
    page = post(lead, where, {"lines": f"{code} = 0\n{code} = 128", "at": ""}).text
    assert "= 128" in page
    with sqlite_app.app_context():
        inside = select(func.count()).select_from(Ticket).where(Ticket.admitted_at.is_not(None))
        assert current().scalar(inside) == 17
