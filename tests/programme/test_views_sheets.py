"""Run sheets at the desk: who may, what is refused, and that nothing typed is lost."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.cues import CueContent
from festival.programme.forms.cue import fixed_start
from festival.programme.models import Appears, Draft, Participant
from festival.programme.queries.sheets import Sheet, get_sheet
from festival.programme.services import sheets
from festival.programme.types import Part
from tests.accounts.people import enter, make
from tests.support.apps import MAIN, NOW, csrf, event_of, post
from tests.web.compiled import sharing_templates
from tests.web.logs import Entry, logging
from tests.web.rendered import page

EDITION = 1
CUE = {
    "title_vi": "Pháo hoa",
    "title_ja": "花火",
    "title_en": "Fireworks",
    "length": "3:30",
    "fixed": "",
    "owner": "Tổ pháo hoa (mẫu)",
}


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Entry]]:
    """What the program logs while the test runs."""
    with logging() as entries:
        yield entries


@pytest.fixture
def sqlite_app(sqlite_app: Flask) -> Flask:
    """The application, with templates that are compiled once for all."""
    return sharing_templates(sqlite_app)


@pytest.fixture
def number(sqlite_app: Flask) -> int:
    """The number of the opening night, whose sheet the sample brings."""
    return event_of(sqlite_app, MAIN).id


@pytest.fixture
def organizer(sqlite_app: Flask) -> FlaskClient:
    """An organizer's browser."""
    return enter(sqlite_app, make(sqlite_app, Role.ORGANIZER, login="bantochuc"))


def stored(app: Flask, number: int) -> Sheet:
    """Return the sheet as it is stored."""
    with app.app_context():
        return get_sheet(current(), EDITION, number)


def at(number: int, *parts: object) -> str:
    """Return an address of a run sheet."""
    return "/".join(["/desk/run-sheets", str(number), *map(str, parts)])


def test_the_list_leads_to_every_sheet(sqlite_app: Flask, organizer: FlaskClient, number: int) -> None:
    shown = page(organizer, "/desk/run-sheets")
    listed = {one.id: one for one in shown["sheets"]}
    assert (listed[number].cues, listed[number].slack) == (18, 300)
    assert any(one.cues == 0 for one in listed.values())  # the conference's is not written yet
    text = organizer.get("/desk/run-sheets").text
    assert all(f'href="{at(one)}"' in text for one in listed)
    assert 'href="/desk/run-sheets"' in organizer.get("/desk/account").text  # in the menu


def test_the_sheet_shows_local_times_gaps_and_what_is_left(
    organizer: FlaskClient, sqlite_app: Flask, number: int
) -> None:
    shown = page(organizer, at(number))
    assert [row.at for row in shown["rows"]][:7] == [
        "20:00",
        "20:05",
        "20:09",
        "20:15",
        "20:20",
        "20:32",
        "20:40",
    ]
    assert (shown["total"].slack, shown["total"].gaps, shown["ends"]) == (300, 540, "21:55")
    text = organizer.get(at(number)).text
    assert "20:50:30" in text or "20:50" in text
    assert "9:00" in text


def test_who_may_read_write_and_call(sqlite_app: Flask, number: int) -> None:
    cue = stored(sqlite_app, number).cues[0].id
    reading = [at(number), at(number, "print"), "/desk/run-sheets"]
    changing = [at(number, "cues/new"), at(number, "cues", cue)]
    night = [at(number, "call"), at(number, "call/state"), at(number, "call/late")]
    for role, allowed in (
        (Role.LEADER, {*reading}),
        (Role.COORDINATOR, {*reading, *changing, *night}),
        (Role.GATE_LEAD, set[str]()),
        (Role.CREW, set[str]()),
        (Role.REGISTRAR, set[str]()),
    ):
        client = enter(sqlite_app, make(sqlite_app, role))
        for path in (*reading, *changing, *night):
            assert client.get(path).status_code == (200 if path in allowed else 403), (role, path)
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    for path in (
        "cues",
        f"cues/{cue}",
        f"cues/{cue}/move",
        f"cues/{cue}/copy",
        f"cues/{cue}/remove",
        f"cues/{cue}/put-back",
        "call/start",
        "call/finish",
        "call/skip",
        "call/undo",
        "call/late",
        "call/reset",
    ):
        assert post(leader, at(number, path), CUE, form_at="/desk/account").status_code == 403, path
    text = leader.get(at(number)).text
    assert "/cues/" not in text.partition("<main")[2]
    assert "/call" not in text.partition("<main")[2]


