"""The editor's day: moving by form and by grid, who may, what is refused, and two people at once."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.models import AcceptedClash
from festival.programme.queries.drafts import drafts_of
from festival.programme.queries.ground import ground_of
from festival.programme.services import drafting
from festival.programme.types import EventKind
from festival.programme.views.day import MOST_CLASHES
from tests.accounts.people import enter
from tests.accounts.people import make as account
from tests.architecture.statements import counting
from tests.programme.editing import (
    DAY,
    EDITION,
    EVENING,
    content,
    fields,
    later,
    make,
    on_stage,
    send,
    stage,
    stored,
    token,
)
from tests.support.apps import NOW


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(sqlite_app, account(sqlite_app, Role.COORDINATOR, login="dieuphoi"))


@pytest.fixture
def other(sqlite_app: Flask) -> FlaskClient:
    """Another coordinator's browser."""
    return enter(sqlite_app, account(sqlite_app, Role.COORDINATOR, login="nguoikhac"))


def day(client: FlaskClient, **more: str) -> str:
    return client.get("/desk/programme", query_string={"day": DAY, **more}).text


def test_a_day_shows_its_places_with_their_events(sqlite_app: Flask, client: FlaskClient) -> None:
    placed = on_stage(sqlite_app)
    beside = make(sqlite_app, title=Trilingual("Chưa xếp (mẫu)"))
    page = day(client, lang="")
    assert re.search(rf'id="event-{placed.id}"[^>]*data-start="2027-11-17T18:00"', page)
    assert f'href="/desk/programme/{placed.id}"' in page
    assert f'href="/desk/programme/{placed.id}/place"' in page
    assert page.index('id="side"') < page.index(f'id="event-{beside.id}"')


def test_an_event_over_midnight_stands_on_both_days(sqlite_app: Flask, client: FlaskClient) -> None:
    long = on_stage(sqlite_app, minutes=60 * 10)
    assert f'id="event-{long.id}"' in day(client)
    assert f'id="event-{long.id}"' in client.get("/desk/programme?day=2027-11-18").text
    assert f'id="event-{long.id}"' not in client.get("/desk/programme?day=2027-11-19").text


def test_what_stays_at_the_desk_is_marked_in_words(sqlite_app: Flask, client: FlaskClient) -> None:
    hidden = on_stage(sqlite_app, kind=EventKind.REHEARSAL)
    block = re.search(rf'<li [^>]*id="event-{hidden.id}".*?</li>', day(client), re.DOTALL)
    assert block
    assert "is-hidden" in block[0]
    assert "Chỉ nội bộ" in block[0]


@pytest.mark.parametrize(
    "query",
    [
        "day=x",
        "day=2027-02-30",
        "day=9999-12-31",
        "day=0001-01-01",
        "venue=khong-co",
        "step=7",
        "moved=abc",
        "moved=999999",
    ],
)
def test_an_address_that_asks_for_nothing_we_know_shows_a_day(client: FlaskClient, query: str) -> None:
    assert client.get(f"/desk/programme?{query}").status_code == 200


def test_the_form_places_an_event(sqlite_app: Flask, client: FlaskClient) -> None:
    draft = make(sqlite_app)
    venue_id, space_id = stage(sqlite_app)
    answer = send(client, f"/desk/programme/{draft.id}/place", fields(draft, where=f"s{space_id}"))
    assert (answer.status_code, answer.location) == (
        303,
        f"/desk/programme?day={DAY}&moved={draft.id}#event-{draft.id}",
    )
    now = stored(sqlite_app, draft)
    assert (now.content.starts_at, now.content.venue_id, now.content.space_id) == (
        EVENING,
        venue_id,
        space_id,
    )
    assert now.version == draft.version + 1


