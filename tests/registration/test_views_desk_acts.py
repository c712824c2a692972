"""What a registrar does over HTTP, with each refusal: block, many at once, who comes without registering, codes, lists, figures."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from festival.accounts.types import Role
from festival.core.transaction import current, writing
from festival.programme.models import Event
from festival.registration.models import BulkAction, Registration, Ticket
from festival.registration.types import Registered
from tests.accounts.people import enter, make
from tests.registration.desk import form_number, registrar, states, verbs
from tests.support.apps import FakeClock, csrf_in, event_of, post
from tests.web.parties import registered

LIST = "/desk/registrations"


@pytest.fixture
def clerk(sqlite_app: Flask) -> FlaskClient:
    """A registrar at the desk."""
    return registrar(sqlite_app)


@pytest.fixture
def watcher(sqlite_app: Flask) -> FlaskClient:
    """A gate lead, who sees registrations and changes none."""
    return enter(sqlite_app, make(sqlite_app, Role.GATE_LEAD))


@pytest.fixture
def party(sqlite_app: Flask) -> Registered:
    """A family of two."""
    return registered(sqlite_app, "Lan (mẫu)", "Minh (mẫu)", mail="lan@gia-dinh.example")


def at(party: Registered) -> str:
    """Return the path of a party's page at the desk."""
    return f"{LIST}/{party.registration_id}"


# --- one party -----------------------------------------------------------------------------------------------------------


def test_block_and_let_in_again(sqlite_app: Flask, clerk: FlaskClient, party: Registered) -> None:
    path = at(party)
    answer = post(clerk, f"{path}/block", {"positions": ["1"], "reason": "passed_on"}, form_at=path)
    assert answer.location == path
    assert states(sqlite_app, party.registration_id)[1] == "blocked"
    page = clerk.get(path).text
    assert "Mã bị bán, chuyển cho người khác hoặc đăng công khai" in page
    post(clerk, f"{path}/unblock", {"positions": ["1"]}, form_at=path)
    assert states(sqlite_app, party.registration_id)[1] == "valid"


@pytest.mark.parametrize("sent", [{}, {"positions": ["1"]}, {"positions": ["1"], "reason": "hate"}])
def test_nothing_is_blocked_without_whom_and_why(
    sqlite_app: Flask, clerk: FlaskClient, party: Registered, sent: dict[str, object]
) -> None:
    post(clerk, f"{at(party)}/block", sent, form_at=at(party))
    assert states(sqlite_app, party.registration_id)[1] == "valid"


def test_the_link_is_sent_again(clerk: FlaskClient, party: Registered) -> None:
    page = clerk.get(at(party)).text
    number = re.search(r'name="number" value="([^"]+)"', page)
    assert number
    answer = clerk.post(
        f"{at(party)}/send-link",
        data={"csrf_token": csrf_in(page), "number": number[1]},
        follow_redirects=True,
    )
    assert "Liên kết đang được gửi" in answer.text
    assert "Đã gửi lại liên kết vé" in answer.text


def test_the_history_is_said_in_words_of_each_language(
    sqlite_app: Flask, clerk: FlaskClient, party: Registered
) -> None:
    post(clerk, f"{at(party)}/block", {"positions": ["1"], "reason": "lost"}, form_at=at(party))
    for lang, words in {
        "vi": "1 vé bị khóa: Mã bị mất hoặc bị lấy cắp",
        "ja": "入場券1枚を停止しました（コードの紛失・盗難）",
        "en": "1 ticket was blocked: The code was lost or stolen",
    }.items():
        clerk.set_cookie("lang", lang)
        assert words in clerk.get(at(party)).text


@pytest.mark.parametrize("act", ["block", "unblock", "send-link", "cancel", "new-link"])
def test_who_only_sees_changes_nothing(
    sqlite_app: Flask, watcher: FlaskClient, party: Registered, act: str
) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    assert watcher.get(at(party)).status_code == 200
    assert watcher.post(f"{at(party)}/{act}", data={"positions": ["1"], "reason": "lost"}).status_code == 403
    assert states(sqlite_app, party.registration_id)[1] == "valid"


# --- many at once --------------------------------------------------------------------------------------------------------


def look(client: FlaskClient, **sent: object) -> str:
    """Choose an action for several parties; return the page that says what it would do."""
    answer = post(client, f"{LIST}/bulk", {"number": form_number(), **sent}, form_at=LIST)
    assert answer.status_code == 303
    return str(answer.location)


def figures_of(page: str) -> list[str]:
    """Return the big numbers of a page."""
    return re.findall(r'figure__value">([^<]+)<', page)


def test_many_are_looked_at_blocked_and_let_in_again(
    sqlite_app: Flask, clerk: FlaskClient, party: Registered
) -> None:
    other = registered(sqlite_app, "Hoa (mẫu)")
    path = look(clerk, action="block", which="chosen", party=[party.registration_id, other.registration_id])
    page = clerk.get(path).text
    assert figures_of(page) == ["2", "3", "0"]
    assert states(sqlite_app, party.registration_id)[1] == "valid"
    post(clerk, path, {"reason": "double"})
    assert states(sqlite_app, party.registration_id) == {0: "valid", 1: "blocked", 2: "blocked"}
    post(clerk, f"{path}/undo", {}, form_at=path)
    assert states(sqlite_app, other.registration_id)[1] == "valid"
    assert "Đã hoàn tác cho 2 nhóm." in clerk.get(path).text


