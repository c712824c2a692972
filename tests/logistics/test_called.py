"""Teams and posts of the crew are sent to incidents; their people are written to, answer and report on their own pages."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.models import CrewMember, IncidentDispatch, ResponseUnit
from festival.logistics.queries import called
from festival.logistics.queries import incidents as reading
from festival.logistics.services import enlisting
from festival.logistics.services.incidents import dispatching, mustering
from festival.logistics.types.crew import TeamContent
from festival.logistics.types.incidents import IncidentKind, IncidentRefusal, UnitAnswer
from festival.logistics.types.tasks import Area
from festival.outbox.models import Message
from tests.accounts.people import enter, make
from tests.logistics.log import EDITION, FULL, jpeg, opened, send_report
from tests.logistics.rosters import NIGHT, held, member, path_of, post, shift
from tests.support.apps import NOW, FakeClock, csrf, csrf_in


def team(app: Flask, name: str = "Tổ y tế (mẫu)", area: Area = Area.MEDICAL) -> int:
    """Add a team; return its number."""
    with app.app_context(), writing() as session:
        return enlisting.save_team(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            team_id=None,
            content=TeamContent(name, area),
            submission=None,
            now=NOW,
        ).id


def send_team(app: Flask, number: int, team_id: int) -> IncidentDispatch:
    """Send a team to an incident, as the view does."""
    with app.app_context(), writing() as session:
        unit = mustering.unit_of_team(
            session, actor=SYSTEM, edition_id=EDITION, team_id=team_id, now=clock.now()
        )
        sent = dispatching.dispatch(
            session, actor=SYSTEM, sight=FULL, number=number, unit_id=unit.id, told="Mang cáng (mẫu)", now=clock.now()
        )  # fmt: skip
        assert not isinstance(sent, IncidentRefusal)
        return sent


def orders(app: Flask, crew_id: int) -> list[int]:
    """Return the numbers of the incidents somebody is sent to."""
    with app.app_context():
        who = current().get_one(CrewMember, crew_id)
        return [one.incident.number for one in called.orders_for(current(), who, clock.now())]


# --- teams and posts as units ----------------------------------------------------------------------------------------------


def test_a_team_is_one_unit_however_often_it_is_sent(app: Flask) -> None:
    medics, one, two = team(app), opened(app), opened(app)
    first, second = send_team(app, one, medics), send_team(app, two, medics)
    assert first.unit_id == second.unit_id
    with app.app_context():
        unit = current().get_one(ResponseUnit, first.unit_id)
        assert (unit.name, unit.kind, unit.team_id) == ("Tổ y tế (mẫu)", IncidentKind.MEDICAL, medics)
        with pytest.raises(NotFound), writing() as session:
            mustering.unit_of_team(session, actor=SYSTEM, edition_id=EDITION, team_id=99, now=NOW)


def test_two_teams_of_one_name_are_told_apart_on_the_radio(sqlite_app: Flask) -> None:
    number = opened(sqlite_app)
    for _team in range(2):
        send_team(sqlite_app, number, team(sqlite_app))
    with sqlite_app.app_context():
        names = set(current().scalars(select(ResponseUnit.name)))
    assert names == {"Tổ y tế (mẫu)", "Tổ y tế (mẫu) · 2"}


def test_an_order_is_seen_by_the_team_and_by_nobody_else(app: Flask) -> None:
    medics = team(app)
    inside, outside = member(app, team_id=medics), member(app, "Mẫu Bình (mẫu)")
    number = opened(app)
    send_team(app, number, medics)
    assert orders(app, inside) == [number]
    assert orders(app, outside) == []
    with app.app_context(), writing() as session:
        session.get_one(CrewMember, inside).is_active = False
    assert orders(app, inside) == []


def test_a_post_is_sent_as_whoever_stands_there(app: Flask, fake_clock: FakeClock) -> None:
    first_aid = post(app)
    early, late, off = (member(app, f"Mẫu {n} (mẫu)") for n in "ABC")
    held(app, shift(app, first_aid, 0, 4), early)
    held(app, shift(app, first_aid, 4, 4), late)
    number = opened(app)
    fake_clock.set(NIGHT + timedelta(hours=1))
    with app.app_context():
        assert [one.on_duty for one in called.posts_offered(current(), EDITION, clock.now())] == [1]
        with writing() as session:
            unit = mustering.unit_of_post(
                session, actor=SYSTEM, edition_id=EDITION, post_id=first_aid, now=clock.now()
            )
            assert [one.id for one in called.people_called(session, unit, clock.now())] == [early]
            dispatching.dispatch(
                session, actor=SYSTEM, sight=FULL, number=number, unit_id=unit.id, told="", now=clock.now()
            )
    assert [orders(app, one) for one in (early, late, off)] == [[number], [], []]
    # Whoever went keeps the order when the next shift begins, and the next shift sees where its colleagues are.
    fake_clock.set(NIGHT + timedelta(hours=5))
    assert [orders(app, one) for one in (early, late, off)] == [[number], [number], []]


# --- the control room sends, the crew answers -----------------------------------------------------------------------------


@pytest.fixture
def room(sqlite_app: Flask) -> FlaskClient:
    """The browser of a coordinator in the control room."""
    return enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))


def dispatch(room: FlaskClient, number: int, who: str, **more: str) -> None:
    """Send somebody from the incident's page."""
    form = {"csrf_token": csrf(room, "/desk/incidents/new"), "unit": who, "told": "Mang cáng (mẫu)", **more}
    assert room.post(f"/desk/incidents/{number}/units", data=form).status_code == 303