def test_the_grid_places_an_event_and_gets_json(sqlite_app: Flask, client: FlaskClient) -> None:
    draft = make(sqlite_app)
    answer = send(client, f"/desk/programme/{draft.id}/place", fields(draft, minutes=90), json=True)
    assert answer.status_code == 200
    assert answer.json
    assert (answer.json["id"], answer.json["version"]) == (draft.id, draft.version + 1)
    assert "18:00" in answer.json["sentence"]
    assert stored(sqlite_app, draft).content.minutes == 90


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"day": "2027-13-45"}, "day"),
    ({"day": "2035-11-17"}, "day"),
    ({"day": ""}, "day"),
    ({"start": "25:00"}, "start"),
    ({"start": ""}, "start"),
    ({"minutes": "4"}, "minutes"),
    ({"minutes": "20161"}, "minutes"),
    ({"minutes": ""}, "minutes"),
    ({"minutes": "lâu"}, "minutes"),
    ({"where": ""}, "where"),
    ({"where": "s999999"}, "where"),
    ({"where": "v999999"}, "where"),
]


@pytest.mark.parametrize(("wrong", "field"), REFUSED)
def test_what_cannot_be_is_refused_at_its_field(
    sqlite_app: Flask, client: FlaskClient, wrong: dict[str, Any], field: str
) -> None:
    draft = on_stage(sqlite_app)
    data = fields(draft, start="19:00") | wrong
    page = send(client, f"/desk/programme/{draft.id}/place", data)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    if field != "where":
        assert f'value="{wrong[field]}"' in page.text  # what was typed stands there still
    answer = send(client, f"/desk/programme/{draft.id}/place", data, json=True)
    assert answer.status_code == 422
    assert answer.json
    assert list(answer.json["errors"]) == [field]
    assert answer.json["sentence"]
    assert stored(sqlite_app, draft) == draft


def test_a_space_brings_its_own_venue(sqlite_app: Flask, client: FlaskClient) -> None:
    """A space of another venue cannot be asked for: there is one field for both."""
    draft = on_stage(sqlite_app)
    with sqlite_app.app_context():
        hall = ground_of(current()).venues[1].spaces[0]
    send(client, f"/desk/programme/{draft.id}/place", fields(draft, where=f"s{hall.id}", venue_id="1"))
    found = stored(sqlite_app, draft).content
    assert (found.venue_id, found.space_id) == (hall.venue_id, hall.id)


def test_an_event_of_nowhere_is_not_found(client: FlaskClient) -> None:
    for path in ("/desk/programme/999999", "/desk/programme/999999/place"):
        assert client.get(path).status_code == 404
    for act in ("place", "unplace", "copy", "cancel", "reinstate", "discard", "merge"):
        assert send(client, f"/desk/programme/999999/{act}", {"version": 1}).status_code == 404, act


def test_unplacing_keeps_the_place_in_mind(sqlite_app: Flask, client: FlaskClient) -> None:
    draft = on_stage(sqlite_app)
    assert send(client, f"/desk/programme/{draft.id}/unplace", {"version": draft.version}).status_code == 303
    found = stored(sqlite_app, draft).content
    assert (found.starts_at, found.venue_id, found.space_id) == (None, *stage(sqlite_app))


@pytest.mark.parametrize("json", [False, True])
def test_who_comes_second_is_told_by_whom_and_changes_nothing(
    sqlite_app: Flask, client: FlaskClient, other: FlaskClient, json: bool
) -> None:
    draft = on_stage(sqlite_app)
    send(other, f"/desk/programme/{draft.id}/place", fields(draft, start="19:00"))
    answer = send(
        client, f"/desk/programme/{draft.id}/place", fields(draft, start="21:15", minutes=30), json=json
    )
    assert answer.status_code == 409
    for version in ("19:00", "21:15"):  # both of them, on the page and in the grid's sentence
        assert version in (answer.json or {})["sentence"] if json else version in answer.text
    assert "nguoikhac (mẫu) đã chuyển lúc 10:00." in (answer.json["sentence"] if answer.json else answer.text)
    assert stored(sqlite_app, draft).content.starts_at == later(60)
    if answer.json:
        assert answer.json["url"] == f"/desk/programme/{draft.id}"
        return
    assert "19:00" in answer.text
    assert "21:15" in answer.text
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert (kept["start"], kept["minutes"], kept["version"]) == ("21:15", "30", str(draft.version + 1))
    saved = client.post(f"/desk/programme/{draft.id}", data=kept)
    assert saved.status_code == 303
    found = stored(sqlite_app, draft).content
    assert (found.starts_at, found.minutes) == (later(195), 30)