def test_nothing_is_done_without_the_token(sqlite_app: Flask, organizer: FlaskClient, number: int) -> None:
    assert organizer.post(at(number, "cues"), data=CUE).status_code == 400
    assert len(stored(sqlite_app, number).cues) == 18


@pytest.mark.parametrize("path", ["", "/print", "/cues/new", "/cues/1", "/call", "/call/state", "/call/late"])
def test_an_event_that_is_not_there_has_no_sheet(organizer: FlaskClient, path: str) -> None:
    assert organizer.get(at(9999) + path).status_code == 404


def test_a_cue_of_another_event_is_not_there(sqlite_app: Flask, organizer: FlaskClient, number: int) -> None:
    cue, other = stored(sqlite_app, number).cues[0].id, number % 17 + 1
    assert organizer.get(at(other, "cues", cue)).status_code == 404
    for act in ("move", "copy", "remove", "put-back"):
        assert post(organizer, at(other, "cues", cue, act), {}, form_at="/desk/account").status_code == 404


def test_a_cue_is_added_where_it_was_asked_for_and_once(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    first = stored(sqlite_app, number).cues[0]
    form = organizer.get(at(number, f"cues/new?after={first.id}")).text
    hidden = dict(re.findall(r'name="(submission|after)" type="hidden" value="([^"]*)"', form))
    assert hidden["after"] == str(first.id)
    answers = [
        post(organizer, at(number, "cues"), CUE | hidden, form_at=at(number, "cues/new")) for _ in range(2)
    ]
    cues = stored(sqlite_app, number).cues
    assert len(cues) == 19
    assert cues[1].content == CueContent(
        Trilingual("Pháo hoa", "花火", "Fireworks"), seconds=210, owner="Tổ pháo hoa (mẫu)"
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert all(answer.location.endswith(f"#cue-{cues[1].id}") for answer in answers)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("length", ""),
        ("length", "lâu lắm"),
        ("length", "0"),
        ("length", "3:75"),
        ("length", "99:00:00"),
        ("fixed", "tám giờ"),
        ("fixed", "25:00"),
        ("fixed", "19:30"),  # before the event begins, which would mean the next evening
        ("fixed", "+99:00:00"),
        ("title_vi", ""),
        ("title_vi", "x" * 161),
        ("owner", "x" * 121),
        ("stage_ja", "x" * 1001),
    ],
)
def test_what_cannot_be_is_refused_and_everything_typed_stands_there(
    sqlite_app: Flask, organizer: FlaskClient, number: int, field: str, typed: str
) -> None:
    data = CUE | {"light_vi": "Đèn đỏ\nrồi đèn vàng", field: typed}
    if field == "title_vi" and not typed:
        data |= {"title_ja": "", "title_en": ""}
    cue = stored(sqlite_app, number).cues[0].id
    for path, form_at in (("cues", "cues/new"), (f"cues/{cue}", f"cues/{cue}")):
        answer = post(organizer, at(number, path), data, form_at=at(number, form_at))
        assert answer.status_code == 422
        for text in (*data.values(), 'aria-invalid="true"', f'id="{field}-error"'):
            assert text in answer.text
    assert stored(sqlite_app, number).cues[0].version == 1
    assert len(stored(sqlite_app, number).cues) == 18


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("20:30", 1800),
        ("20h30", 1800),
        ("２１：００", 3600),
        ("21:00:30", 3630),
        ("0:15", 15300),
        ("+1:30:00", 5400),
        ("+5", 300),
    ],
)
def test_a_fixed_start_is_a_local_time_or_counts_from_the_start(
    sqlite_app: Flask, organizer: FlaskClient, number: int, typed: str, seconds: int
) -> None:
    post(organizer, at(number, "cues"), CUE | {"fixed": typed}, form_at=at(number, "cues/new"))
    assert stored(sqlite_app, number).cues[-1].content.starts_after == seconds