def messages(app: Flask) -> list[Message]:
    """Return what was written to the crew."""
    with app.app_context():
        found = select(Message).where(Message.cause.like("dispatch:%")).order_by(Message.id)
        return list(current().scalars(found))


def test_a_team_is_sent_once_its_people_are_told_and_one_of_them_answers(
    sqlite_app: Flask, room: FlaskClient
) -> None:
    medics = team(sqlite_app)
    people = [member(sqlite_app, f"Mẫu {n} (mẫu)", team_id=medics) for n in "AB"]
    number = opened(sqlite_app)
    page = room.get(f"/desk/incidents/{number}").text
    assert f'value="t{medics}"' in page
    assert "Tổ y tế (mẫu), 2 người" in page
    for _click in range(2):
        dispatch(room, number, f"t{medics}", submission="abcdefghij0123456789")
    assert len(messages(sqlite_app)) == 2
    said = messages(sqlite_app)[0]
    assert "Mang cáng (mẫu)" in said.text
    assert said.link is not None
    assert said.link.endswith("/call")
    assert said.counted  # a call waits for no turn

    phone, address = sqlite_app.test_client(), path_of(sqlite_app, people[0])
    mine = phone.get(address).text
    assert "Mang cáng (mẫu)" in mine
    action = re.findall(rf'action="({address}/call/orders/\d+)"', mine)[0]
    before = phone.get(f"{address}/call/pulse").get_json()["word"]
    for _click in range(2):
        answer = phone.post(action, data={"csrf_token": csrf_in(mine), "answer": "on_scene"})
        assert answer.status_code == 303
    assert phone.get(f"{address}/call/pulse").get_json()["word"] != before
    log = room.get(f"/desk/incidents/{number}").text
    assert "Lê Mẫu A (mẫu)" in log
    assert log.count("Tổ y tế (mẫu): Đã tới nơi") == 1
    phone.post(action, data={"csrf_token": csrf_in(mine), "answer": "done"})
    assert phone.post(action, data={"csrf_token": csrf_in(mine), "answer": "done"}).status_code == 303
    assert "Mang cáng (mẫu)" not in phone.get(address).text


def test_orders_and_links_of_others_are_as_unknown(sqlite_app: Flask, room: FlaskClient) -> None:
    medics = team(sqlite_app)
    member(sqlite_app, team_id=medics)
    stranger = member(sqlite_app, "Mẫu Bình (mẫu)")
    number = opened(sqlite_app)
    dispatch(room, number, f"t{medics}")
    with sqlite_app.app_context():
        order = current().scalars(select(IncidentDispatch.id)).one()
    phone, address = sqlite_app.test_client(), path_of(sqlite_app, stranger)
    token = csrf_in(phone.get(f"{address}/call").text)
    for one in (order, 99):
        sent = phone.post(f"{address}/call/orders/{one}", data={"csrf_token": token, "answer": "done"})
        assert sent.status_code == 404
    wrong = phone.post(f"{address}/call/orders/{order}", data={"csrf_token": token, "answer": "recalled"})
    assert wrong.status_code == 404
    assert phone.get(f"{address[:-1]}{'A' if address[-1] != 'A' else 'B'}/call").status_code == 404
    with sqlite_app.app_context(), writing() as session:
        session.get_one(CrewMember, stranger).is_active = False
    assert phone.get(f"{address}/call").status_code == 404
    for who in ("t99", "p1", "u1", "x", ""):
        dispatch(room, number, who)
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(IncidentDispatch)) == 1


