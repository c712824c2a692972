"""The caller's page: what it shows, what it refuses, and that it says how things stand in both ways it is asked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.core import clock
from festival.core.transaction import current
from festival.programme.queries.sheets import Sheet, get_sheet
from festival.programme.views.calling import late_words
from tests.accounts.people import enter, make
from tests.support.apps import MAIN, FakeClock, csrf, event_of, post
from tests.web.compiled import sharing_templates
from tests.web.logs import Entry, logging
from tests.web.rendered import page

START = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)  # 20:00 in Hạ Long
CALL = "call"


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Entry]]:
    """What the program logs while the test runs."""
    with logging() as entries:
        yield entries


@pytest.fixture
def sqlite_app(sqlite_app: Flask, fake_clock: FakeClock) -> Flask:
    """The application on the evening of the opening night."""
    fake_clock.set(START - timedelta(minutes=10))
    return sharing_templates(sqlite_app)


@pytest.fixture
def number(sqlite_app: Flask) -> int:
    """The number of the opening night."""
    return event_of(sqlite_app, MAIN).id


@pytest.fixture
def caller(sqlite_app: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(sqlite_app, make(sqlite_app, Role.COORDINATOR, login="dieuphoi"))


def at(number: int, *parts: object) -> str:
    """Return an address of the caller's page."""
    return "/".join(["/desk/run-sheets", str(number), CALL, *map(str, parts)])


def stored(app: Flask, number: int) -> Sheet:
    """Return the sheet as it is stored."""
    with app.app_context():
        return get_sheet(current(), 1, number)


def press(client: FlaskClient, number: int, act: str, **fields: object) -> TestResponse:
    """Press a button of the page without script."""
    return post(client, at(number, act), {k: str(v) for k, v in fields.items()}, form_at=at(number))


def start(client: FlaskClient, app: Flask, number: int, place: int, calls: int = 0) -> TestResponse:
    """Start the cue at a place of the sheet."""
    return press(client, number, "start", cue=stored(app, number).cues[place].id, calls=calls)


def live(client: FlaskClient, number: int) -> dict[str, Any]:
    """Return what the living part of the page is made from."""
    found: dict[str, Any] = page(client, at(number))["live"]
    return found


def test_before_the_show_it_counts_down_to_the_first_item(
    caller: FlaskClient, sqlite_app: Flask, number: int, fake_clock: FakeClock
) -> None:
    shown = live(caller, number)
    assert shown["where"].now is None
    assert shown["where"].next.cue.content.title.vi == "Trống hội"
    assert (shown["idle_until"], shown["behind"], shown["last"]) == (START, 0, None)
    text = caller.get(at(number)).text
    assert f'data-until="{int(START.timestamp() * 1000)}"' in text
    assert f'data-now="{int(fake_clock().timestamp() * 1000)}"' in text


def test_starting_shows_what_is_on_and_when_it_ends(
    caller: FlaskClient, sqlite_app: Flask, number: int, fake_clock: FakeClock
) -> None:
    fake_clock.set(START + timedelta(minutes=2))
    assert start(caller, sqlite_app, number, 0).status_code == 303
    shown = live(caller, number)
    assert shown["where"].now.cue.content.title.vi == "Trống hội"
    assert shown["now_ends"] == START + timedelta(minutes=7)
    assert shown["behind"] == 2
    text = caller.get(at(number)).text
    assert "20:02:00" in text
    assert "20:07:00" in text
    assert "Nhân viên dieuphoi (mẫu)" in text  # who called last


def test_a_press_that_comes_twice_starts_once_and_says_who_was_faster(
    caller: FlaskClient, sqlite_app: Flask, number: int
) -> None:
    other = enter(sqlite_app, make(sqlite_app, Role.ORGANIZER, login="nguoikhac"))
    start(caller, sqlite_app, number, 0)
    answer = start(other, sqlite_app, number, 0)
    assert answer.status_code == 303
    assert "Nhân viên dieuphoi (mẫu)" in other.get(at(number)).text
    assert stored(sqlite_app, number).cues[0].calls == 1


