"""The pages of guests: who may see what, whose link opens what, and what a refused form keeps."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.registration.models import Guest, GuestList, Invitation, Person
from festival.registration.services import answering, inviting
from tests.accounts.people import enter, make
from tests.registration.guests import (
    GUEST_LINKS,
    YUI,
    delegation,
    fields,
    guest,
    invited,
    path_of,
    stored,
    tickets,
)
from tests.registration.persons import KAMOME, LAN
from tests.support.apps import NOW, csrf, csrf_in


def send(client: FlaskClient, path: str, at: str, data: dict[str, Any]) -> TestResponse:
    """Send a form that stands on the page `at`."""
    return client.post(path, data={"csrf_token": csrf(client, at), **data})


@pytest.fixture
def protocol(sqlite_app: Flask) -> FlaskClient:
    """Somebody of the protocol."""
    return enter(sqlite_app, make(sqlite_app, Role.PROTOCOL))


# --- the guest's own page --------------------------------------------------------------------------------------------


def test_the_link_opens_in_the_guests_language_and_is_kept_by_nobody(sqlite_app: Flask) -> None:
    path = path_of(sqlite_app, invited(sqlite_app))
    answer = sqlite_app.test_client().get(path)
    assert '<html lang="ja"' in answer.text
    assert "髙﨑 鷗（見本） 様" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_stays_the_guests_when_somebody_else_comes(sqlite_app: Flask) -> None:
    path, client = path_of(sqlite_app, invited(sqlite_app)), sqlite_app.test_client()
    english = fields(version=stored(sqlite_app, 1).version)
    assert send(client, f"{path}/deputy", path, english).status_code == 303
    with sqlite_app.app_context(), writing() as session:
        session.get_one(Person, session.get_one(Invitation, 1).deputy_id).language = "en"
    answer = sqlite_app.test_client().get(path)
    assert '<html lang="ja"' in answer.text
    assert "髙﨑 鷗（見本） 様" in answer.text
    assert "見本 結衣（見本）" in answer.text  # whose ticket it is


def test_who_comes_and_has_not_said_everything_is_asked_by_one_button(
    sqlite_app: Flask, protocol: FlaskClient
) -> None:
    number = invited(sqlite_app)
    path = f"/desk/invitations/{stored(sqlite_app, number).event_id}"
    assert "ask-for-details" not in protocol.get(path).text
    with sqlite_app.app_context(), writing() as session:
        answering.accept(
            session, actor=SYSTEM, invitation_id=number, links=GUEST_LINKS, now=NOW - timedelta(days=9)
        )
    assert "ask-for-details" in protocol.get(path).text
    for said in ("Đã gửi", "Không gửi"):
        assert send(protocol, f"{path}/ask-for-details", path, {}).status_code == 303
        assert said in protocol.get(path).text


@pytest.mark.parametrize(
    ("is_called_off", "at_the_desk", "to_the_guest"),
    [
        (False, "Hoạt động này đã kết thúc: không mời", "この行事は終了しました。"),
        (True, "Hoạt động này đã bị hủy: không mời", "この行事は中止になりました。"),
    ],
)
def test_nobody_is_asked_to_an_event_that_is_over_or_called_off(
    sqlite_app: Flask,
    protocol: FlaskClient,
    *,
    is_called_off: bool,
    at_the_desk: str,
    to_the_guest: str,
) -> None:
    number = invited(sqlite_app)
    event_id = stored(sqlite_app, number).event_id
    with sqlite_app.app_context(), writing() as session:
        inviting.list_for(
            session, actor=SYSTEM, event_id=event_id, guest_ids=[guest(session, LAN).id], now=NOW
        )
    path = f"/desk/invitations/{event_id}"
    assert f"{path}/send" in protocol.get(path).text
    assert {">Chỗ ngồi<", ">Xếp chỗ hoạt động này<"} <= set(
        re.findall(r">[^<>]+<", protocol.get(path).text)
    )  # two ways, two names
    with sqlite_app.app_context(), writing() as session:
        session.get_one(Invitation, number).sent_at = NOW - timedelta(days=9)  # a reminder is due
        event = session.get_one(Event, event_id)
        if is_called_off:
            event.state = "cancelled"
        else:
            event.doors_at = event.starts_at = NOW - timedelta(hours=3)
            event.ends_at = NOW - timedelta(hours=1)
    page = protocol.get(path).text
    assert at_the_desk in page
    assert f"{path}/send" not in page
    for act in ("send", "remind", "ask-for-details"):
        assert send(protocol, f"{path}/{act}", "/desk/account", {}).status_code == 303
        assert protocol.get(path).text.count(at_the_desk) == 2  # as the answer too
    with sqlite_app.app_context():
        assert [one.state for one in current().scalars(select(Invitation).order_by(Invitation.id))] == [
            "sent",
            "listed",
        ]
        assert current().scalar(select(func.count()).where(Message.cause.like("invitation:%"))) == 1
    assert to_the_guest in sqlite_app.test_client().get(path_of(sqlite_app, number)).text


def test_a_link_that_was_ended_or_made_up_opens_nothing(sqlite_app: Flask) -> None:
    number = invited(sqlite_app)
    path, client = path_of(sqlite_app, number), sqlite_app.test_client()
    with sqlite_app.app_context(), writing() as session:
        inviting.end_link(
            session,
            actor=SYSTEM,
            event_id=stored(sqlite_app, number).event_id,
            invitation_id=number,
            now=NOW,
        )
    assert client.get(path).status_code == 404
    assert client.get(path_of(sqlite_app, number)).status_code == 200
    for other in (
        "/i/AAAA",
        "/i/" + "A" * 32,
        GUEST_LINKS.delegation_path(1, 1).replace("/d/", "/i/"),
        GUEST_LINKS.invitation_path(999, 1),
    ):
        assert client.get(other).status_code == 404, other
    assert client.get(GUEST_LINKS.invitation_path(1, 2).replace("/i/", "/d/")).status_code == 404


def test_a_guest_accepts_and_sends_a_deputy(sqlite_app: Flask) -> None:
    number = invited(sqlite_app)
    path, client = path_of(sqlite_app, number), sqlite_app.test_client()
    assert send(client, f"{path}/accept", path, {}).status_code == 303
    assert "<svg" in client.get(path).text
    wrong = send(client, f"{path}/deputy", path, {"version": "2", "family": "見本", "given": ""})
    assert wrong.status_code == 422
    assert 'value="見本"' in wrong.text
    version = stored(sqlite_app, number).version
    assert send(client, f"{path}/deputy", path, fields(version=version)).status_code == 303
    assert [state for _who, _name, state in tickets(sqlite_app)] == ["revoked", "valid"]
    page = client.get(path).text
    assert "見本 結衣（見本）" in page
    assert "/d/" not in page  # the delegation stays with its head
    late = send(client, f"{path}/deputy", path, fields(version=version, given="別人（見本）"))
    assert late.status_code == 303
    assert len(tickets(sqlite_app)) == 2


@pytest.mark.parametrize("verb", ["accept", "decline", "deputy", "questions"])
def test_an_answer_needs_its_token_and_its_link(sqlite_app: Flask, verb: str) -> None:
    path, client = path_of(sqlite_app, invited(sqlite_app)), sqlite_app.test_client()
    assert client.post(f"{path}/{verb}").status_code == 400
    token = csrf(client, path)
    foreign = GUEST_LINKS.invitation_path(1, 7)
    assert client.post(f"{foreign}/{verb}", data={"csrf_token": token}).status_code == 404


# --- the head completes the delegation -------------------------------------------------------------------------------


def form_of(page: str) -> dict[str, str]:
    """The fields of the member's form as a browser would send them."""
    found = dict(re.findall(r'<input class="input"[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', page))
    found["version"] = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]  # type: ignore[index]
    return found | {"csrf_token": csrf_in(page)}


