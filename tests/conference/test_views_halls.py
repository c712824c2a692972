"""Halls, attendance, certificates and a guest's visit: each page, each refusal, and nothing of others."""

import io
import uuid
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from festival.accounts.types import Role
from festival.conference.models import Certificate, HallRow, SessionSeats
from festival.conference.queries.halls import house
from festival.conference.sample.sessions import sessions as sample_sessions
from festival.conference.services import halls
from festival.conference.services.certificates import revoke
from festival.conference.services.dress import set_dress
from festival.conference.services.seats import give_back, set_seats, take
from festival.conference.types.halls import SeatsBelow, SeatsFull, SeatTerms
from festival.conference.views.checking import certificate_links
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.gate.models import Device, Gate, Scan
from festival.programme.models import Edition, Event
from festival.programme.types import EventFacts
from festival.registration.models import Invitation, Ticket
from festival.registration.services import answering, deputizing, inviting, seating
from festival.registration.types.guests import GuestPart
from festival.registration.types.people import PersonContent
from tests.accounts.people import enter, make
from tests.registration.guests import GUEST_LINKS, YUI, delegation, guest
from tests.registration.persons import ANNA, KAMOME
from tests.support.apps import FakeClock, csrf, event_of
from tests.support.papers import text_of

CONFERENCE = "hoi-nghi-xuc-tien-dau-tu"
DESK = "/desk/conference"
LONG = PersonContent(
    "Công", "Tằng Tôn Nữ Hoàng Nguyễn Thị Thuỳ Dương Ễ Ự (mẫu)", "vi", mail="dai@mau.example"
)


@dataclass
class Hall:
    """A hall with a door, two delegates who are invited to the conference, and what they hold."""

    app: Flask
    event: EventFacts
    clock: FakeClock
    paths: dict[str, str]  # name → the own link

    def scan(self, name: str, minutes: int, way: str = "in") -> None:
        """Somebody is scanned at the door so many minutes after the beginning."""
        with self.app.test_request_context(), writing() as session:
            [gate] = session.scalars(
                select(Gate).where(Gate.name.is_not(None), Gate.rules.is_not(None))
            ).all()
            device = session.scalar(select(Device.id))
            if device is None:
                made = Device(gate_id=gate.id, name="Máy (mẫu)", digest=b"d" * 32, paired_at=clock.now())
                session.add(made)
                session.flush()
                device = made.id
            ticket = session.scalars(
                select(Ticket).where(Ticket.name.contains(name), Ticket.event_id == self.event.id)
            ).one()
            at = self.event.starts_at + timedelta(minutes=minutes)
            session.add(
                Scan(
                    id=uuid.uuid4(), device_id=device, gate_id=gate.id, ticket_id=ticket.id, direction=way, at=at,
                    received_at=at, offline=False, verdict="admitted", people=1, party=1,
                )
            )  # fmt: skip

    def after(self) -> FlaskClient:
        """The conference is over; a coordinator's browser."""
        self.clock.set(self.event.ends_at + timedelta(hours=1))
        return enter(self.app, make(self.app, Role.COORDINATOR))


@pytest.fixture
def hall(sqlite_app: Flask, fake_clock: FakeClock) -> Hall:
    """The conference's hall has a door; a delegation with an interpreter, and somebody who came alone, are invited."""
    app = sqlite_app
    event = event_of(app, CONFERENCE)
    with app.test_request_context(), writing() as session:
        home = delegation(session)
        home.liaison, home.liaison_phone = "Trần Liên Lạc (mẫu)", "+84912000111"
        known = {
            "鷗": guest(session, KAMOME, delegation_id=home.id, is_head=True),
            "結衣": guest(session, YUI, delegation_id=home.id, part=GuestPart.INTERPRETER),
            "Ễ Ự": guest(session, LONG),
        }
        known["Ễ Ự"].car = "14A-999.99"
        paths = {}
        inviting.list_for(
            session,
            actor=SYSTEM,
            event_id=event.id,
            guest_ids=[one.id for one in known.values()],
            now=clock.now(),
        )
        for name, one in known.items():
            found = session.scalars(select(Invitation).where(Invitation.guest_id == one.id)).one()
            answering.accept(
                session, actor=SYSTEM, invitation_id=found.id, links=GUEST_LINKS, now=clock.now()
            )
            paths[name] = GUEST_LINKS.invitation_path(found.id, found.epoch)
        space = session.scalar(select(Event.space_id).where(Event.id == event.id))
        assert space is not None
        halls.watch(session, actor=SYSTEM, edition_id=event.edition_id, space_id=space, now=clock.now())
        edition = session.scalars(select(Edition)).one()
        sample_sessions(session, edition, now=clock.now())
    return Hall(app, event, fake_clock, paths)


