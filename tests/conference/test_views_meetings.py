"""Companies and their meetings over the web, at the desk, with each refusal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.labels.meetings import sentence, unplaced_sentence
from festival.conference.links import CompanyLinks
from festival.conference.models import Company, CompanyPerson, FollowUp, MeetingRow
from festival.conference.queries.meetings import board, find_round
from festival.conference.types.meetings import Against, Objection, Side, Unplaced
from festival.core import clock
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.web.locale import speaking
from tests.accounts.people import enter, make
from tests.architecture.test_queries import sent
from tests.conference.fair import Fair, company
from tests.support.apps import MAIN, FakeClock, csrf, event_of
from tests.support.papers import text_of

PLAN = "/desk/conference/meetings"
SETUP = f"{PLAN}/setup"
COMPANIES = "/desk/conference/companies"
LINKS = CompanyLinks("http://festival.example", "0123456789abcdef0123456789abcdef")


def send(
    client: FlaskClient, path: str, data: Mapping[str, object], *, form: str = f"{COMPANIES}/new"
) -> TestResponse:
    """Post a form as a browser does; `form` is a page that has one."""
    return client.post(path, data={"csrf_token": csrf(client, form), **data})


def link_of(app: Flask, number: int) -> str:
    """The path of a company's own page."""
    with app.app_context():
        found = current().get_one(Company, number)
        return LINKS.path(found.id, found.epoch)


def meeting_form(fair: Fair, one: int = 0, other: int = 2, **changes: object) -> dict[str, object]:
    """What a planner fills in."""
    numbers = list(fair.firms)
    return {
        "slot": fair.slots[0], "desk": fair.desks[0], "firms": [numbers[one], numbers[other]],
        "interpreter": fair.interpreter, **changes,
    }  # fmt: skip


def says(app: Flask, fair: Fair, asks: int, asked: int, wanting: str, *, until: str = "") -> TestResponse:
    """A company says something of another on its own page."""
    numbers = list(fair.firms)
    client, path = app.test_client(), link_of(app, numbers[asks])
    return say_all(app, path, {numbers[asked]: (wanting, until)}, client=client)


def say_all(
    app: Flask,
    path: str,
    said: Mapping[int, tuple[str, str]],
    *,
    client: FlaskClient | None = None,
    seen: str = "",
) -> TestResponse:
    """Send the one form of all wishes; `seen` is what its page showed, of an older page where it is given."""
    client = client or app.test_client()
    page = client.get(path).text
    shown = seen or page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    known = {int(word.split(":")[0]): word.split(":")[1:] for word in shown.split()}
    fields: dict[str, str] = {}
    for number in known | dict(said):
        chosen, until = said.get(number) or known[number]
        fields |= {f"w{number}-wanting": chosen, f"w{number}-until": until}
    more = [f"{number}::" for number in said if number not in known]
    return client.post(
        f"{path}/wishes", data={"csrf_token": csrf(client, path), "seen": " ".join([shown, *more]), **fields}
    )