def test_all_that_are_found_are_meant(sqlite_app: Flask, clerk: FlaskClient, party: Registered) -> None:
    registered(sqlite_app, "Hoa (mẫu)")
    path = look(clerk, action="cancel", which="all", q="minh")
    assert figures_of(clerk.get(path).text) == ["1", "2", "0"]
    # Who registers after somebody looked is not among them.
    late = registered(sqlite_app, "Minh (mẫu)")
    post(clerk, path, {})
    assert states(sqlite_app, late.registration_id)[1] == "valid"
    assert states(sqlite_app, party.registration_id)[1] == "cancelled"


def test_the_same_form_makes_one_action(sqlite_app: Flask, clerk: FlaskClient, party: Registered) -> None:
    number = form_number()
    paths = {
        look(clerk, number=number, action="block", which="chosen", party=[party.registration_id])
        for _ in range(2)
    }
    assert len(paths) == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "block", "which": "chosen"},
        {"action": "destroy", "which": "all"},
        {"action": "block", "which": "all", "number": "short"},
        {"action": "block", "which": "chosen", "party": ["x", "-1", "99999999999999"]},
        {"action": "block", "which": "all", "q": "khong co ai"},
    ],
)
def test_what_makes_no_sense_leads_back(
    sqlite_app: Flask, clerk: FlaskClient, party: Registered, sent: dict[str, object]
) -> None:
    assert look(clerk, **sent).startswith(LIST + "?") or look(clerk, **sent) == LIST
    with sqlite_app.app_context():
        assert current().scalar(select(BulkAction.id)) is None


def test_a_block_of_many_needs_a_reason(sqlite_app: Flask, clerk: FlaskClient, party: Registered) -> None:
    path = look(clerk, action="block", which="all")
    assert post(clerk, path, {"reason": "hate"}).status_code == 422
    assert states(sqlite_app, party.registration_id)[1] == "valid"


def test_another_registrar_does_not_see_it(sqlite_app: Flask, clerk: FlaskClient, party: Registered) -> None:
    path = look(clerk, action="block", which="all")
    other = registrar(sqlite_app)
    assert other.get(path).status_code == other.get(f"{LIST}/bulk/9999").status_code == 404
    assert post(other, path, {"reason": "lost"}, form_at=LIST).status_code == 404


# --- who comes without registering ----------------------------------------------------------------------------------------


def walk_in(client: FlaskClient, **sent: object) -> tuple[int, str | None]:
    """Send the form of a walk-in; return its status and where it leads."""
    answer = post(client, "/desk/walk-in", {"number": form_number(), "language": "vi", **sent})
    return answer.status_code, answer.location


def test_the_form_begins_with_what_is_next_and_one_person(sqlite_app: Flask, clerk: FlaskClient) -> None:
    page = clerk.get("/desk/walk-in").text
    assert re.search(r'id="people"[^>]+value="1" autofocus', page)


def test_the_code_stands_there_at_once(sqlite_app: Flask, clerk: FlaskClient) -> None:
    event = event_of(sqlite_app, "dem-khai-mac")
    status, path = walk_in(clerk, event=event.id, people=3, language="ja")
    assert status == 303
    page = clerk.get(path or "").text
    assert "<svg" in page
    assert "3 người" in page
    with sqlite_app.app_context():
        [made] = current().scalars(select(Registration))
        assert made.code[:3] + "-" + made.code[3:] in page
        assert made.language == "ja"
    assert verbs(sqlite_app, made.id) == ["walked_in"]


@pytest.mark.parametrize(
    "sent",
    [{"people": 0}, {"people": 21}, {"people": "x"}, {"people": ""}, {"event": 9999}, {"language": "fr"}],
)
def test_a_wrong_form_comes_back(sqlite_app: Flask, clerk: FlaskClient, sent: dict[str, object]) -> None:
    event = event_of(sqlite_app, "dem-khai-mac")
    assert walk_in(clerk, **{"event": event.id, "people": 1, **sent})[0] == 422
    with sqlite_app.app_context():
        assert current().scalar(select(Registration.id)) is None


def test_a_full_event_says_how_many_are_left(sqlite_app: Flask, clerk: FlaskClient) -> None:
    event = event_of(sqlite_app, "dem-khai-mac")
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.id == event.id).values(capacity=2))
    assert walk_in(clerk, event=event.id, people=3) == (409, None)


def test_the_slip_shows_walk_ins_only(clerk: FlaskClient, party: Registered) -> None:
    assert "slip-title" not in clerk.get(f"/desk/walk-in?made={party.registration_id}").text


# --- figures -----------------------------------------------------------------------------------------------------------------


def test_figures_are_counted_and_explained(
    sqlite_app: Flask, clerk: FlaskClient, party: Registered, fake_clock: FakeClock
) -> None:
    registered(sqlite_app, "Hoa (mẫu)", mail="lan@gia-dinh.example", language="ja")
    post(clerk, f"{at(party)}/block", {"positions": ["1"], "reason": "lost"}, form_at=at(party))
    with sqlite_app.app_context(), writing() as session:
        session.execute(
            update(Ticket).where(Ticket.name == "Minh (mẫu)").values(admitted_at=fake_clock.moment)
        )
    page = clerk.get(f"{LIST}/figures").text
    # registered, issued, entered, not come, blocked, contacts
    assert figures_of(page) == ["3", "3", "1", "–", "1", "1"]
    event = event_of(sqlite_app, "dem-khai-mac")
    fake_clock.set(event.ends_at)
    fake_clock.pass_(minutes=1)
    assert figures_of(registrar(sqlite_app).get(f"{LIST}/figures?event={event.id}").text) == [
        "3", "3", "1", "2", "1",
    ]  # fmt: skip
    assert page.count('<details class="fold">') == page.count('<svg class="chart"') == 4