def test_of_a_confidential_incident_the_crew_reads_where_and_what_and_a_message_nothing(
    sqlite_app: Flask, room: FlaskClient
) -> None:
    medics = team(sqlite_app)
    one = member(sqlite_app, team_id=medics)
    number = opened(sqlite_app, title="Đe dọa (mẫu)", confidential=True)
    dispatch(room, number, f"t{medics}")
    page = sqlite_app.test_client().get(path_of(sqlite_app, one)).text
    assert "Mang cáng (mẫu)" in page
    assert "Đe dọa" not in page
    (said,) = messages(sqlite_app)
    for words in (said.text, said.subject, said.short or ""):
        assert "Mang cáng" not in words
        assert "Cổng 3" not in words
        assert "Đe dọa" not in words


def test_somebody_of_the_crew_reports_with_a_photo_and_the_room_puts_it_where_their_team_is(
    sqlite_app: Flask, room: FlaskClient
) -> None:
    medics = team(sqlite_app)
    one = member(sqlite_app, team_id=medics)
    number = opened(sqlite_app)
    dispatch(room, number, f"t{medics}")
    phone, address = sqlite_app.test_client(), f"{path_of(sqlite_app, one)}/call"
    form = {
        "csrf_token": csrf_in(phone.get(address).text),
        "said": "Đã tới, cần xe (mẫu)",
        "submission": "abcdefghij0123456789",
    }
    for _click in range(2):
        assert send_report(phone, address, jpeg(), **form).status_code == 303
    assert send_report(phone, address, b"%PDF-1.7", **form | {"said": "Chữ còn (mẫu)"}).status_code == 422
    assert phone.post(address, data=form | {"said": ""}).status_code == 422
    assert "Đã tới, cần xe (mẫu)" in phone.get(address).text
    waits = room.get("/desk/incidents").text
    assert waits.count("Đã tới, cần xe (mẫu)") == 1
    assert "Tổ y tế (mẫu) · Lê Mẫu An (mẫu)" in waits
    assert f'<input type="hidden" name="number" value="{number}">' in waits
    with sqlite_app.app_context():
        (waiting,) = reading.new_reports(current(), EDITION)
    sent = room.post(
        f"/desk/incidents/reports/{waiting.report.id}/join",
        data={"csrf_token": csrf(room, "/desk/incidents/new"), "number": str(number)},
    )
    assert sent.location == f"/desk/incidents/{number}"
    log = room.get(sent.location).text
    assert "Lê Mẫu An (mẫu)" in log
    assert "/desk/incidents/reports/" in log


def test_a_report_of_the_crew_becomes_an_incident_of_the_kind_that_the_desk_says(
    sqlite_app: Flask, room: FlaskClient
) -> None:
    one = member(sqlite_app, area=Area.TRAFFIC)
    phone, address = sqlite_app.test_client(), f"{path_of(sqlite_app, one)}/call"
    form = {"csrf_token": csrf_in(phone.get(address).text), "said": "Va quệt xe ở nút giao (mẫu)"}
    assert phone.post(address, data=form).status_code == 303
    with sqlite_app.app_context():
        (waiting,) = reading.new_reports(current(), EDITION)
    token = csrf(room, "/desk/incidents/new")
    made = room.post(
        f"/desk/incidents/reports/{waiting.report.id}/open", data={"csrf_token": token, "kind": "crowd"}
    )
    assert made.location == "/desk/incidents/1"
    page = room.get("/desk/incidents/1").text
    assert "Va quệt xe ở nút giao (mẫu)" in page
    assert "Đã mở sự cố số 1" in page
    with sqlite_app.app_context():
        incident = reading.get_incident(current(), FULL, 1)
        assert [row.kind for row in incident.kinds] == ["crowd"]  # not that of who reported it


def test_a_unit_of_the_crew_is_taken_out_of_use_and_not_offered(sqlite_app: Flask, room: FlaskClient) -> None:
    medics = team(sqlite_app)
    one = member(sqlite_app, team_id=medics)
    number = opened(sqlite_app)
    sent = send_team(sqlite_app, number, medics)
    with sqlite_app.app_context(), writing() as session:
        dispatching.answer(
            session, unit_id=sent.unit_id, dispatch_id=sent.id, said=UnitAnswer.DONE, now=clock.now()
        )
        dispatching.retire_unit(
            session, actor=SYSTEM, edition_id=EDITION, unit_id=sent.unit_id, back=False, now=clock.now()
        )
    assert f'value="t{medics}"' not in room.get(f"/desk/incidents/{number}").text
    assert orders(sqlite_app, one) == []