def test_out_of_turn_nothing_is_started(caller: FlaskClient, sqlite_app: Flask, number: int) -> None:
    start(caller, sqlite_app, number, 3)
    assert "Trống hội" in caller.get(at(number)).text
    assert {cue.state for cue in stored(sqlite_app, number).cues} == {"waiting"}
    press(caller, number, "finish", cue=stored(sqlite_app, number).cues[0].id, calls=0)
    assert {cue.state for cue in stored(sqlite_app, number).cues} == {"waiting"}


@pytest.mark.parametrize("act", ["start", "finish", "skip"])
@pytest.mark.parametrize("fields", [{}, {"cue": "x", "calls": "0"}, {"cue": "9999", "calls": "0"}])
def test_a_call_for_no_item_finds_nothing(
    caller: FlaskClient, number: int, act: str, fields: dict[str, str]
) -> None:
    assert press(caller, number, act, **fields).status_code == 404


def test_finishing_skipping_and_taking_back(caller: FlaskClient, sqlite_app: Flask, number: int) -> None:
    cues = stored(sqlite_app, number).cues
    start(caller, sqlite_app, number, 0)
    press(caller, number, "finish", cue=cues[0].id, calls=1)
    press(caller, number, "skip", cue=cues[1].id, calls=0)
    assert [cue.state for cue in stored(sqlite_app, number).cues[:3]] == ["done", "skipped", "waiting"]
    last = live(caller, number)["last"]["id"]
    press(caller, number, "undo", call=last)
    press(caller, number, "undo", call=last)  # pressed twice: only one is taken back
    assert [cue.state for cue in stored(sqlite_app, number).cues[:2]] == ["done", "waiting"]


def test_when_all_is_called_the_show_is_over(caller: FlaskClient, sqlite_app: Flask, number: int) -> None:
    for cue in stored(sqlite_app, number).cues:
        press(caller, number, "skip", cue=cue.id, calls=0)
    shown = live(caller, number)
    assert shown["where"].is_over
    assert "call/start" not in caller.get(at(number)).text
    late = page(caller, at(number, "late"))
    assert late["rows"] == []


# --- the page that keeps itself up to date -------------------------------------------------------------------------------