def send(client: FlaskClient, path: str, at: str, **data: object) -> int:
    """Post a form as a browser does; return the status."""
    return client.post(path, data={"csrf_token": csrf(client, at), **data}).status_code


# --- the desk ----------------------------------------------------------------------------------------------------------


def test_a_room_gets_a_door_and_the_page_says_what_is_missing(hall: Hall) -> None:
    client = enter(hall.app, make(hall.app, Role.COORDINATOR))
    page = client.get(f"{DESK}/halls").text
    assert "Hội trường chính" in page
    assert "07:00 – 11:30" in page
    assert "Chưa có điện thoại" in page
    assert "Phòng hội thảo 1" in page  # whose doors nobody watches
    with hall.app.test_request_context():
        space = current().scalar(
            select(Event.space_id).where(Event.slug == "hoi-thao-nong-nghiep-tang-truong-xanh")
        )
    for _ in range(2):  # the button twice makes one hall
        assert send(client, f"{DESK}/halls", f"{DESK}/halls", space=space) == 303
    with hall.app.test_request_context():
        numbers = current().scalars(select(HallRow.id)).all()
    assert len(numbers) == 2
    assert send(client, f"{DESK}/halls/{numbers[1]}/doors", f"{DESK}/halls") == 303
    assert client.get(f"{DESK}/halls").text.count("Chưa có điện thoại") == 3
    assert send(client, f"{DESK}/halls/{numbers[1]}/remove", f"{DESK}/halls") == 303
    assert send(client, f"{DESK}/halls/{numbers[1]}/remove", f"{DESK}/halls") == 404
    assert send(client, f"{DESK}/halls", f"{DESK}/halls", space=99999) == 404
    assert send(client, f"{DESK}/halls/follow", f"{DESK}/halls") == 303


def test_attendance_is_shown_listed_and_given_out(hall: Hall) -> None:
    hall.scan("鷗", -10)
    hall.scan("鷗", 60, "out")
    hall.scan("Ễ Ự", 75)
    client = hall.after()
    page = client.get(f"{DESK}/attendance").text
    assert "Đón tiếp và phát biểu khai mạc" in page
    with hall.app.test_request_context():
        first, second, *_rest = [
            one.id for one in house(current(), 1).sessions if one.content.event_id == hall.event.id
        ]
    listed = client.get(f"{DESK}/attendance/{first}").text
    assert "TAKASAKI Kamome" in listed
    assert "Ễ Ự" not in listed
    assert "Ễ Ự" in client.get(f"{DESK}/attendance/{second}").text
    assert client.get(f"{DESK}/attendance/99999").status_code == 404
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{DESK}/attendance.xlsx").data))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][4:6] == ["髙﨑 鷗（見本）", "TAKASAKI Kamome"]
    assert rows[1][7:12] == [time(8), time(8, 30), 30, 1, "Có"]
    # 08:30–09:30: there from 09:15, and nobody was scanned going out.
    assert [row[4] for row in rows if row[11] == "Không"] == [f"{LONG.family} {LONG.given}"]
    assert any(row[12] == "Không có lượt quét ra" for row in rows)


def test_names_are_for_those_with_the_right(hall: Hall) -> None:
    leader = enter(hall.app, make(hall.app, Role.LEADER))
    assert leader.get(f"{DESK}/attendance").status_code == 200
    assert leader.get(f"{DESK}/attendance/1").status_code == 403
    assert leader.get(f"{DESK}/attendance.xlsx").status_code == 403
    assert leader.get(f"{DESK}/certificates").status_code == 403
    assert send(leader, f"{DESK}/halls", "/desk/account", space=1) == 403


def test_terms_are_kept_with_a_version_and_refuse_what_cannot_be(hall: Hall) -> None:
    client = enter(hall.app, make(hall.app, Role.COORDINATOR))
    path = f"{DESK}/attendance/terms"
    said = {
        "version": "0",
        "share": "80",
        "basis": "minutes",
        "least": "90",
        "issuer_vi": "Ban Tổ chức (mẫu)",
    }
    assert send(client, path, path, **said | {"least": "101", "basis": "share"}) == 422
    assert send(client, path, path, **said | {"issuer_vi": ""}) == 422
    assert send(client, path, path, **said) == 303
    assert send(client, path, path, **said) == 409
    assert 'value="80"' in client.get(path).text


# --- certificates ------------------------------------------------------------------------------------------------------


def issued(hall: Hall, client: FlaskClient) -> list[Certificate]:
    """Issue what is due, and return all there are."""
    assert send(client, f"{DESK}/certificates/{hall.event.id}/issue", f"{DESK}/certificates") == 303
    with hall.app.test_request_context():
        return list(current().scalars(select(Certificate).order_by(Certificate.number)))


