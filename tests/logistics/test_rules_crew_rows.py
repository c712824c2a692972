"""Agencies' lists of people, cell by cell."""

from datetime import date

import pytest

from festival.core.names import fold
from festival.logistics.rules.crew_changes import OnCrew, after, changed, shared_phones
from festival.logistics.rules.crew_rows import (
    Column,
    CrewRow,
    Flaw,
    PlannedRow,
    Words,
    columns_of,
    plan,
    read_row,
)
from festival.logistics.types.crew import Skill
from festival.logistics.types.tasks import Area
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.rules.guest_rows import Contacts, Fault

WORDS = Words(
    {fold("Y tế"): Area.MEDICAL, fold("医療"): Area.MEDICAL},
    {fold("Bác sĩ"): Skill.DOCTOR, fold("医師"): Skill.DOCTOR, fold("Tiếng Anh"): Skill.ENGLISH},
)
CONTACTS = Contacts(normal_phone, normal_mail)
GOOD = {Column.NAME: "Trần Thị Mẫu Bình (mẫu)", Column.PHONE: "0912 345 678"}


def read(**more: str) -> CrewRow | list[tuple[Column, Flaw | Fault]]:
    found = read_row(GOOD | {Column(name): text for name, text in more.items()}, WORDS, CONTACTS)
    return found if isinstance(found, CrewRow) else [(one.column, one.flaw) for one in found]


def test_heads_of_both_countries_are_known() -> None:
    heads = [
        "STT",
        "Họ và tên",
        "Điện thoại",
        "Chuyên môn (hạn)",
        "Tổ",
        "Tổ trưởng",
        "Lĩnh vực",
        "Ghi chú",
        "Họ tên",
    ]
    assert columns_of(heads) == [
        None,
        Column.NAME,
        Column.PHONE,
        Column.SKILLS,
        Column.TEAM,
        Column.LEADS,
        Column.AREA,
        Column.REMARK,
        None,
    ]
    assert columns_of(["Họ tên", "Số ĐT"]) == columns_of(["Họ tên", "SĐT"]) == [Column.NAME, Column.PHONE]
    assert columns_of(["氏名", "電話", "資格", "班", "班長"])[:4] == [
        Column.NAME,
        Column.PHONE,
        Column.SKILLS,
        Column.TEAM,
    ]


def test_a_row_becomes_a_person_with_qualifications() -> None:
    row = read(area="y te", team="Tổ 2", leads="x", skills="bac si (31/12/2027); Tiếng Anh", remark="ca đêm")
    assert isinstance(row, CrewRow)
    assert (row.person.family, row.person.given, row.person.phone) == (
        "Trần",
        "Thị Mẫu Bình (mẫu)",
        "+84912345678",
    )
    assert (row.area, row.team, row.leads, row.remark) == (Area.MEDICAL, "Tổ 2", True, "ca đêm")
    assert row.skills == ((Skill.DOCTOR, date(2027, 12, 31)), (Skill.ENGLISH, None))


def test_japanese_cells_are_read_too() -> None:
    row = read(name="見本　花子", phone="090-1234-5678", area="医療", skills="医師（2027年12月31日まで）")
    assert isinstance(row, CrewRow)
    assert (row.person.language, row.person.phone, row.area) == ("ja", "+819012345678", Area.MEDICAL)
    assert row.skills == ((Skill.DOCTOR, date(2027, 12, 31)),)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"name": ""}, [(Column.NAME, Fault.NO_NAME)]),
        ({"phone": "12"}, [(Column.PHONE, Fault.PHONE)]),
        ({"phone": ""}, [(Column.PHONE, Flaw.NO_PHONE)]),
        ({"mail": "x@"}, [(Column.MAIL, Fault.MAIL)]),
        ({"area": "vũ trụ"}, [(Column.AREA, Flaw.AREA)]),
        ({"skills": "phi công"}, [(Column.SKILLS, Flaw.SKILL)]),
        ({"skills": "Bác sĩ (bao giờ?)"}, [(Column.SKILLS, Flaw.DAY)]),
        (
            {"team": "x" * 121, "remark": "y" * 301},
            [(Column.TEAM, Flaw.TOO_LONG), (Column.REMARK, Flaw.TOO_LONG)],
        ),
    ],
)
def test_every_cell_that_is_wrong_is_named(
    cells: dict[str, str], wrong: list[tuple[Column, Flaw | Fault]]
) -> None:
    assert read(**cells) == wrong


def test_who_stands_in_a_list_twice_is_seen() -> None:
    columns = [Column.NAME, Column.PHONE]
    rows = [
        (2, ["Lê Mẫu An", "0912345678"]),
        (3, ["lê mẫu an", "0912 345 678"]),
        (4, ["Lê Mẫu An", "0912345679"]),
    ]
    found = plan(rows, columns, WORDS, CONTACTS)
    assert [(one.number, one.twice) for one in found] == [(2, None), (3, 2), (4, None)]
    assert isinstance(found[0], PlannedRow)


KNOWN = OnCrew(
    area=Area.TRAFFIC,
    team="Tổ 1",
    leads=True,
    skills=((Skill.DOCTOR, date(2027, 12, 31)), (Skill.ENGLISH, None)),
    remark="chỉ ca ngày",
)


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, []),
        ({"team": "tổ 1", "skills": "Tiếng Anh; Bác sĩ", "leads": ""}, []),
        ({"area": "Y tế", "remark": "ca đêm"}, [Column.AREA, Column.REMARK]),
        ({"team": "Tổ 2"}, [Column.TEAM, Column.LEADS]),
        ({"team": "Tổ 2", "leads": "x"}, [Column.TEAM]),
        ({"skills": "Bác sĩ (31/12/2028)"}, [Column.SKILLS]),
    ],
)
def test_a_row_changes_only_what_it_says_about_who_is_there(
    cells: dict[str, str], columns: list[Column]
) -> None:
    row = read(**cells)
    assert isinstance(row, CrewRow)
    now = after(KNOWN, row)
    assert changed(KNOWN, now) == columns
    assert {skill for skill, _day in now.skills} == {Skill.DOCTOR, Skill.ENGLISH}  # no list takes one away


def test_rows_that_share_a_phone_are_named() -> None:
    rows = [
        (2, ["Lê Mẫu An", "0912345678"]),
        (3, ["Trần Mẫu Bình", "0912 345 678"]),
        (4, ["Lê Mẫu An", "0912345678"]),
    ]
    found = plan(rows, [Column.NAME, Column.PHONE], WORDS, CONTACTS)
    assert shared_phones(found) == [("+84912345678", (2, 3))]