def test_the_head_completes_a_member_and_a_second_tab_loses_nothing(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        home = delegation(session)
        guest(session, KAMOME, delegation_id=home.id, is_head=True)
        member = guest(session, YUI, delegation_id=home.id)
    path, client = GUEST_LINKS.delegation_path(home.id, 1), sqlite_app.test_client()
    listed = client.get(path)
    assert listed.headers["Cache-Control"] == "no-store"
    assert "連絡担当者" not in listed.text  # there is none
    first, second = (client.get(f"{path}/{member.id}").text for _tab in range(2))
    done = client.post(f"{path}/{member.id}", data=form_of(first) | {"given": "結衣", "dietary": "なし"})
    assert done.status_code == 303
    overtaken = client.post(f"{path}/{member.id}", data=form_of(second) | {"given": "結衣", "dietary": "卵"})
    assert overtaken.status_code == 409
    assert 'value="卵"' in overtaken.text  # what was typed
    with sqlite_app.app_context():
        assert current().get_one(Guest, member.id).dietary == "なし"
    again = client.post(
        f"{path}/{member.id}", data=form_of(overtaken.text) | {"given": "結衣", "dietary": "卵"}
    )
    assert again.status_code == 303
    with sqlite_app.app_context():
        assert current().get_one(Guest, member.id).dietary == "卵"


def test_a_head_opens_no_member_of_another_delegation(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        home = delegation(session)
        stranger = guest(session, LAN)
    path, client = GUEST_LINKS.delegation_path(home.id, 1), sqlite_app.test_client()
    assert client.get(f"{path}/{stranger.id}").status_code == 404
    assert client.post(f"{path}/{stranger.id}", data={}).status_code in {400, 404}
    assert client.get(GUEST_LINKS.delegation_path(home.id, 2)).status_code == 404


# --- the desk --------------------------------------------------------------------------------------------------------

PAGES = (
    "/desk/guests",
    "/desk/delegations/1",
    "/desk/guests/1",
    "/desk/precedence",
    "/desk/invitations",
    "/desk/invitations/1",
    "/desk/seating",
    "/desk/seating/1",
)


@pytest.mark.parametrize("path", PAGES)
def test_guests_are_for_those_with_the_right(sqlite_app: Flask, path: str) -> None:
    invited(sqlite_app)
    assert enter(sqlite_app, make(sqlite_app, Role.CREW)).get(path).status_code == 403
    assert enter(sqlite_app, make(sqlite_app, Role.REGISTRAR)).get(path).status_code == 200
    assert sqlite_app.test_client().get(path).status_code == 303


def test_food_and_flights_are_for_those_who_receive_guests(sqlite_app: Flask, protocol: FlaskClient) -> None:
    with sqlite_app.app_context(), writing() as session:
        home = delegation(session)
        guest(session, YUI, delegation_id=home.id, dietary="蕎麦")
    registrar = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))
    for path in ("/desk/guests", "/desk/delegations/1", "/desk/guests/1"):
        seen, kept = protocol.get(path).text, registrar.get(path).text
        assert "VN9891" in seen or "蕎麦" in seen, path
        for secret in ("蕎麦", "VN9891", "Khách sạn Mẫu"):
            assert secret not in kept, (path, secret)
    for path in ("/desk/reception", "/desk/reception.pdf?day=2027-11-01"):
        assert registrar.get(path).status_code == 403
        assert protocol.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/desk/guests/1", {"given": "X"}),
        ("/desk/delegations/new", {"name_vi": "X"}),
        ("/desk/precedence/move", {"guest": "1"}),
        ("/desk/invitations/1/send", {}),
        ("/desk/invitations/1/1/withdraw", {}),
        ("/desk/seating/1/propose", {}),
        ("/desk/guest-lists", {}),
    ],
)
def test_who_may_only_look_changes_nothing(sqlite_app: Flask, path: str, data: dict[str, str]) -> None:
    invited(sqlite_app)
    registrar = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))
    assert send(registrar, path, "/desk/account", data).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/desk/guests/999",
        "/desk/delegations/999",
        "/desk/invitations/999",
        "/desk/invitations/1/questions/999",
        "/desk/seating/999",
        "/desk/guest-lists/999",
    ],
)
def test_what_is_not_there_answers_404(sqlite_app: Flask, protocol: FlaskClient, path: str) -> None:
    assert protocol.get(path).status_code == 404