def test_the_same_wish_twice_is_no_conflict(sqlite_app: Flask, client: FlaskClient) -> None:
    draft = on_stage(sqlite_app)
    data = fields(draft, start="19:00")
    for _ in range(2):
        assert send(client, f"/desk/programme/{draft.id}/place", data, json=True).status_code == 200
    assert stored(sqlite_app, draft).version == draft.version + 1


def test_the_last_move_can_be_taken_back_by_who_made_it(
    sqlite_app: Flask, client: FlaskClient, other: FlaskClient
) -> None:
    draft = on_stage(sqlite_app)
    send(client, f"/desk/programme/{draft.id}/place", fields(draft, start="20:30"))
    assert 'name="start"' not in day(other, moved=str(draft.id))
    page = day(client, moved=str(draft.id))
    form = re.search(r'<form class="form form--undo".*?</form>', page, re.DOTALL)
    assert form
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))
    assert (kept["start"], kept["version"]) == ("18:00", str(draft.version + 1))
    send(client, f"/desk/programme/{draft.id}/place", kept)
    assert stored(sqlite_app, draft).content == draft.content


def test_a_copy_is_made_once(sqlite_app: Flask, client: FlaskClient) -> None:
    draft = on_stage(sqlite_app)
    data = fields(draft, start="21:00", submission="a" * 32)
    made = [send(client, f"/desk/programme/{draft.id}/copy", data, json=True).json for _ in range(2)]
    assert made[0]
    assert made[1]
    assert made[0]["id"] == made[1]["id"] != draft.id
    with sqlite_app.app_context():
        copies = [one for one in drafts_of(current(), EDITION) if one.content.title == draft.content.title]
    assert sorted(str(one.content.starts_at) for one in copies) == [str(EVENING), str(later(180))]
    assert send(client, f"/desk/programme/{draft.id}/copy", {"submission": "b" * 32}).status_code == 303
    assert send(client, f"/desk/programme/{draft.id}/copy", data | {"minutes": "1"}).status_code == 422


def test_the_pulse_says_nothing_new_or_what_others_did(
    sqlite_app: Flask, client: FlaskClient, other: FlaskClient
) -> None:
    draft = on_stage(sqlite_app)
    first = client.get("/desk/programme/pulse")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/desk/programme/pulse", headers=tag).status_code == 304
    assert first.json
    send(other, f"/desk/programme/{draft.id}/place", fields(draft, start="19:00"))
    answer = client.get(f"/desk/programme/pulse?since={first.json['last']}", headers=tag)
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["drafts"] == [draft.id]
    assert "Tiết mục (mẫu)" in answer.json["news"][0]
    own = other.get(f"/desk/programme/pulse?since={first.json['last']}")
    assert own.json
    assert own.json["news"] == []  # one's own changes are no news


READS = ["/desk/programme", "/desk/programme/pulse", "/desk/programme/{id}", "/desk/programme/venues", "/desk/programme/venues/1",
    "/desk/programme/spaces/1", "/desk/programme/ways", "/desk/programme/people"]  # fmt: skip
WRITES = ["/desk/programme/new", "/desk/programme/{id}", "/desk/programme/{id}/place", "/desk/programme/{id}/unplace",
    "/desk/programme/{id}/copy", "/desk/programme/{id}/cancel", "/desk/programme/{id}/reinstate", "/desk/programme/{id}/discard",
    "/desk/programme/{id}/merge", "/desk/programme/clashes/x", "/desk/programme/venues/new", "/desk/programme/venues/1",
    "/desk/programme/venues/1/spaces/new", "/desk/programme/spaces/1", "/desk/programme/spaces/1/closures",
    "/desk/programme/spaces/1/closures/1/open", "/desk/programme/ways", "/desk/programme/people",
    "/desk/programme/people/1", "/desk/programme/people/1/remove"]  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_who_may_read_and_who_may_change(sqlite_app: Flask, role: Role) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    draft = on_stage(sqlite_app)
    client = enter(sqlite_app, account(sqlite_app, role))
    reads = role in {Role.ADMINISTRATOR, Role.ORGANIZER, Role.COORDINATOR, Role.LEADER}
    for path in READS:
        assert client.get(path.format(id=draft.id)).status_code == (200 if reads else 403), path
    if role in {Role.ADMINISTRATOR, Role.ORGANIZER, Role.COORDINATOR}:
        return
    for path in WRITES:
        assert client.post(path.format(id=draft.id)).status_code == 403, path
    assert stored(sqlite_app, draft) == draft


