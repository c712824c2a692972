"""From the rows of an office's list to guests: columns of any wording, errors cell by cell, one person in several scripts."""

import pytest

from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.rules.guest_rows import (
    Contacts,
    Fate,
    Fault,
    Field,
    GuestRow,
    card_of,
    guess,
    plan,
    read_row,
)
from festival.registration.rules.kana import romaji
from festival.registration.types.guests import GuestPart
from festival.registration.types.people import Likeness
from tests.registration.persons import ANNA, KAMOME, LAN

CONTACTS = Contacts(normal_phone, normal_mail)
KNOWN = [card_of(number, one) for number, one in enumerate((LAN, KAMOME, ANNA), start=1)]


def read(**cells: str) -> GuestRow | list[tuple[str, str]]:
    """Read one row; its faults as (field, fault)."""
    found = read_row({Field(name): text for name, text in cells.items()}, CONTACTS)
    return found if isinstance(found, GuestRow) else [(str(one.field), str(one.fault)) for one in found]


def guest(**cells: str) -> GuestRow:
    """Read one row that is right."""
    found = read(**cells)
    assert isinstance(found, GuestRow), found
    return found


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (["Họ và tên", "Chức vụ", "Đơn vị", "SĐT"], ["name", "position", "organisation", "phone"]),
        (["氏名", "フリガナ", "役職", "到着便"], ["name", "kana", "position", "flight_in"]),
        (["HO VA TEN", "ｶﾅ", "Chuc vu (neu co)"], ["name", "kana", "position"]),
        (["Family name", "Given name", "Dietary:"], ["family", "given", "dietary"]),
        (["STT", "Ghi chú"], [None, None]),
    ],
)
def test_columns_of_both_countries_are_understood(heads: list[str], fields: list[str | None]) -> None:
    assert list(guess(heads, {}).values()) == fields


def test_what_somebody_said_of_a_head_is_remembered_and_wins() -> None:
    remembered = {"dai bieu": "name", "ghi chu": "dietary", "chuc vu": ""}
    assert guess(["Đại biểu", "Ghi chú", "Chức vụ"], remembered) == {
        "Đại biểu": Field.NAME,
        "Ghi chú": Field.DIETARY,
        "Chức vụ": None,
    }


def test_no_two_columns_mean_the_same() -> None:
    assert list(guess(["Tên", "Họ tên"], {}).values()) == [Field.NAME, None]


def test_names_are_split_as_each_language_writes_them() -> None:
    for name, family, given, language in (
        ("Nguyễn Văn An", "Nguyễn", "Văn An", "vi"),
        ("髙﨑　鷗", "髙﨑", "鷗", "ja"),
        ("Anna Berg", "Berg", "Anna", "en"),
        ("Lan", "", "Lan", "en"),
    ):
        person = guest(name=name).person
        assert (person.family, person.given, person.language) == (family, given, language)


def test_a_row_becomes_a_guest_with_travel_in_utc() -> None:
    row = guest(
        name="髙﨑 鷗（見本）",
        position="副知事",
        organisation="Hokkaido Government",
        part="団長",
        delegation="北海道",
        mail="A@Doudan.example",
        flight_in="vn 9891",
        arrives="2027/11/16 14:10",
        departs="20/11/2027",
    )
    assert row.is_head
    assert (row.person.position.ja, row.person.organisation.en) == ("副知事", "Hokkaido Government")
    assert row.person.mail == "a@doudan.example"
    assert row.travel.flight_in == "VN9891"
    assert row.travel.arrives_at is not None
    assert row.travel.arrives_at.isoformat() == "2027-11-16T07:10:00+00:00"
    assert row.travel.departs_at is not None
    assert row.travel.departs_at.isoformat() == "2027-11-20T05:00:00+00:00"  # a day alone is its noon


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"name": ""}, [("name", "no_name")]),
        ({"name": "12"}, [("name", "no_letters")]),
        ({"name": "Lan", "mail": "lan", "phone": "12"}, [("phone", "phone"), ("mail", "mail")]),
        ({"name": "Lan", "language": "Klingon"}, [("language", "language")]),
        ({"name": "Lan", "part": "vua"}, [("part", "part")]),
        ({"name": "Lan", "arrives": "mai"}, [("arrives", "moment")]),
        ({"name": "Lan", "flight_in": "tàu hỏa"}, [("flight_in", "flight")]),
        ({"name": "Lan", "arrives": "17/11/2027", "departs": "16/11/2027"}, [("departs", "backwards")]),
        ({"name": "x" * 90}, [("name", "too_long")]),
    ],
)
def test_each_wrong_cell_is_named(cells: dict[str, str], faults: list[tuple[str, str]]) -> None:
    assert read(**cells) == faults


