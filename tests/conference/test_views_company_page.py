"""A company's own page behind its link: what it was told, whom it wishes to meet, when it cannot come, what it thought, with each refusal."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.conference.models import CompanyPerson, WishRow
from festival.conference.queries.meetings import board, find_round
from festival.conference.rules.meetings import propose
from festival.conference.services.rounds import set_up
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.programme.models import Event
from festival.registration.guest_links import GuestLinks
from festival.registration.models import Guest, Invitation, Person
from festival.registration.services import inviting
from tests.accounts.people import enter, make
from tests.conference.fair import TERMS, Fair
from tests.conference.test_views_meetings import (
    COMPANIES,
    PLAN,
    SETUP,
    count,
    link_of,
    meeting_form,
    say_all,
    says,
    send,
)
from tests.support.apps import FakeClock, csrf


def test_a_company_says_whom_it_wants_to_meet(sqlite_app: Flask, fair: Fair) -> None:
    assert says(sqlite_app, fair, 0, 2, "must").status_code == 303
    assert says(sqlite_app, fair, 0, 2, "want").status_code == 303
    assert (
        says(sqlite_app, fair, 0, 1, "want").status_code == 303
    )  # refused with a sentence: the round does not allow it
    assert says(sqlite_app, fair, 0, 2, "xyz").status_code == 422
    assert count(sqlite_app, WishRow) == 1
    with sqlite_app.app_context(), writing() as session:
        set_up(
            session, actor=SYSTEM, edition_id=fair.edition, now=clock.now(),
            terms=replace(TERMS, wishes_until=clock.now() - timedelta(hours=1)),
        )  # fmt: skip
    says(sqlite_app, fair, 2, 0, "want")
    assert count(sqlite_app, WishRow) == 1
    says(sqlite_app, fair, 2, 0, "no")
    assert count(sqlite_app, WishRow) == 2


def test_all_wishes_are_saved_at_once_and_only_what_differs_is_written(sqlite_app: Flask, fair: Fair) -> None:
    numbers = list(fair.firms)
    path = link_of(sqlite_app, numbers[0])
    client = sqlite_app.test_client()
    old = client.get(path).text.split('name="seen" value="', 1)[1].split('"', 1)[0]
    both = {numbers[2]: ("must", ""), numbers[3]: ("want", "")}
    answer = say_all(sqlite_app, path, both, client=client)
    assert answer.headers["Location"].endswith("?at=wishes#wishes")
    page = client.get(f"{path}?at=wishes").text
    assert (
        page.index('id="wishes"') < page.index("Cảm ơn, ban tổ chức đã ghi nhận") < page.index('id="times"')
    )
    assert wished(sqlite_app) == {(numbers[0], numbers[2]): "must", (numbers[0], numbers[3]): "want"}
    # The same form again, as after a double press, changes nothing; another tab's choice is not undone by an older page.
    say_all(sqlite_app, path, both, seen=old)
    say_all(sqlite_app, path, {numbers[2]: ("no", ""), numbers[3]: ("", "")}, seen=old)
    assert wished(sqlite_app) == {(numbers[0], numbers[2]): "no", (numbers[0], numbers[3]): "want"}


def test_who_cannot_be_asked_any_more_is_named_and_holds_up_no_other(sqlite_app: Flask, fair: Fair) -> None:
    numbers = list(fair.firms)
    path, client = link_of(sqlite_app, numbers[0]), sqlite_app.test_client()
    said = {numbers[1]: ("want", ""), numbers[2]: ("want", ""), 99999: ("must", "")}
    assert say_all(sqlite_app, path, said, client=client).status_code == 303
    page = client.get(f"{path}?at=wishes").text
    assert "Otaru" in page[page.index('id="wishes"') : page.index('class="meet-wishes"')]
    assert wished(sqlite_app) == {(numbers[0], numbers[2]): "want"}


def test_one_wrong_day_keeps_everything_that_was_chosen(sqlite_app: Flask, fair: Fair) -> None:
    numbers = list(fair.firms)
    path, client = link_of(sqlite_app, numbers[0]), sqlite_app.test_client()
    answer = say_all(
        sqlite_app, path, {numbers[2]: ("must", "2020-01-01"), numbers[3]: ("no", "")}, client=client
    )
    assert answer.status_code == 422
    assert 'value="must" selected' in answer.text
    assert 'value="no" selected' in answer.text
    assert 'value="2020-01-01"' in answer.text
    assert "Chưa lưu" in answer.text
    assert wished(sqlite_app) == {}


def test_closed_wishes_show_no_last_day_and_keep_the_one_that_was_said(sqlite_app: Flask, fair: Fair) -> None:
    numbers = list(fair.firms)
    path, client = link_of(sqlite_app, numbers[0]), sqlite_app.test_client()
    day = (clock.local(clock.now()).date() + timedelta(days=9)).isoformat()
    say_all(sqlite_app, path, {numbers[2]: ("must", day)}, client=client)
    with sqlite_app.app_context(), writing() as session:
        set_up(
            session, actor=SYSTEM, edition_id=fair.edition, now=clock.now(),
            terms=replace(TERMS, wishes_until=clock.now() - timedelta(hours=1)),
        )  # fmt: skip
    page = client.get(path).text
    assert "-until" not in page.replace('name="until', "")
    seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    token = csrf(client, path)
    client.post(
        f"{path}/wishes",
        data={
            "csrf_token": token,
            "seen": seen,
            f"w{numbers[2]}-wanting": "must",
            f"w{numbers[3]}-wanting": "no",
        },
    )
    with sqlite_app.app_context():
        rows = {row.asked_id: row.until for row in current().scalars(select(WishRow))}
    assert rows[numbers[2]] is not None
    assert rows[numbers[3]] is None


def wished(app: Flask) -> dict[tuple[int, int], str]:
    """Return (who asks, who is asked) → what is said."""
    with app.app_context():
        return {(row.asks_id, row.asked_id): row.wanting for row in current().scalars(select(WishRow))}


def test_a_wish_is_over_with_its_last_day_and_its_company_sees_it(
    sqlite_app: Flask, fair: Fair, fake_clock: FakeClock
) -> None:
    today = clock.local(clock.now()).date()
    past = says(sqlite_app, fair, 0, 2, "must", until=(today - timedelta(days=1)).isoformat())
    assert past.status_code == 422
    assert "Ngày này đã qua" in past.text
    assert says(sqlite_app, fair, 0, 2, "must", until="32/13/2027").status_code == 422
    assert count(sqlite_app, WishRow) == 0
    assert says(sqlite_app, fair, 0, 2, "must", until=today.isoformat()).status_code == 303
    own = sqlite_app.test_client()
    path = link_of(sqlite_app, next(iter(fair.firms)))

    def proposed() -> int:
        with sqlite_app.app_context():
            of = find_round(current(), fair.edition)
            assert of is not None
            return len(propose(board(current(), of, "vi", clock.now()), clock.now()).meetings)

    assert proposed() == 1
    assert f'value="{today.isoformat()}"' in own.get(path).text
    assert "Đã hết hạn" not in own.get(path).text
    midnight = datetime.combine(today + timedelta(days=1), time(), clock.LOCAL)
    fake_clock.set(midnight.astimezone(UTC) - timedelta(seconds=1))
    assert proposed() == 1
    fake_clock.set(midnight.astimezone(UTC))
    assert proposed() == 0
    page = own.get(path).text
    assert "Đã hết hạn" in page
    assert 'value="must" selected' not in page  # saving other wishes does not renew it
    numbers = list(fair.firms)
    assert say_all(sqlite_app, path, {numbers[3]: ("want", "")}).status_code == 303
    assert "Đã hết hạn" in own.get(path).text
    assert says(sqlite_app, fair, 0, 2, "must").status_code == 303
    assert proposed() == 2
    assert "Đã hết hạn" not in own.get(path).text


def test_a_made_up_link_opens_nothing(sqlite_app: Flask, fair: Fair) -> None:
    path = link_of(sqlite_app, next(iter(fair.firms)))
    client = sqlite_app.test_client()
    for wrong in ("/b/x", "/b/" + "A" * 32, path[:-2] + "AA", f"{path}A"):
        assert client.get(wrong).status_code == 404
    assert client.get(path).headers["Cache-Control"].startswith(("private", "no-store"))


def test_a_company_sees_what_it_was_told_and_nothing_before(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    path = link_of(sqlite_app, next(iter(fair.firms)))
    send(planner, f"{PLAN}/new", meeting_form(fair))
    guest = sqlite_app.test_client()
    assert "Sảnh A" not in guest.get(path).text
    assert "Hakodate" in planner.get(f"{PLAN}/announce").text
    assert send(planner, f"{PLAN}/announce", {}, form=f"{PLAN}/announce").status_code == 303
    page = guest.get(path).text
    assert "Cẩm Phả" in page
    assert "Sảnh A" in page
    send(planner, f"{PLAN}/1/move", meeting_form(fair, desk=fair.desks[1], version="1"))
    assert "Sảnh B" not in guest.get(path).text  # not told yet: what was told counts
    agenda = guest.get(f"{path}/agenda.ics")
    assert agenda.mimetype == "text/calendar"
    assert agenda.text.count("BEGIN:VEVENT") == 1


def test_the_desk_tells_whom_no_mail_reaches_and_says_so(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    numbers = list(fair.firms)
    with sqlite_app.app_context(), writing() as session:
        people = session.scalars(select(CompanyPerson).where(CompanyPerson.company_id == numbers[3])).all()
        session.get_one(Person, people[0].person_id).phone = "+84912345678"
    send(planner, f"{PLAN}/new", meeting_form(fair, 1, 3, interpreter=0))
    answer = send(planner, f"{PLAN}/announce", {}, form=f"{PLAN}/announce")
    assert answer.headers["Location"].endswith("/announce")
    page = planner.get(f"{PLAN}/announce").text
    assert "1 đơn vị cần được báo trực tiếp" in page
    assert "+84912345678" in page
    assert "Otaru" in page  # whom they meet; it was told by mail and is not on the list itself
    assert page.count(f"{COMPANIES}/{numbers[3]}") == 1
    assert f"{COMPANIES}/{numbers[1]}" not in page
    assert "cần tự báo" in planner.get(PLAN).text
    assert "Otaru" in sqlite_app.test_client().get(link_of(sqlite_app, numbers[3])).text
    version = page.split('name="version" value="', 1)[1].split('"', 1)[0]
    told = {"company": numbers[3], "version": version}
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    assert send(leader, f"{PLAN}/announce/told", told, form=SETUP).status_code == 403
    stale = {"company": numbers[3], "version": str(int(version) - 1)}
    send(planner, f"{PLAN}/announce/told", stale, form=f"{PLAN}/announce")
    assert "Chưa ghi nhận" in planner.get(f"{PLAN}/announce").text
    send(planner, f"{PLAN}/announce/told", told, form=f"{PLAN}/announce")
    page = planner.get(f"{PLAN}/announce").text
    assert "Đã báo cho 1 đơn vị" in page
    assert "cần được báo trực tiếp" not in page


def test_a_company_crosses_out_times_and_says_what_it_is(sqlite_app: Flask, fair: Fair) -> None:
    number, people = next(iter(fair.firms.items()))
    path, client = link_of(sqlite_app, number), sqlite_app.test_client()
    away = {"csrf_token": csrf(client, path), "away": [f"{people[0]}-{fair.slots[0]}", "rác"]}
    assert client.post(f"{path}/away", data=away).status_code == 303
    assert f'value="{people[0]}-{fair.slots[0]}" checked' in client.get(path).text
    foreign = {**away, "away": [f"{fair.firms[list(fair.firms)[1]][0]}-{fair.slots[0]}"]}
    assert client.post(f"{path}/away", data=foreign).status_code == 404
    said = {
        "csrf_token": csrf(client, path),
        "version": "1",
        "size": "small",
        "intent": "invest",
        "seeks_ja": "提携先",
        "listed": "y",
    }
    assert "Hakodate" not in client.get("/vi/conference/companies").text
    assert client.post(f"{path}/profile", data=said).status_code == 303
    assert "Hakodate" in client.get("/vi/conference/companies").text
    assert client.post(f"{path}/profile", data={**said, "seeks_ja": "別の言葉"}).status_code == 409
    assert client.post(f"{path}/profile", data={**said, "website": "ftp://x"}).status_code == 422
    del said["listed"]
    assert client.post(f"{path}/profile", data={**said, "version": "2"}).status_code == 303
    assert "Hakodate" not in client.get("/vi/conference/companies").text  # the consent was taken back


def test_a_company_rates_a_meeting_once_it_is_over_and_may_think_again(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair, fake_clock: FakeClock
) -> None:
    path = link_of(sqlite_app, next(iter(fair.firms)))
    send(planner, f"{PLAN}/new", meeting_form(fair))
    send(planner, f"{PLAN}/announce", {}, form=f"{PLAN}/announce")
    guest = sqlite_app.test_client()
    assert 'name="m1-rating"' not in guest.get(path).text
    fake_clock.set(fair.begins + timedelta(hours=5))
    assert 'name="m1-rating"' in guest.get(path).text
    data = {"csrf_token": csrf(guest, path), "m1-rating": "5", "m1-remark": "Rất hữu ích"}
    refused = guest.post(f"{path}/meetings/1/rating", data={**data, "m1-rating": "9"})
    assert refused.status_code == 422
    assert "Rất hữu ích" in refused.text  # what was written is not lost
    del data["m1-rating"]
    unsaid = guest.post(f"{path}/meetings/1/rating", data=data)
    assert unsaid.status_code == 422
    assert "aria-invalid" in unsaid.text
    assert guest.post(f"{path}/meetings/1/rating", data={**data, "m1-rating": "5"}).status_code == 303
    assert "checked" in guest.get(path).text.partition('name="m1-rating" value="5"')[2][:40]
    assert guest.post(f"{path}/meetings/1/rating", data={**data, "m1-rating": "2"}).status_code == 303
    assert "checked" in guest.get(path).text.partition('name="m1-rating" value="2"')[2][:40]
    there = {**data, "m99-rating": "2"}
    assert guest.post(f"{path}/meetings/99/rating", data=there).status_code == 404


def test_somebodys_meetings_stand_in_their_own_agenda(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    people = next(iter(fair.firms.values()))
    with sqlite_app.test_request_context(), writing() as session:
        person = session.get_one(CompanyPerson, people[0]).person_id
        event = session.scalars(select(Event).where(Event.kind == "conference")).first()
        assert event is not None
        guest = Guest(
            edition_id=fair.edition,
            person_id=person,
            part="guest",
            precedence=9,
            version=1,
            made_at=clock.now(),
            changed_at=clock.now(),
        )
        session.add(guest)
        session.flush()
        inviting.list_for(session, actor=SYSTEM, event_id=event.id, guest_ids=[guest.id], now=clock.now())
        asked = session.scalars(select(Invitation).where(Invitation.guest_id == guest.id)).one()
        path = GuestLinks("http://festival.example", sqlite_app.config["SECRET_KEY"]).invitation_path(
            asked.id, asked.epoch
        )
    send(planner, f"{PLAN}/new", meeting_form(fair))
    own = sqlite_app.test_client()
    assert "Cẩm Phả" not in own.get(f"{path}/agenda").text  # planned, and not told yet
    send(planner, f"{PLAN}/announce", {}, form=f"{PLAN}/announce")
    assert "Cẩm Phả" in own.get(f"{path}/agenda").text
    assert "Cẩm Phả" in own.get(f"{path}/agenda.ics").text