def test_a_leader_sees_nothing_that_he_cannot_use(sqlite_app: Flask) -> None:
    draft = on_stage(sqlite_app)
    client = enter(sqlite_app, account(sqlite_app, Role.LEADER))
    page = day(client) + client.get(f"/desk/programme/{draft.id}").text
    assert "/place" not in page.replace('data-place="/desk/programme/0/place"', "")
    assert "editor/main.js" not in page
    assert 'type="submit">Lưu' not in page


def test_more_events_cost_no_query_more(sqlite_app: Flask, client: FlaskClient) -> None:
    def statements() -> int:
        with counting(sqlite_app) as seen:
            assert day(client)
        return len(seen)

    on_stage(sqlite_app)
    token(client)
    before = statements()
    venue_id, space_id = stage(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        for number in range(60):
            one = content(starts_at=later(5 * number), minutes=5, venue_id=venue_id, space_id=space_id)
            drafting.make(session, actor=SYSTEM, edition_id=EDITION, content=one, now=NOW)
    assert statements() == before


def test_two_on_one_stage_clash_hard(sqlite_app: Flask, client: FlaskClient) -> None:
    one, other = on_stage(sqlite_app), on_stage(sqlite_app, starts_at=later(30))
    page = day(client)
    assert len(re.findall(r'class="clash clash--hard"', page)) == 1
    for draft in (one, other):
        assert re.search(rf'class="block [^"]*has-hard[^"]*" id="event-{draft.id}"', page)


def test_a_closed_time_is_drawn_and_said(sqlite_app: Flask, client: FlaskClient) -> None:
    closure = {"starts_at": f"{DAY}T07:00", "ends_at": f"{DAY}T08:30", "reason": "Kiểm tra điện (mẫu)"}
    _venue, space_id = stage(sqlite_app)
    assert "Kiểm tra điện (mẫu)" not in day(client)
    send(client, f"/desk/programme/spaces/{space_id}/closures", closure)
    found = re.search(r'<li class="closed row-12 span-18">.*?</li>', day(client), re.DOTALL)
    assert found
    assert "07:00 – 08:30" in found[0]
    assert "Kiểm tra điện (mẫu)" in found[0]
    assert "Kiểm tra điện (mẫu)" not in client.get("/desk/programme?day=2027-11-18").text


def test_of_many_clashes_the_first_are_listed_and_the_rest_counted(
    sqlite_app: Flask, client: FlaskClient
) -> None:
    for _ in range(18):  # each is named with at most five of those before it
        on_stage(sqlite_app, title=Trilingual("Cùng giờ (mẫu)", "同時（サンプル）", "At once (sample)"))
    page = day(client)
    assert page.count('class="clash ') == MOST_CLASHES
    assert "/desk/programme/publish" in page[page.index('id="editor-clashes"') :]


def soft_clash(page: str) -> str:
    """Return the address of the first reason a page asks for."""
    found = re.search(r'href="(/desk/programme/clashes/[0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_a_soft_clash_is_accepted_with_a_reason(sqlite_app: Flask, client: FlaskClient) -> None:
    on_stage(sqlite_app, title=Trilingual("Chỉ có tiếng Việt (mẫu)"))
    address = soft_clash(day(client))
    assert client.get(address).status_code == 200
    refused = send(client, address, {"reason": " ok  "})
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert send(client, address, {"reason": "Bản dịch sẽ có ngày mai (mẫu)."}).status_code == 303
    assert "Bản dịch sẽ có ngày mai (mẫu)." in day(client)
    send(client, address, {"reason": "Lý do khác (mẫu)."})
    with sqlite_app.app_context():
        [kept] = current().query(AcceptedClash).all()
        assert (kept.reason, kept.accepted_at) == ("Lý do khác (mẫu).", NOW)
    assert client.get("/desk/programme/clashes/" + "0" * 64).status_code == 404