def test_an_event_without_a_time_counts_from_its_start(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    with sqlite_app.app_context(), writing() as session:
        session.get_one(Draft, number).starts_at = None
    assert [row.at for row in page(organizer, at(number))["rows"]][:2] == ["+0:00", "+5:00"]
    refused = post(organizer, at(number, "cues"), CUE | {"fixed": "20:30"}, form_at=at(number, "cues/new"))
    assert refused.status_code == 422
    assert page(organizer, at(number, "call"))["live"]["idle_until"] is None
    assert organizer.get(at(number, "print")).status_code == 200
    assert (fixed_start(5400, None), fixed_start(None, NOW), fixed_start(61, NOW)) == (
        "+1:30:00",
        "",
        local(NOW).strftime("%H:01:01"),
    )


def test_a_stale_change_shows_both_versions_and_loses_nothing(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    colleague = enter(sqlite_app, make(sqlite_app, Role.COORDINATOR, login="dongnghiep"))
    cue = stored(sqlite_app, number).cues[0].id
    path = at(number, "cues", cue)
    assert post(colleague, path, CUE | {"version": "1", "length": "7:00"}, form_at=path).status_code == 303
    mine = CUE | {"version": "1", "length": "8:00", "sound_vi": "Mở micro số 9"}
    answer = post(organizer, path, mine, form_at=path)
    assert answer.status_code == 409
    for text in ("Nhân viên dongnghiep (mẫu)", "10:00", "7:00", "8:00", "Mở micro số 9"):
        assert text in answer.text
    assert stored(sqlite_app, number).cues[0].content.seconds == 420
    fresh = re.search(r'name="version" type="hidden" value="(\d+)"', answer.text)
    assert fresh is not None
    again = post(organizer, path, mine | {"version": fresh[1]}, form_at=path)
    assert again.status_code == 303
    assert stored(sqlite_app, number).cues[0].content.seconds == 480


def test_what_only_a_colleague_changed_of_an_item_stays(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    colleague = enter(sqlite_app, make(sqlite_app, Role.COORDINATOR, login="dongnghiep"))
    path = at(number, "cues", stored(sqlite_app, number).cues[0].id)
    shown = sent(organizer, path)
    post(colleague, path, shown | {"light_vi": "Đèn đỏ (mẫu)", "owner": "Tổ A (mẫu)"}, form_at=path)
    mine = shown | {"length": "8:00", "owner": "Tổ B (mẫu)"}
    answer = post(organizer, path, mine, form_at=path)
    assert answer.status_code == 409
    assert 'id="owner-error"' in answer.text  # both changed it
    assert 'id="light_vi-error"' not in answer.text
    again = fields_in(answer.text)
    assert (again["light_vi"], again["owner"], again["length"]) == ("Đèn đỏ (mẫu)", "Tổ B (mẫu)", "8:00")
    assert post(organizer, path, again, form_at=path).status_code == 303
    now = stored(sqlite_app, number).cues[0].content
    assert (now.light.vi, now.owner, now.seconds) == ("Đèn đỏ (mẫu)", "Tổ B (mẫu)", 480)


def sent(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the fields of an item's page as a browser would send them."""
    return fields_in(client.get(path).text)


def fields_in(text: str) -> dict[str, str]:
    """Return the fields of the page's form that hold text."""
    form = text[text.index('name="title_vi"') - 4000 :]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = unescape(value[1]) if value else ""
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL)
    found |= {name: unescape(words) for name, words in areas}
    return {name: value for name, value in found.items() if name != "csrf_token"}


def test_what_somebody_has_removed_meanwhile_can_be_saved_as_a_new_item(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    cue = stored(sqlite_app, number).cues[0].id
    path = at(number, "cues", cue)
    token = csrf(organizer, path)
    post(organizer, f"{path}/remove", {"version": "1"}, form_at=at(number))
    answer = organizer.post(path, data=CUE | {"csrf_token": token, "version": "1"})
    assert answer.status_code == 409
    assert "Pháo hoa" in answer.text
    assert f'action="{at(number, "cues")}"' in answer.text
    assert organizer.get(path).status_code == 303
    post(organizer, f"{path}/put-back", {}, form_at=at(number))
    assert stored(sqlite_app, number).cues[0].id == cue


def test_cues_are_moved_copied_and_removed_by_plain_forms(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    first, second, third = (cue.id for cue in stored(sqlite_app, number).cues[:3])
    sheet = at(number)

    def order() -> list[int]:
        return [cue.id for cue in stored(sqlite_app, number).cues[:3]]

    def move(cue: int, version: int, before: int | str) -> str:
        answer = post(
            organizer,
            at(number, "cues", cue, "move"),
            {"version": str(version), "before": str(before)},
            form_at=sheet,
        )
        assert answer.status_code == 303
        return organizer.get(sheet).text

    move(third, 1, first)
    assert order() == [third, first, second]
    text = move(third, 1, second)  # from a page that is older than the first move
    assert "Nhân viên bantochuc (mẫu)" in text
    assert order() == [third, first, second]
    move(third, 2, "")
    assert order()[:2] == [first, second]
    assert stored(sqlite_app, number).cues[-1].id == third
    post(organizer, at(number, "cues", first, "copy"), {"submission": "x"}, form_at=sheet)
    post(organizer, at(number, "cues", first, "copy"), {"submission": "x"}, form_at=sheet)
    assert len(stored(sqlite_app, number).cues) == 19
    post(organizer, at(number, "cues", first, "remove"), {"version": "1"}, form_at=sheet)
    assert order()[0] != first


def test_the_buttons_beside_each_cue_say_where_it_would_stand(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    rows = page(organizer, at(number))["rows"]
    ids = [row.cue.id for row in rows]
    assert (rows[0].is_first, rows[1].up, rows[0].down) == (True, ids[0], ids[2])
    assert (rows[-1].is_last, rows[-2].down, rows[-1].up) == (True, None, ids[-2])


def test_performers_of_the_event_can_be_chosen_for_a_cue(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    with sqlite_app.app_context(), writing() as session:
        person = Participant(edition_id=EDITION, name=Trilingual("Đoàn lân (mẫu)"), is_sample=True)
        session.get_one(Draft, number).appearances = [Appears(participant=person, part=Part.PERFORMER)]
        session.flush()
        chosen = str(person.id)
    path = at(number, "cues", stored(sqlite_app, number).cues[1].id)
    data = CUE | {"version": "1"}
    assert post(organizer, path, {**data, "people": "999"}, form_at=path).status_code == 422
    assert post(organizer, path, {**data, "people": chosen}, form_at=path).status_code == 303
    assert [name.vi for name in stored(sqlite_app, number).cues[1].names] == ["Đoàn lân (mẫu)"]
    assert "Đoàn lân (mẫu)" in organizer.get(at(number, "print")).text


def test_somebody_of_no_list_of_the_event_can_perform_in_one_item(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    with sqlite_app.app_context(), writing() as session:
        person = Participant(edition_id=EDITION, name=Trilingual("Đoàn lân (mẫu)"), is_sample=True)
        session.add(person)
        session.flush()
        chosen = str(person.id)
    path = at(number, "cues", stored(sqlite_app, number).cues[1].id)
    assert post(organizer, path, CUE | {"version": "1", "others": chosen}, form_at=path).status_code == 303
    assert [name.vi for name in stored(sqlite_app, number).cues[1].names] == ["Đoàn lân (mẫu)"]
    assert re.search(rf'<details class="cue-others" open>.*value="{chosen}"[^>]* checked', organizer.get(path).text, re.DOTALL)  # fmt: skip
    post(organizer, path, CUE | {"version": "2"}, form_at=path)
    assert stored(sqlite_app, number).cues[1].names == ()


def test_paper_has_vietnamese_and_japanese_side_by_side(
    sqlite_app: Flask, organizer: FlaskClient, number: int
) -> None:
    for language in ("vi", "ja", "en"):
        organizer.set_cookie("lang", language)
        text = organizer.get(at(number, "print")).text
        for words in ("Trống hội", "太鼓", "Ánh sáng", "照明", "Bản hòa ca sức sống mới", "新たな息吹の合唱"):
            assert words in text, (language, words)


def test_names_are_data_everywhere(sqlite_app: Flask, organizer: FlaskClient, number: int) -> None:
    nasty = "<script>alert(1)</script>"
    with sqlite_app.app_context(), writing() as session:
        sheets.add(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            draft_id=number,
            content=CueContent(Trilingual(nasty, nasty, nasty), 60, owner=nasty, stage=Trilingual(nasty)),
            now=NOW,
        )
    for path in ("", "print", "call", "call/state", "call/late"):
        assert "<script>alert" not in organizer.get(at(number, path)).text
