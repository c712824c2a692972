"""Companies and meetings: a company's wishes behind its link, and the organizer's planning."""

import re

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.company_links import CompanyLinks
from festival.conference.models import CompanyRow, MeetingPlan, WishRow
from festival.conference.queries.meetings import booked, facts_of
from festival.conference.rules.meetings import clashes
from festival.conference.sample.fields import fields as sample_fields
from festival.conference.sample.meetings import meetings as sample_meetings
from festival.conference.services import meetings as services
from festival.conference.types.meetings import Clash, Facts, Meeting, Refused
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.programme.models import Edition
from festival.sample.guests import guests as sample_guests
from tests.accounts.people import enter, make
from tests.support.apps import FakeClock, csrf, csrf_in

GRID = "/desk/conference/meetings"
COMPANIES = "/desk/conference/companies"


def fill(app: Flask) -> None:
    """Add the sample's guests, fields, companies and meetings."""
    with app.test_request_context(), writing() as session:
        edition = session.scalars(select(Edition)).one()
        sample_guests(session, edition, now=clock.now())
        sample_fields(session, now=clock.now())
        sample_meetings(session, edition, now=clock.now())


@pytest.fixture
def filled(planned: Flask) -> Flask:
    """An application with the sample's meetings."""
    fill(planned)
    return planned