def test_certificates_go_to_who_was_there_once_and_after_the_end(hall: Hall) -> None:
    hall.scan("鷗", 0)
    hall.scan("Ễ Ự", 170)  # 40 of 190 minutes
    hall.clock.set(hall.event.ends_at - timedelta(minutes=1))
    early = enter(hall.app, make(hall.app, Role.COORDINATOR, login="som"))
    assert issued(hall, early) == []
    client = hall.after()
    [made] = issued(hall, client)
    assert (made.number, made.name, made.latin) == (1, "髙﨑 鷗（見本）", "TAKASAKI Kamome")
    assert len(issued(hall, client)) == 1
    text = text_of(client.get(f"{DESK}/certificates/{hall.event.id}.pdf").data)
    assert text.count("\f") == 1
    assert "TAKASAKI Kamome" in text
    assert "参加証明書" in text
    assert "2027/0001" in text
    assert client.get(f"{DESK}/certificates/99.pdf").status_code == 404
    page = client.get(f"{DESK}/certificates").text
    assert "2027/0001" in page


def test_a_very_long_name_stands_on_its_certificate_whole(hall: Hall) -> None:
    hall.scan("Ễ Ự", 0)
    client = hall.after()
    [made] = issued(hall, client)
    text = text_of(client.get(f"{DESK}/certificates/one/{made.id}.pdf").data)
    assert made.name in " ".join(text.split())


def test_anybody_can_check_a_certificate_and_nobody_can_find_one(hall: Hall) -> None:
    hall.scan("鷗", 0)
    [made] = issued(hall, hall.after())
    with hall.app.test_request_context():
        path = "/verify/" + certificate_links().url(made.id).rpartition("/")[2]
    stranger = hall.app.test_client()
    answer = stranger.get(path)
    assert answer.status_code == 200
    assert "Giấy thật" in answer.text
    assert "TAKASAKI Kamome" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    for secret in ("+81312345678", "/i/", "VN9891"):
        assert secret not in answer.text
    with hall.app.test_request_context(), writing() as session:
        assert revoke(
            session, actor=SYSTEM, edition_id=1, certificate_id=made.id, reason="Sai tên", now=clock.now()
        )
        assert not revoke(
            session, actor=SYSTEM, edition_id=1, certificate_id=made.id, reason="", now=clock.now()
        )
    revoked = stranger.get(path).text
    assert "Đã thu hồi" in revoked
    assert "Sai tên" not in revoked
    wrong = f"/verify/{path[8:12]}{'A' * 28}"
    assert stranger.get(wrong).status_code == 404
    assert [stranger.get(wrong).status_code for _ in range(31)][-2:] == [429, 429]
    assert stranger.get(path).status_code == 200  # a genuine one opens all the same


def test_a_revoked_certificate_makes_room_for_a_corrected_one(hall: Hall) -> None:
    hall.scan("鷗", 0)
    client = hall.after()
    [made] = issued(hall, client)
    act = f"{DESK}/certificates/one/{made.id}/revoke"
    assert send(client, act, f"{DESK}/certificates", reason="") == 303
    assert len(issued(hall, client)) == 1
    send(client, act, f"{DESK}/certificates", reason="Sai tên (mẫu)")
    assert [one.number for one in issued(hall, client)] == [1, 2]
    assert send(client, f"{DESK}/certificates/one/999/revoke", f"{DESK}/certificates", reason="x") == 404


# --- a guest's own page ------------------------------------------------------------------------------------------------


def test_a_visit_tells_what_is_ones_own_and_nothing_of_others(hall: Hall) -> None:
    with hall.app.test_request_context(), writing() as session:
        version = seating.set_rows(
            session,
            actor=SYSTEM,
            event_id=hall.event.id,
            version=0,
            rows=[(3, 3)],
            reserved=[],
            now=clock.now(),
        )
        assert isinstance(version, int)
        seating.propose_all(session, actor=SYSTEM, event_id=hall.event.id, version=version, now=clock.now())
        set_dress(
            session,
            actor=SYSTEM,
            event_id=hall.event.id,
            words=Trilingual("Com-lê", "スーツ", "Suit"),
            now=clock.now(),
        )
    head = hall.app.test_client().get(f"{hall.paths['鷗']}/visit")
    assert head.headers["Cache-Control"] == "no-store"
    for mine in (
        "Khách sạn Mẫu",
        "14A-000.01",
        "VN9891",
        "Trần Liên Lạc",
        "tel:+84912000111",
        "結衣",
        "スーツ",
        "1列",
        "<svg",
    ):
        assert mine in head.text, mine
    for foreign in ("14A-999.99", "Ễ Ự", "yui@doudan.example", "dai@mau.example"):
        assert foreign not in head.text, foreign
    alone = hall.app.test_client().get(f"{hall.paths['Ễ Ự']}/visit").text
    assert "14A-999.99" in alone
    for foreign in ("Khách sạn Mẫu", "14A-000.01", "鷗", "結衣", "Trần Liên Lạc"):
        assert foreign not in alone, foreign
    assert hall.app.test_client().get(f"{hall.paths['鷗'][:-1]}A/visit").status_code == 404