@pytest.mark.parametrize("part", ["Phiên dịch", "通訳", "INTERPRETER"])
def test_parts_are_read_in_three_languages(part: str) -> None:
    assert guest(name="Lan", part=part).part is GuestPart.INTERPRETER


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("タカサキ カモメ", "takasaki kamome"),
        ("さいとう", "saitou"),
        ("ｼﾞｭﾝｲﾁ", "junichi"),
        ("キョウコ", "kyouko"),
        ("ほっかいどう", "hokkaidou"),
        ("なんば", "namba"),
        ("マッチャ", "matcha"),
        ("ユーリ", "yuuri"),
    ],
)
def test_kana_in_latin_letters(kana: str, latin: str) -> None:
    assert romaji(kana) == latin


def whom(*rows: dict[str, str]) -> list[tuple[str, list[tuple[int | None, int | None]]]]:
    """Plan rows; return for each its fate and (known person, earlier row) of whom it may be."""
    planned = plan(
        [
            (number, {Field(name): text for name, text in cells.items()})
            for number, cells in enumerate(rows, start=2)
        ],
        KNOWN,
        CONTACTS,
    )
    return [(str(one.fate), [(twin.person_id, twin.number) for twin in one.twins]) for one in planned]


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "髙﨑 鷗（見本）"},
        {"name": "高崎 鷗（見本）"},  # the common form of the same kanji
        {"name": "高崎鷗(見本)"},
        {"name": "Takasaki Kamome"},
        {"name": "Kamome TAKASAKI"},
        {"name": "別表記", "kana": "ﾀｶｻｷ ｶﾓﾒ"},
        {"name": "別表記", "kana": "たかさき かもめ"},
    ],
)
def test_one_person_is_found_across_scripts(cells: dict[str, str]) -> None:
    assert whom(cells) == [("duplicate", [(2, None)])]


def test_latin_letters_meet_kana_that_nobody_has_written_in_latin() -> None:
    assert whom({"name": "斎藤 試", "kana": "サイトウ タメシ"}, {"name": "Saito Tameshi"}) == [
        ("new", []),
        ("duplicate", [(None, 2)]),
    ]


@pytest.mark.parametrize("name", ["Nguyễn Thị Lan (mẫu)", "NGUYEN THI LAN (MAU)", "Lan Thị Nguyễn (mẫu)"])
def test_one_person_is_found_across_accents_and_order(name: str) -> None:
    assert whom({"name": name}) == [("duplicate", [(1, None)])]


def test_rows_of_one_file_are_compared_too() -> None:
    assert whom({"name": "Phạm Mẫu Cường"}, {"name": "Pham Mau Cuong"}, {"name": "Phạm Mẫu Dũng"}) == [
        ("new", []),
        ("duplicate", [(None, 2)]),
        ("new", []),
    ]


def test_a_secretariats_mail_does_not_make_two_people_one() -> None:
    assert whom({"name": "Trần Mẫu", "mail": "lan@co-quan.example"}) == [("new", [])]


def test_a_delegation_has_one_head_in_the_file() -> None:
    rows = [
        (2, {Field.NAME: "Trần Mẫu", Field.PART: "trưởng đoàn", Field.DELEGATION: "Đoàn A"}),
        (3, {Field.NAME: "Vũ Mẫu", Field.PART: "head", Field.DELEGATION: "doan a"}),
        (4, {Field.NAME: "Lý Mẫu", Field.PART: "head"}),
    ]
    planned = plan(rows, [], CONTACTS)
    assert [one.fate for one in planned] == [Fate.NEW, Fate.WRONG, Fate.WRONG]
    assert {one.wrong[0].fault for one in planned[1:]} == {Fault.TWO_HEADS}


def test_why_two_are_alike_is_said() -> None:
    [row] = plan([(2, {Field.NAME: "Takasaki Kamome"})], KNOWN, CONTACTS)
    assert row.twins[0].why == {Likeness.LATIN}