def test_the_state_is_sent_again_only_when_it_has_changed(
    caller: FlaskClient, sqlite_app: Flask, number: int, fake_clock: FakeClock
) -> None:
    first = caller.get(at(number, "state"))
    tag = first.headers["ETag"]
    assert "csrf_token" not in first.json["html"]  # type: ignore[index]
    fake_clock.pass_(seconds=20)
    same = caller.get(at(number, "state"), headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    assert int(same.headers["Festival-Now"]) == int(fake_clock().timestamp() * 1000)
    start(caller, sqlite_app, number, 0)
    changed = caller.get(at(number, "state"), headers={"If-None-Match": tag})
    assert changed.status_code == 200
    tag = changed.headers["ETag"]
    fake_clock.pass_(minutes=1)
    again = caller.get(at(number, "state"), headers={"If-None-Match": tag})
    assert again.status_code == 304
    fake_clock.pass_(minutes=10)  # it takes longer than planned: what follows is expected later
    later = caller.get(at(number, "state"), headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert again.headers["Cache-Control"] == "no-store"


def test_a_call_by_script_is_answered_with_the_state(
    caller: FlaskClient, sqlite_app: Flask, number: int
) -> None:
    cue = stored(sqlite_app, number).cues[0].id
    headers = {"Accept": "application/json", "X-CSRFToken": csrf(caller, at(number))}
    data = {"cue": str(cue), "calls": "0"}
    answer = caller.post(at(number, "start"), data=data, headers=headers)
    assert answer.status_code == 200
    assert (answer.json["said"], answer.json["good"]) == ("", True)  # type: ignore[index]
    assert answer.headers["ETag"] == caller.get(at(number, "state")).headers["ETag"]
    again = caller.post(at(number, "start"), data=data, headers=headers)
    assert again.json["good"] is False  # type: ignore[index]
    assert "dieuphoi" in again.json["said"]  # type: ignore[index]
    refused = caller.post(at(number, "start"), data=data, headers={"Accept": "application/json"})
    assert refused.status_code == 400


# --- running late --------------------------------------------------------------------------------------------------------


def hidden(client: FlaskClient, number: int, minutes: int) -> dict[str, str]:
    """Return what the forms of the proposal carry."""
    shown = page(client, at(number, f"late?minutes={minutes}"))
    return {
        "minutes": str(shown["proposed"]),
        "version": str(shown["sheet"].version),
        "seen": str(shown["seen"]),
    }


@pytest.mark.parametrize(("gaps", "closing"), [("keep", 10), ("use", 1)])
def test_the_rest_is_shifted_as_it_was_shown(
    caller: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock, gaps: str, closing: int
) -> None:
    number = event_of(sqlite_app, MAIN).id
    fake_clock.set(START)
    start(caller, sqlite_app, number, 0)
    proposal = page(caller, at(number, "late?minutes=10"))
    before = [kept.before for kept, _used in proposal["rows"]]
    assert stored(sqlite_app, number).cues[1].held_until is None  # looking changes nothing
    fake_clock.pass_(seconds=40)
    answer = press(caller, number, "late", gaps=gaps, **hidden(caller, number, 10))
    assert answer.status_code == 303
    after = [row.now_at for row in live(caller, number)["rows"][1:]]
    assert after[0] - before[0] == timedelta(minutes=10)
    assert after[-1] - before[-1] == timedelta(minutes=closing)  # 2 + 7 free minutes stand in between


def test_a_proposal_that_is_overtaken_is_made_anew(
    caller: FlaskClient, sqlite_app: Flask, number: int, fake_clock: FakeClock
) -> None:
    proposal = hidden(caller, number, 10)
    start(caller, sqlite_app, number, 0)
    assert press(caller, number, "late", gaps="keep", **proposal).status_code == 409
    proposal = hidden(caller, number, 10)
    fake_clock.pass_(minutes=5)  # somebody was called away from the screen
    assert press(caller, number, "late", gaps="keep", **proposal).status_code == 409
    assert {cue.held_until for cue in stored(sqlite_app, number).cues} == {None}


@pytest.mark.parametrize("typed", ["0", "-3", "241", "nhiều", "", "1.5"])
def test_a_delay_that_cannot_be_is_refused_and_stands_there(
    caller: FlaskClient, sqlite_app: Flask, number: int, typed: str
) -> None:
    asked = caller.get(at(number, "late"), query_string={"minutes": typed})
    assert asked.status_code == 422
    assert f'value="{typed}"' in asked.text
    sent = press(caller, number, "late", **(hidden(caller, number, 5) | {"minutes": typed, "gaps": "keep"}))
    assert sent.status_code == 422
    no_choice = press(caller, number, "late", **hidden(caller, number, 5))
    assert no_choice.status_code == 200
    assert stored(sqlite_app, number).last_call is None


def test_after_a_rehearsal_everything_waits_again(
    caller: FlaskClient, sqlite_app: Flask, number: int
) -> None:
    start(caller, sqlite_app, number, 0)
    version = stored(sqlite_app, number).version
    press(caller, number, "reset", version=version - 1)
    assert stored(sqlite_app, number).cues[0].state == "running"
    press(caller, number, "reset", version=version)
    assert stored(sqlite_app, number).cues[0].state == "waiting"


def test_lateness_is_said_in_whole_minutes(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/vi/"):
        assert len({late_words(minutes) for minutes in (0, 1, 5, -1, -5)}) == 5
    assert clock.now()
