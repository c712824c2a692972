"""What the desk's fields make of what people type."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from festival.core.transaction import current
from festival.core.trilingual import Trilingual
from festival.programme.forms.event import EventForm, event_values, sent_again
from festival.programme.forms.ground import ClosureForm, SpaceForm, VenueForm
from festival.programme.forms.placing import PlaceForm
from festival.programme.forms.sending import CopyForm, as_version
from festival.programme.queries import current_edition
from festival.programme.queries.ground import ground_of
from festival.programme.types import RoomType
from festival.web.forms import Form
from festival.web.locale import speaking
from tests.programme.editing import EVENING, content


@pytest.fixture(autouse=True)
def request_of_a_reader(sqlite_app: Flask) -> Any:
    """Run inside a request of a Vietnamese reader."""
    with sqlite_app.test_request_context(method="POST"), speaking("vi"):
        yield


def filled(form: type[Form], data: dict[str, Any], **more: Any) -> Any:
    """Return a form with these fields sent."""
    return form(formdata=MultiDict(data), meta={"csrf": False}, **more)


def place(**data: Any) -> PlaceForm:
    """Return a placement as sent."""
    session = current()
    more = {"ground": ground_of(session), "edition": current_edition(session)}
    return filled(PlaceForm, {"minutes": "60", "where": "v1", **data}, **more)  # type: ignore[no-any-return]


def event(**data: Any) -> EventForm:
    """Return an event as sent."""
    session = current()
    more = {"ground": ground_of(session), "edition": current_edition(session), "participants": []}
    plain = {"title_vi": "Mẫu", "kind": "fair", "audience": "public", "minutes": "60", "party_max": "6"}
    return filled(EventForm, plain | data, **more)  # type: ignore[no-any-return]


@pytest.mark.parametrize("typed", ["2027-11-17", "17/11/2027"])
def test_a_day_is_typed_in_either_way_and_hours_are_those_of_the_place(typed: str) -> None:
    form = place(day=typed, start="18:00")
    assert form.validate(), form.errors
    assert form.day.data == date(2027, 11, 17)
    assert form.placement().starts_at == EVENING == datetime(2027, 11, 17, 11, 0, tzinfo=UTC)


def test_without_day_and_start_it_leaves_the_timetable() -> None:
    form = place()
    assert form.validate()
    assert form.placement().starts_at is None
    assert form.placement().venue_id == 1


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"day": "2027-11-17"}, "start", "Vui lòng nhập giờ bắt đầu, hoặc để trống ngày."),
        ({"start": "18:00"}, "day", "Vui lòng nhập ngày, hoặc để trống giờ bắt đầu."),
        ({"day": "2027-11-17", "start": "18:00", "where": ""}, "where", "Vui lòng chọn nơi diễn ra."),
        ({"minutes": "3"}, "minutes", "Vui lòng nhập một số từ 5 đến 20160."),
        ({"minutes": "một giờ"}, "minutes", "Vui lòng nhập một số nguyên."),
        ({"where": "s0"}, "where", "Vui lòng chọn một địa điểm trong danh sách."),
    ],
)
def test_a_refusal_is_said_in_the_readers_language(data: dict[str, str], field: str, sentence: str) -> None:
    form = place(**data)
    assert not form.validate()
    assert {name: list(map(str, said)) for name, said in form.errors.items()} == {field: [sentence]}


@pytest.mark.parametrize(
    ("text", "version"), [("7", 7), ("", 0), (None, 0), ("-1", 0), ("7.0", 0), ("9" * 30, 0), ("٣", 0)]
)
def test_a_version_is_a_number_or_none(text: str | None, version: int) -> None:
    assert as_version(text) == version


@pytest.mark.parametrize(
    ("text", "kept"), [("a" * 32, True), ("a" * 15, False), ("a" * 44, False), ("a" * 20 + "é", False)]
)
def test_a_forms_own_number_is_of_our_making(text: str, kept: bool) -> None:
    assert filled(CopyForm, {"submission": text}).sent == (text if kept else None)


def test_texts_keep_their_lines_and_wide_spaces_and_nothing_else() -> None:
    form = event(
        title_ja=" 夜祭\u3000開幕  式 ", text_vi="Một\r\n\r\n  hai\u200b  ba\r\n", title_vi="e\u0302\u0301"
    )
    assert form.validate(), form.errors
    made = form.content()
    assert made.title == Trilingual("ế", "夜祭\u3000開幕 式", "")
    assert made.text.vi == "Một\n\nhai ba"


def test_an_event_goes_through_its_form_unchanged() -> None:
    whole = content(
        starts_at=EVENING,
        venue_id=1,
        capacity=0,
        doors_before=0,
        registration_opens_at=datetime(2027, 10, 1, 1, 30, tzinfo=UTC),
        registration_closes_at=EVENING,
        is_main=True,
    )
    form = event(**dict(sent_again(event_values(whole))))
    assert form.validate(), form.errors
    assert form.content(whole) == whole


def test_quiet_hours_have_both_ends() -> None:
    assert not filled(VenueForm, {"name_vi": "Mẫu", "quiet_from": "22:00"}).validate()
    form = filled(VenueForm, {"name_vi": "Mẫu", "quiet_from": "22:00", "quiet_until": "06:00"})
    assert form.validate()
    assert (form.content().quiet_from, form.content().quiet_until) == (time(22), time(6))


def test_a_space_says_what_it_is() -> None:
    data = {"name_en": "Stage", "room_type": "stage", "changeover": "20", "capacity": "", "area": "50"}
    form = filled(SpaceForm, data)
    assert form.validate(), form.errors
    made = form.content()
    assert (made.room_type, made.changeover, made.capacity, made.area) == (RoomType.STAGE, 20, None, 50)
    for wrong in (
        {"capacity": "0"},
        {"area": "-1"},
        {"changeover": ""},
        {"changeover": "1441"},
        {"room_type": "x"},
        {"name_en": ""},
    ):
        assert not filled(SpaceForm, data | wrong).validate(), wrong


def test_a_closure_has_times_in_their_order_and_a_reason() -> None:
    data = {"starts_at": "2027-11-17T08:00", "ends_at": "2027-11-17T09:00", "reason": "Bảo trì (mẫu)"}
    assert filled(ClosureForm, data).validate()
    for wrong in (
        {"ends_at": "2027-11-17T08:00"},
        {"starts_at": ""},
        {"ends_at": ""},
        {"reason": " "},
        {"ends_at": "x"},
    ):
        assert not filled(ClosureForm, data | wrong).validate(), wrong