def test_a_deputy_learns_the_seat_and_not_the_guests_car(hall: Hall) -> None:
    path = hall.paths["Ễ Ự"]
    with hall.app.test_request_context(), writing() as session:
        found = session.scalars(select(Invitation).where(Invitation.guest_id == 3)).one()
        deputizing.send_deputy(
            session, actor=SYSTEM, invitation_id=found.id, version=found.version, deputy=ANNA, links=GUEST_LINKS,
            now=clock.now(),
        )  # fmt: skip
    page = hall.app.test_client().get(f"{path}/visit").text
    assert "Anna" in page
    assert "14A-999.99" not in page


def test_ones_own_certificate_is_given_and_another_is_not_there(hall: Hall) -> None:
    hall.scan("鷗", 0)
    hall.scan("Ễ Ự", 0)
    made = {one.name[:2]: one.id for one in issued(hall, hall.after())}
    mine, other = made["髙﨑"], made["Cô"]
    client = hall.app.test_client()
    assert f"/certificates/{mine}.pdf" in client.get(f"{hall.paths['鷗']}/visit").text
    assert client.get(f"{hall.paths['鷗']}/certificates/{mine}.pdf").data[:5] == b"%PDF-"
    assert client.get(f"{hall.paths['鷗']}/certificates/{other}.pdf").status_code == 404


def test_seats_of_a_session_are_taken_and_given_back(hall: Hall) -> None:
    with hall.app.test_request_context(), writing() as session:
        number = house(session, 1).sessions[0].id
        set_seats(session, actor=SYSTEM, session_id=number, terms=SeatTerms(2, reserved=1), now=clock.now())
    first, second = (hall.app.test_client() for _ in range(2))
    page, other = (f"{hall.paths[name]}/visit" for name in ("鷗", "Ễ Ự"))
    take_it = f"{hall.paths['鷗']}/sessions/{number}/seat"
    for _ in range(2):
        assert send(first, take_it, page) == 303
    assert "お席を確保しました" in first.get(page).text
    send(second, f"{hall.paths['Ễ Ự']}/sessions/{number}/seat", "/desk/sign-in")
    assert "chỗ cuối cùng vừa có người giữ" in second.get(other).text
    assert send(first, f"{take_it}/back", page) == 303
    assert send(second, f"{hall.paths['Ễ Ự']}/sessions/{number}/seat", "/desk/sign-in") == 303
    with hall.app.test_request_context():
        assert current().get_one(SessionSeats, number).taken == 1
    assert (
        send(first, f"{hall.paths['鷗']}/sessions/{number + 1}/seat", "/desk/sign-in") == 404
    )  # its seats are not counted
    hall.clock.set(hall.event.ends_at)
    assert send(first, take_it, "/desk/sign-in") == 404


def test_there_are_never_fewer_seats_than_are_taken(app: Flask) -> None:
    with app.test_request_context(), writing() as session:
        sample_sessions(session, session.scalars(select(Edition)).one(), now=clock.now())
        number = house(session, 1).sessions[0].id
        people = [guest(session, who).person_id for who in (KAMOME, YUI)]
        kept = {"actor": SYSTEM, "session_id": number, "now": clock.now()}
        set_seats(session, terms=SeatTerms(1), **kept)  # type: ignore[arg-type]
        assert take(session, person_id=people[0], **kept) is None  # type: ignore[arg-type]
        assert take(session, person_id=people[1], **kept) == SeatsFull()  # type: ignore[arg-type]
        assert set_seats(session, terms=SeatTerms(2, reserved=2), **kept) == SeatsBelow(1)  # type: ignore[arg-type]
        give_back(session, person_id=people[0], **kept)  # type: ignore[arg-type]
        assert take(session, person_id=people[1], **kept) is None  # type: ignore[arg-type]


def test_what_is_worn_is_said_by_protocol(hall: Hall) -> None:
    protocol = enter(hall.app, make(hall.app, Role.PROTOCOL))
    path = "/desk/reception/dress"
    assert (
        send(protocol, f"{path}/{hall.event.id}", path, words_vi="Áo dài", words_ja="着物", words_en="")
        == 303
    )
    assert "Áo dài" in protocol.get(path).text
    assert "着物" in hall.app.test_client().get(f"{hall.paths['鷗']}/visit").text
    assert send(protocol, f"{path}/9999", path, words_vi="x") == 404
    assert send(protocol, f"{path}/{hall.event.id}", path, words_vi="") == 303
    assert "着物" not in hall.app.test_client().get(f"{hall.paths['鷗']}/visit").text