@pytest.fixture
def client(filled: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(filled, make(filled, Role.COORDINATOR))


def state(app: Flask) -> tuple[Facts, tuple[Meeting, ...]]:
    """Return what meetings are judged by, and those that are booked."""
    with app.app_context():
        return facts_of(current(), 1, clock.now()), booked(current(), 1)


def path(app: Flask, company_id: int) -> str:
    """Return the address of a company's page."""
    with app.app_context():
        row = current().get_one(CompanyRow, company_id)
        return CompanyLinks("", app.config["SECRET_KEY"]).path(row.id, row.epoch)


def send(client: FlaskClient, to: str, data: dict[str, object] | None = None) -> TestResponse:
    """Post a form of the desk as a browser does."""
    return client.post(to, data={"csrf_token": csrf(client, f"{COMPANIES}/new"), **(data or {})})


def form(one: Meeting, **values: object) -> dict[str, object]:
    """Return the form of a meeting, with other values."""
    plain: dict[str, object] = {
        "slot": str(one.slot_id),
        "table": str(one.table_id),
        "companies": [str(number) for number in one.companies],
        "interpreter": str(one.interpreter_id or ""),
        "version": str(one.version),
    }
    return plain | values


# --- a company ---------------------------------------------------------------------------------------------------------


def test_a_company_says_its_wishes_and_when_it_cannot(filled: Flask, fake_clock: FakeClock) -> None:
    here = path(filled, 1)
    client = filled.test_client()
    page = client.get(here)
    assert page.headers["Cache-Control"] == "no-store"
    assert 'name="wish-4" value="must" checked' in page.text
    assert "wish-2" not in page.text  # another company from Japan
    facts, _meetings = state(filled)
    slot = next(iter(facts.slots))
    data = {
        "csrf_token": csrf_in(page.text), "wish-4": "no", "wish-5": "want", "wish-2": "must", "wish-7": "",
        "away": [str(slot), "9999", "x"], "listed": "1",
    }  # fmt: skip
    for _twice in range(2):
        assert client.post(here, data=data).status_code == 303
    with filled.app_context():
        rows = current().scalars(select(WishRow).where(WishRow.from_id == 1).order_by(WishRow.to_id)).all()
        assert [(row.to_id, row.strength) for row in rows] == [(4, "no"), (5, "want")]
    facts, _meetings = state(filled)
    assert facts.companies[1].away == {slot}
    fake_clock.pass_(days=22)
    assert "Nguyện vọng đã hết hiệu lực" in client.get(here).text
    assert all(wish.asker != 1 for wish in state(filled)[0].wishes)


def test_who_has_not_agreed_is_read_by_nobody(filled: Flask) -> None:
    client = filled.test_client()
    here = path(filled, 4)
    assert client.post(here, data={"csrf_token": csrf_in(client.get(here).text)}).status_code == 303
    page = client.get(path(filled, 1)).text
    assert 'name="wish-4"' not in page
    assert 'name="wish-5"' in page
    assert "Ban Xúc tiến" in page  # departments are there for everybody


def test_a_companys_meetings_show_once_they_are_published(filled: Flask) -> None:
    here = path(filled, 1)
    client = filled.test_client()
    assert "Nông trại Đầm Xanh (mẫu)" in client.get(here).text.partition('id="wishes"')[0]
    entries = icalendar.Calendar.from_ical(client.get(f"{here}/meetings.ics").data).walk("VEVENT")
    assert "Nông trại Đầm Xanh (mẫu)" in str(entries[0]["SUMMARY"])
    with filled.app_context(), writing() as session:
        session.get_one(MeetingPlan, 1).published_at = None
    assert 'id="meetings"' not in client.get(here).text
    assert b"VEVENT" not in client.get(f"{here}/meetings.ics").data


def test_a_link_that_is_wrong_or_ended_opens_nothing(filled: Flask, client: FlaskClient) -> None:
    here = path(filled, 1)
    stranger = filled.test_client()
    for wrong in (here[:-1] + ("A" if here[-1] != "A" else "B"), "/b/short", "/b/" + "A" * 32):
        assert stranger.get(wrong).status_code == 404
        assert stranger.get(f"{wrong}/meetings.ics").status_code == 404
    assert send(client, f"{COMPANIES}/1/link").status_code == 303
    assert stranger.get(here).status_code == 404
    assert stranger.get(path(filled, 1)).status_code == 200


# --- the desk ----------------------------------------------------------------------------------------------------------


def test_the_grid_shows_what_is_booked(filled: Flask, client: FlaskClient) -> None:
    page = client.get(GRID).text
    assert page.count('class="meeting"') == 3
    assert "Giải lao" in page
    assert "meeting--clash" not in page


def test_a_clash_is_explained_and_nothing_is_booked(filled: Flask, client: FlaskClient) -> None:
    _facts, meetings = state(filled)
    first = meetings[0]
    again = form(first, version="")
    refused = send(client, f"{GRID}/new", again)
    assert refused.status_code == 409
    assert "Bàn này đã có cuộc gặp vào giờ đó." in refused.text
    assert "Một bên đã có cuộc gặp khác vào giờ đó." in refused.text
    assert "Sữa Tuyết Bắc (mẫu) – Nông trại Đầm Xanh (mẫu)" in refused.text
    assert state(filled)[1] == meetings


def test_a_meeting_is_booked_once_moved_and_cancelled(filled: Flask, client: FlaskClient) -> None:
    facts, meetings = state(filled)
    last = max(number for number, slot in facts.slots.items() if not slot.is_break)
    new = Meeting(0, last, 4, frozenset({2, 7}), None)
    data = form(new, submission="form-number-seven")
    assert send(client, f"{GRID}/new", data).status_code == 303
    assert send(client, f"{GRID}/new", data).status_code == 303
    after = state(filled)[1]
    assert len(after) == len(meetings) + 1
    made = next(one for one in after if one.companies == {2, 7})
    moved = form(made, table="3")
    assert send(client, f"{GRID}/{made.id}", moved).status_code == 303
    late = send(client, f"{GRID}/{made.id}", form(made, table="2"))
    assert late.status_code == 409
    assert 'name="version" type="hidden" value="2"' in late.text
    assert send(client, f"{GRID}/{made.id}/cancel").status_code == 303
    assert send(client, f"{GRID}/{made.id}/cancel").status_code == 404
    assert state(filled)[1] == meetings
    assert (
        send(client, f"{GRID}/new", form(new, submission="form-number-eight")).status_code == 303
    )  # the place is free


@pytest.mark.parametrize(
    "wrong", [{"slot": "999"}, {"table": "x"}, {"companies": ["1", "999"]}, {"interpreter": "999"}]
)
def test_a_meeting_of_what_is_not_there(filled: Flask, client: FlaskClient, wrong: dict[str, object]) -> None:
    assert send(client, f"{GRID}/new", form(state(filled)[1][0], **wrong)).status_code == 422
    assert client.get(f"{GRID}/9999").status_code == 404


def test_a_proposal_is_taken_once_and_breaks_no_rule(filled: Flask, client: FlaskClient) -> None:
    page = client.get(f"{GRID}/proposal").text
    packed = re.search(r'name="meetings" value="([^"]+)"', page)
    assert packed
    assert state(filled)[1] == state(filled)[1]
    for _twice in range(2):
        assert send(client, f"{GRID}/proposal", {"meetings": packed[1]}).status_code == 303
    facts, meetings = state(filled)
    assert len(meetings) == 6
    assert all(clashes(one, meetings, facts) == () for one in meetings)
    assert "Không có đề xuất" in client.get(f"{GRID}/proposal").text
    send(client, f"{GRID}/proposal", {"meetings": "[[1, 2"})
    send(client, f"{GRID}/proposal", {"meetings": "[[999, 1, [1, 4], null]]"})
    assert state(filled)[1] == meetings


def test_a_late_no_is_seen_on_the_grid(filled: Flask, client: FlaskClient) -> None:
    here = path(filled, 4)
    stranger = filled.test_client()
    stranger.post(here, data={"csrf_token": csrf_in(stranger.get(here).text), "wish-1": "no", "listed": "1"})
    page = client.get(GRID).text
    assert "meeting--clash" in page
    assert "Một bên không muốn gặp bên kia." in page


def test_what_is_booked_meanwhile_is_judged_under_the_lock(app: Flask) -> None:
    fill(app)
    with app.app_context(), writing() as session:
        [one, *_rest] = booked(session, 1)
        again = services.book(
            session,
            actor=SYSTEM,
            edition_id=1,
            meeting=Meeting(0, one.slot_id, one.table_id, frozenset({3, 6}), None),
            now=clock.now(),
        )
        assert isinstance(again, Refused)
        assert (Clash.TABLE_TAKEN, one.id) in again.clashes


def test_the_setting(filled: Flask, client: FlaskClient) -> None:
    setting = f"{GRID}/setting"
    before, _meetings = state(filled)
    times = {"starts_at": "2027-11-17T16:30", "ends_at": "2027-11-17T17:30", "minutes": "20", "pause": "5"}
    for _twice in range(2):  # the same times are there already
        assert send(client, f"{setting}/slots", dict(times)).status_code == 303
    assert send(client, f"{setting}/tables", {"count": "2", "zone": "C"}).status_code == 303
    rules = {"walk_minutes": "12", "wish_days": "7", "may-japanese-agency": "1"}
    assert send(client, f"{setting}/rules", dict(rules)).status_code == 303
    facts, _meetings = state(filled)
    assert len(facts.slots) == len(before.slots) + 2
    assert [table.zone for table in facts.tables.values()] == ["A", "A", "A", "B", "C", "C"]
    assert (facts.walk_minutes, len(facts.matrix)) == (12, 1)
    assert "Mẫu Khánh" in client.get(f"{setting}?q=khanh").text
    person = next(iter(facts.companies[6].people))
    assert (
        send(client, f"{setting}/interpreters", {"person": person, "pair": ["vi-en", "x"]}).status_code == 303
    )
    assert len(state(filled)[0].interpreters) == len(before.interpreters) + 1
    assert send(client, f"{setting}/interpreters", {"person": 99_999, "pair": "vi-en"}).status_code == 404
    for to, data in (
        ("slots", {**times, "ends_at": "2027-11-17T16:30"}),
        ("slots", {**times, "ends_at": "2027-11-19T16:30"}),
        ("tables", {"count": "0", "zone": "C"}),
        ("tables", {"count": "2", "zone": ""}),
        ("rules", {"walk_minutes": "121", "wish_days": "7"}),
        ("rules", {"walk_minutes": "", "wish_days": "7"}),
    ):
        assert send(client, f"{setting}/{to}", dict(data)).status_code == 422, (to, data)


def test_the_desk_keeps_a_company(filled: Flask, client: FlaskClient) -> None:
    data: dict[str, object] = {
        "name_vi": "Công ty thêm (mẫu)", "group": "vietnamese", "field": "", "languages": ["vi"],
        "submission": "form-number-nine9",
    }  # fmt: skip
    made = send(client, f"{COMPANIES}/new", data)
    assert made.status_code == 303
    assert send(client, f"{COMPANIES}/new", data).location == made.location
    assert send(client, made.location, {**data, "website": "https://cong-ty.example"}).status_code == 303
    assert "https://cong-ty.example" in client.get(made.location).text
    person = next(iter(state(filled)[0].companies[1].people))
    for _twice in range(2):
        assert send(client, f"{made.location}/people", {"person": person}).status_code == 303
    number = int(made.location.rpartition("/")[2])
    assert state(filled)[0].companies[number].people == {person}
    send(client, f"{made.location}/people", {"person": person, "do": "leave"})
    assert state(filled)[0].companies[number].people == set()
    assert send(client, f"{made.location}/people", {"person": 99_999}).status_code == 404
    wrongs: list[dict[str, object]] = [
        {"name_vi": ""},
        {"group": "x"},
        {"languages": []},
        {"website": "javascript:1"},
    ]
    for wrong in wrongs:
        assert send(client, f"{COMPANIES}/new", {**data, **wrong}).status_code == 422, wrong
    assert client.get(f"{COMPANIES}/9999").status_code == 404


def test_publishing_and_who_may_only_read(filled: Flask, client: FlaskClient) -> None:
    assert send(client, f"{GRID}/publish").status_code == 303
    leader = enter(filled, make(filled, Role.LEADER))
    assert leader.get(GRID).status_code == 200
    assert leader.get(f"{GRID}/1").status_code == 200
    assert leader.get(f"{GRID}/proposal").status_code == 403
    assert "/b/" not in leader.get(f"{COMPANIES}/1").text  # the link opens what only the company may say


def test_a_grid_without_times_says_what_to_do(keeper: FlaskClient) -> None:
    assert "Chưa có giờ và bàn" in keeper.get(GRID).text
    assert "Chưa có doanh nghiệp" in keeper.get(COMPANIES).text