def test_an_invitation_is_only_reached_through_its_own_event(
    sqlite_app: Flask, protocol: FlaskClient
) -> None:
    number = invited(sqlite_app)
    other = 1 if stored(sqlite_app, number).event_id != 1 else 2
    answer = send(protocol, f"/desk/invitations/{other}/{number}/withdraw", "/desk/account", {})
    assert answer.status_code == 404
    assert stored(sqlite_app, number).state == "sent"


def test_a_list_is_seen_by_who_sent_it_only(sqlite_app: Flask, protocol: FlaskClient) -> None:
    token = csrf(protocol, "/desk/guest-lists")
    sent = protocol.post(
        "/desk/guest-lists",
        data={
            "csrf_token": token,
            "event": "0",
            "file": (BytesIO("Họ tên,Món\nLê Mẫu (mẫu),chay\n".encode()), "k.csv"),
        },
    )
    assert sent.status_code == 303
    assert "Lê Mẫu (mẫu)" in protocol.get(sent.location).text
    assert enter(sqlite_app, make(sqlite_app, Role.PROTOCOL)).get(sent.location).status_code == 404
    mapped = protocol.post(
        f"{sent.location}/columns", data={"csrf_token": token, "column-0": "name", "column-1": "dietary"}
    )
    assert mapped.status_code == 303
    taken = protocol.post(sent.location, data={"csrf_token": token, "which": "all"})
    assert taken.status_code == 303
    with sqlite_app.app_context():
        assert current().scalars(select(Guest.dietary)).all() == ["chay"]
        assert current().scalars(select(GuestList.result)).one()["guests"] == 1