def count(app: Flask, model: type) -> int:
    """How many rows there are."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(model)) or 0


# --- who may ------------------------------------------------------------------------------------------------------------


def test_who_only_reads_sees_the_plan_and_changes_nothing(sqlite_app: Flask, fair: Fair) -> None:
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    for path in (PLAN, SETUP, COMPANIES, f"{COMPANIES}/{next(iter(fair.firms))}", f"{PLAN}/agreed"):
        assert leader.get(path).status_code == 200, path
    for path in (f"{PLAN}/new", f"{PLAN}/proposal", f"{PLAN}/announce", f"{COMPANIES}/new"):
        assert leader.get(path).status_code == 403, path
    assert (
        "/b/" not in leader.get(f"{COMPANIES}/{next(iter(fair.firms))}").text
    )  # the link is a right of its own


def test_each_table_gets_a_sign_with_who_meets_there(planner: FlaskClient, fair: Fair) -> None:
    send(planner, "/desk/conference/meetings/new", meeting_form(fair))
    said = text_of(planner.get("/desk/conference/meetings/signs.pdf").data)
    assert said.count("\f") == len(fair.desks)
    for word in ("Sảnh A", "Hakodate（見本）", "Cẩm Phả (mẫu)", "Business meetings", "ビジネス面談"):
        assert word in said, word


def test_before_there_is_a_round_the_plan_leads_to_its_rules(planner: FlaskClient, sqlite_app: Flask) -> None:
    assert f'href="{SETUP}"' in planner.get(PLAN).text
    assert planner.get(f"{PLAN}/proposal").status_code == 404
    made = send(
        planner,
        SETUP,
        {"most": "6", "walk": "5", "in_a_row": "3", "event_id": "0", "matrix": ["investor-local"]},
        form=SETUP,
    )
    assert made.status_code == 303
    with sqlite_app.app_context():
        edition = event_of(sqlite_app, MAIN).edition_id
        assert find_round(current(), edition) is not None
    wrong = send(
        planner,
        SETUP,
        {"most": "0", "walk": "99", "in_a_row": "", "event_id": "0", "matrix": ["x"]},
        form=SETUP,
    )
    assert wrong.status_code == 422


# --- companies ---------------------------------------------------------------------------------------------------------


def company_form(**changes: object) -> dict[str, object]:
    """What the desk types of a company."""
    return {
        "name_vi": "Công ty Mẫu (mẫu)", "name_ja": "髙﨑商会（見本）", "side": "investor", "country": "jp", "language": "ja", "size": "small",
        "intent": "invest", "website": "https://mau.example", "mail": "Lien.He@Mau.example", "submission": "form-number-abc-1",
    } | changes  # fmt: skip


def test_a_company_is_added_once_with_who_speaks_for_it(planner: FlaskClient, sqlite_app: Flask) -> None:
    first = send(planner, f"{COMPANIES}/new", company_form())
    assert first.status_code == 303
    assert send(planner, f"{COMPANIES}/new", company_form()).location == first.location
    speaker = {
        "name": "髙﨑 鷗",
        "kana": "たかさき かもめ",
        "mail": "kamome@mau.example",
        "language": "ja",
        "languages": ["ja", "en"],
    }
    added = send(planner, f"{first.location}/speakers", speaker)
    assert added.status_code == 303
    send(planner, f"{first.location}/speakers", speaker)  # pressed twice
    page = planner.get(first.location).text
    assert page.count("髙﨑 鷗") >= 1
    assert "JA EN" in page
    assert "lien.he@mau.example" in planner.get(COMPANIES).text
    assert (count(sqlite_app, Company), count(sqlite_app, CompanyPerson)) == (1, 1)
    assert "Công ty Mẫu" in planner.get(f"{COMPANIES}?q=cong+ty+mau").text
    assert "Công ty Mẫu" not in planner.get(f"{COMPANIES}?q=khac").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_vi", ""),
        ("country", "Nhật"),
        ("country", ""),
        ("mail", "khong phai"),
        ("website", "javascript:alert(1)"),
        ("side", "x"),
    ],
)
def test_a_company_that_cannot_be_is_refused_and_what_was_typed_stays(
    planner: FlaskClient, sqlite_app: Flask, field: str, value: str
) -> None:
    answer = send(
        planner, f"{COMPANIES}/new", company_form(name_ja="", offers_vi="Giữ nguyên", **{field: value})
    )
    assert answer.status_code == 422
    assert "Giữ nguyên" in answer.text
    assert count(sqlite_app, Company) == 0


def test_who_changes_a_company_second_keeps_what_was_typed(planner: FlaskClient, fair: Fair) -> None:
    path = f"{COMPANIES}/{next(iter(fair.firms))}/edit"
    assert send(planner, path, company_form(version="1")).status_code == 303
    late = send(planner, path, company_form(version="1", seeks_vi="Điều tôi vừa gõ"))
    assert late.status_code == 409
    assert "Điều tôi vừa gõ" in late.text


def test_a_company_gets_its_link_once_and_another_ends_the_old(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    number = next(iter(fair.firms))
    old = link_of(sqlite_app, number)
    for _ in range(2):
        assert send(planner, f"{COMPANIES}/{number}/invite", {"submission": "i" * 22}).status_code == 303
    assert count(sqlite_app, Message) == 1
    assert send(planner, f"{COMPANIES}/{number}/new-link", {}).status_code == 303
    guest = sqlite_app.test_client()
    assert guest.get(old).status_code == 404
    assert guest.get(link_of(sqlite_app, number)).status_code == 200


# --- the plan ----------------------------------------------------------------------------------------------------------


def test_a_meeting_is_placed_moved_and_called_off(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    made = send(planner, f"{PLAN}/new", meeting_form(fair, submission="m" * 22))
    assert made.status_code == 303
    assert "#meeting-" in made.location
    assert send(planner, f"{PLAN}/new", meeting_form(fair, submission="m" * 22)).location == made.location
    assert "Cẩm Phả (mẫu)" in planner.get(PLAN).text
    assert planner.get(f"{PLAN}/1/move").status_code == 200
    assert (
        send(planner, f"{PLAN}/1/move", meeting_form(fair, slot=fair.slots[1], version="1")).status_code
        == 303
    )
    stale = send(planner, f"{PLAN}/1/move", meeting_form(fair, slot=fair.slots[2], version="1"))
    assert stale.location.endswith("/1")
    assert send(planner, f"{PLAN}/1/state/cancelled", {"version": "2"}).status_code == 303
    assert planner.get(f"{PLAN}/1/move").status_code == 404
    assert send(planner, f"{PLAN}/1/state/khac", {"version": "3"}).status_code == 404


def test_what_speaks_against_it_stands_in_sentences_and_nothing_is_stored(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    send(planner, f"{PLAN}/new", meeting_form(fair))
    refused = send(planner, f"{PLAN}/new?lang=en", meeting_form(fair, 1, 3, interpreter=0))
    assert refused.status_code == 409
    assert "Bàn đã có cuộc gặp" in refused.text
    assert count(sqlite_app, MeetingRow) == 1
    soft = send(planner, f"{PLAN}/new", meeting_form(fair, 0, 1, slot=fair.slots[1], interpreter=0))
    assert soft.status_code == 409
    assert 'name="why"' in soft.text
    kept = send(
        planner,
        f"{PLAN}/new",
        meeting_form(fair, 0, 1, slot=fair.slots[1], interpreter=0, people=[2, 3], why="Hai bên đề nghị"),
    )
    assert kept.status_code == 303


@pytest.mark.parametrize(
    ("field", "value"),
    [("slot", "999"), ("desk", "x"), ("firms", ["1"]), ("firms", []), ("interpreter", "77")],
)
def test_a_meeting_that_cannot_be_is_refused(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair, field: str, value: object
) -> None:
    data = {**meeting_form(fair), field: value}
    assert send(planner, f"{PLAN}/new", data).status_code == 422
    assert count(sqlite_app, MeetingRow) == 0


def test_whoever_is_ticked_brings_their_company(planner: FlaskClient, sqlite_app: Flask, fair: Fair) -> None:
    numbers = list(fair.firms)
    who = {"firms": [numbers[0]], "people": [fair.firms[numbers[2]][0]]}
    assert send(planner, f"{PLAN}/new", {**meeting_form(fair), **who}).status_code == 303
    with sqlite_app.app_context():
        of = find_round(current(), fair.edition)
        assert of is not None
        assert board(current(), of, "vi", clock.now()).meetings[0].firms == (numbers[0], numbers[2])
    # A company whose tick is taken away stays away, though its people are ticked still.
    out = {
        "version": "1", "shown": f"{numbers[0]}.{numbers[2]}", "firms": [numbers[0]], "people": [fair.firms[numbers[2]][0]],
    }  # fmt: skip
    assert send(planner, f"{PLAN}/1/move", {**meeting_form(fair), **out}).status_code == 422
    assert (
        f'name="shown" type="hidden" value="{numbers[0]}.{numbers[2]}"' in planner.get(f"{PLAN}/1/move").text
    )


def test_a_time_that_has_begun_is_not_offered_but_for_who_meets_there(
    sqlite_app: Flask, fair: Fair, fake_clock: FakeClock
) -> None:
    fake_clock.set(fair.begins)
    planner = enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))
    send(planner, f"{PLAN}/new", meeting_form(fair))
    begun = f'value="{fair.slots[0]}"'

    def times(path: str) -> str:
        return planner.get(f"{PLAN}/{path}").text.split('name="slot"', 1)[1].split("</select>", 1)[0]

    assert begun not in times("new")
    assert begun not in times(f"new?slot={fair.slots[1]}")
    assert begun in times("1/move")
    assert begun in times(
        f"new?slot={fair.slots[0]}&desk={fair.desks[1]}"
    )  # a planner has pressed its free place
    now_there = meeting_form(fair, 1, 3, desk=fair.desks[1], interpreter=0)
    assert send(planner, f"{PLAN}/new", now_there).status_code == 303
    assert count(sqlite_app, MeetingRow) == 2


def test_going_back_and_sending_a_move_again_blames_nobody(planner: FlaskClient, fair: Fair) -> None:
    send(planner, f"{PLAN}/new", meeting_form(fair))
    moved = meeting_form(fair, slot=fair.slots[1], version="1")
    send(planner, f"{PLAN}/1/move", moved)
    assert send(planner, f"{PLAN}/1/move", moved).location.endswith("#meeting-1")
    assert "đã đúng như vậy" in planner.get(PLAN).text


def test_a_proposal_is_looked_at_and_taken_in_part(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    for asks, asked in ((0, 2), (1, 3)):
        says(sqlite_app, fair, asks, asked, "must")
    page = planner.get(f"{PLAN}/proposal").text
    words = [part.split('"')[0] for part in page.split('name="take" value="')[1:]]
    assert len(words) == 2
    assert count(sqlite_app, MeetingRow) == 0
    taken = send(planner, f"{PLAN}/proposal", {"take": [words[0], words[0], "không phải", "1-2-3"]})
    assert taken.status_code == 303
    assert count(sqlite_app, MeetingRow) == 1
    assert send(planner, f"{PLAN}/proposal", {"take": ["999-1-1.2-1.4-0"]}).status_code == 404


def test_what_happened_at_a_meeting_is_kept(planner: FlaskClient, sqlite_app: Flask, fair: Fair) -> None:
    send(planner, f"{PLAN}/new", meeting_form(fair))
    company = next(iter(fair.firms))
    assert send(planner, f"{PLAN}/1/arrived/{company}", {"there": "1"}).status_code == 303
    assert send(planner, f"{PLAN}/1/arrived/999", {"there": "1"}).status_code == 404
    assert send(planner, f"{PLAN}/1/minutes", {"minutes": "Đã trao đổi", "version": "1"}).status_code == 303
    late = send(planner, f"{PLAN}/1/minutes", {"minutes": "Ý khác", "version": "1"})
    assert late.status_code == 409
    assert "Đã trao đổi" in late.text
    assert "Ý khác" in late.text
    agreed = {
        "kind": "site_visit",
        "title": "Khảo sát nhà máy",
        "owner": "Sở mẫu",
        "due_at": "2027-12-01T09:00",
        "submission": "f" * 22,
    }
    for _ in range(2):
        assert send(planner, f"{PLAN}/1/follow-ups", agreed).status_code == 303
    assert count(sqlite_app, FollowUp) == 1
    assert send(planner, f"{PLAN}/1/follow-ups", {**agreed, "title": ""}).status_code == 422
    assert "Khảo sát nhà máy" in planner.get(f"{PLAN}/agreed").text
    assert send(planner, f"{PLAN}/follow-ups/1", {"done": "1"}).status_code == 303
    assert send(planner, f"{PLAN}/follow-ups/99", {"done": "1"}).status_code == 404


def test_times_tables_and_interpreters_come_and_go(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    slots = {"first": "2027-11-18T09:00", "minutes": "30", "pause": "0", "count": "3"}
    assert send(planner, f"{SETUP}/slots", slots, form=SETUP).status_code == 303
    assert send(planner, f"{SETUP}/slots", {**slots, "count": "9999"}, form=SETUP).status_code == 422
    assert (
        send(
            planner, f"{SETUP}/desks", {"count": "2", "area_vi": "Sảnh C", "area_ja": "ホールC"}, form=SETUP
        ).status_code
        == 303
    )
    assert send(planner, f"{SETUP}/desks", {"count": "0"}, form=SETUP).status_code == 422
    who = {
        "person": "Nguyễn Thông Dịch",
        "languages": ["vi", "en"],
        "since": "2027-11-18T09:00",
        "until": "2027-11-18T11:00",
    }
    assert send(planner, f"{SETUP}/interpreters", who, form=SETUP).status_code == 303
    for wrong in ({"languages": ["vi"]}, {"until": "2027-11-18T08:00"}):
        assert send(planner, f"{SETUP}/interpreters", {**who, **wrong}, form=SETUP).status_code == 422
    send(planner, f"{PLAN}/new", meeting_form(fair))
    for part, number in (
        ("slots", fair.slots[0]),
        ("desks", fair.desks[0]),
        ("interpreters", fair.interpreter),
    ):
        assert send(planner, f"{SETUP}/{part}/{number}/remove", {}, form=SETUP).status_code == 303
    with sqlite_app.app_context():
        of = find_round(current(), fair.edition)
        assert of is not None
        seen = board(current(), of, "vi", clock.now())
    assert (len(seen.slots), len(seen.desks), len(seen.interpreters)) == (
        6,
        4,
        2,
    )  # the meeting kept what it needs
    assert (
        send(planner, f"{SETUP}/slots/{fair.slots[2]}/break", {"break": "1"}, form=SETUP).status_code == 303
    )
    assert send(planner, f"{SETUP}/slots/999/remove", {}, form=SETUP).status_code == 404
    send(planner, f"{SETUP}/slots", {**slots, "count": "5"}, form=SETUP)
    said = planner.get(SETUP).text
    assert "Đã thêm 2 khung giờ" in said
    assert "3 khung giờ không được thêm" in said
    send(planner, f"{SETUP}/desks/{fair.desks[1]}/remove", {}, form=SETUP)
    said = planner.get(f"{SETUP}?at=tables").text
    assert said.index('id="tables-title"') < said.index("Đã bỏ bàn.") < said.index('id="interpreters-title"')


# --- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_everything_that_can_speak_against_a_meeting_has_its_sentence(
    sqlite_app: Flask, fair: Fair, lang: str
) -> None:
    numbers = list(fair.firms)
    with sqlite_app.test_request_context(), speaking(lang):  # type: ignore[arg-type]
        of = find_round(current(), fair.edition)
        assert of is not None
        seen = board(current(), of, "vi", clock.now())
        span = (fair.begins, fair.begins + timedelta(minutes=30))
        for why in Against:
            about = (
                fair.interpreter
                if why in INTERPRETERS
                else fair.firms[numbers[0]][0]
                if why in PEOPLE
                else numbers[0]
            )
            said = sentence(Objection(why, about=about, other=numbers[1], span=span, count=3), seen)
            assert said.strip()
            assert "%(" not in said
        assert len({unplaced_sentence(why) for why in Unplaced}) == len(Unplaced)


INTERPRETERS = {
    Against.INTERPRETER_TWICE,
    Against.INTERPRETER_OFF,
    Against.INTERPRETER_WALKING,
    Against.NO_PAUSE,
    Against.WRONG_LANGUAGES,
}
PEOPLE = {Against.PERSON_TWICE, Against.PERSON_AWAY, Against.WALKING}


def test_a_large_plan_costs_no_statement_more(planner: FlaskClient, sqlite_app: Flask, fair: Fair) -> None:
    paths = (
        PLAN,
        SETUP,
        COMPANIES,
        f"{PLAN}/proposal",
        f"{PLAN}/announce",
        link_of(sqlite_app, next(iter(fair.firms))),
    )
    says(sqlite_app, fair, 0, 2, "must")
    send(planner, f"{PLAN}/new", meeting_form(fair, slot=fair.slots[2]))
    before = [len(sent(sqlite_app, planner, path)) for path in paths]
    with sqlite_app.app_context(), writing() as session:
        for number in range(20):
            company(
                session, fair.edition, f"Thêm{number}", Side.LOCAL if number % 2 else Side.INVESTOR, "vi ja"
            )
    for asks in range(4, 20):
        says(sqlite_app, replace(fair, firms=dict.fromkeys(range(1, 25), ())), asks, asks + 1, "must")
    page = planner.get(f"{PLAN}/proposal").text
    words = [part.split('"')[0] for part in page.split('name="take" value="')[1:]]
    send(planner, f"{PLAN}/proposal", {"take": words})
    assert count(sqlite_app, MeetingRow) > 3
    assert [len(sent(sqlite_app, planner, path)) for path in paths] == before