def test_names_are_data_on_every_page(sqlite_app: Flask, protocol: FlaskClient) -> None:
    evil = type(LAN)("<b>Lê</b>", "'\"><script>x</script>", "vi", mail="le@co-quan.example")
    number = invited(sqlite_app, evil)
    event_id = stored(sqlite_app, number).event_id
    client = sqlite_app.test_client()
    for text in (
        client.get(path_of(sqlite_app, number)).text,
        protocol.get("/desk/guests").text,
        protocol.get("/desk/precedence").text,
        protocol.get(f"/desk/invitations/{event_id}").text,
    ):
        assert "<script>x" not in text
        assert "<b>Lê" not in text


def test_the_order_is_moved_by_form_and_as_the_mouse_does(sqlite_app: Flask, protocol: FlaskClient) -> None:
    with sqlite_app.app_context(), writing() as session:
        numbers = [guest(session, who).id for who in (LAN, KAMOME, YUI)]

    def order() -> list[int]:
        with sqlite_app.app_context():
            return list(current().scalars(select(Guest.id).order_by(Guest.precedence)))

    send(protocol, "/desk/precedence/move", "/desk/precedence", {"guest": numbers[2], "before": numbers[0]})
    assert order() == [numbers[2], numbers[0], numbers[1]]
    send(protocol, "/desk/precedence/move", "/desk/precedence", {"guest": numbers[2], "place": "2"})
    assert order() == [numbers[0], numbers[2], numbers[1]]
    send(protocol, "/desk/precedence/move", "/desk/precedence", {"guest": numbers[0], "before": ""})
    assert order() == [numbers[2], numbers[1], numbers[0]]


def test_a_wrong_row_of_seats_is_named_and_kept(sqlite_app: Flask, protocol: FlaskClient) -> None:
    event_id = stored(sqlite_app, invited(sqlite_app)).event_id
    path = f"/desk/seating/{event_id}"
    wrong = send(protocol, f"{path}/rows", path, {"version": "0", "rows": "8 8\nnhiều", "reserved": ""})
    assert wrong.status_code == 422
    assert "nhiều" in wrong.text
    done = send(protocol, f"{path}/rows", path, {"version": "0", "rows": "8 8\n6,6", "reserved": "1-1 1-16"})
    assert done.status_code == 303
    kept = send(protocol, f"{path}/rows", path, {"version": "1", "rows": "2 2", "reserved": "9-9"})
    assert kept.status_code == 422
