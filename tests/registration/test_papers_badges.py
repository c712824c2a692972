"""Badges on paper: every script's text comes out right, nothing runs over its box, codes read back."""

import io
from pathlib import Path

import pytest
from PIL import Image

from festival.core.trilingual import Trilingual
from festival.registration.papers.badges import Back, Badge, Said, ZoneOnBadge, badges
from festival.registration.types.accreditation import Sheet
from festival.registration.types.people import PersonContent
from festival.web import qr
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing

GOLDEN = Path(__file__).parent / "golden"
CODE = "HTTP://FESTIVAL.EXAMPLE/T/" + ("A2B3C4D5" * 16)[:127]
BACK = Back(
    "Lễ hội Hokkaido tại Hạ Long",
    "113 · 114 · 115",
    Trilingual("Chỉ dành cho người có tên.", "記載の本人のみ有効です。", "For the person named only."),
)
SAID = Said("vi", "Thẻ công tác", "Khu vực được vào", "Khẩn cấp", "Mã QR của %(name)s", "Ảnh của %(name)s")
ZONES = (
    ZoneOnBadge("A", Trilingual("Quảng trường", "広場", "Square"), "sea"),
    ZoneOnBadge("D", Trilingual("Hậu trường", "楽屋", "Backstage"), "plum"),
)
PRESS = Trilingual("Báo chí", "報道", "Press")
LONG_OFFICE = (
    "Ủy ban nhân dân tỉnh Quảng Ninh, Sở Văn hóa, Thể thao và Du lịch, Phòng Quản lý Di sản văn hóa (mẫu)"
)
PEOPLE = {
    "vi": (
        PersonContent("Nguyễn", "Thị Thuỳ Dương Ễ Ự Ặ (mẫu)", "vi"),
        Trilingual("Phóng viên ảnh"),
        Trilingual("Báo Quảng Ninh (mẫu)"),
    ),
    "ja": (
        PersonContent("髙﨑", "鷗", "ja", latin="TAKASAKI Kamome", kana="タカサキ カモメ"),
        Trilingual(ja="北海道知事", en="Governor"),
        Trilingual(ja="株式会社カモメ水産（見本）"),
    ),
    "en": (
        PersonContent("O’Neill", "Zoë (sample)", "en"),
        Trilingual(en="Reporter"),
        Trilingual(en="Press (sample)"),
    ),
}


def card(who: str, **changes: object) -> Badge:
    """Return the badge of one of PEOPLE."""
    name, position, organisation = PEOPLE[who]
    facts = {
        "name": name,
        "position": position,
        "organisation": organisation,
        "colour": "leaf",
        "word": PRESS,
        "more": (),
        "zones": ZONES,
        "svg": str(qr.svg(CODE, title="x")),
        "short": "ABC-1234-1",
        "valid": "17/11/2027",
    }
    return Badge(**facts | changes)  # type: ignore[arg-type] # the caller names fields


def lines(text: str) -> list[str]:
    """Return the lines that hold something."""
    return [" ".join(line.split()) for line in text.replace("\f", "\n").splitlines() if line.strip()]


@pytest.mark.parametrize("who", ["vi", "ja", "en"])
def test_the_text_of_a_badge_is_what_it_was(who: str) -> None:
    """Golden files: a change is looked at, then the file is written anew from what the test shows."""
    made = lines(text_of(badges([card(who)], BACK, SAID, Sheet.A6)))
    assert made == lines((GOLDEN / f"badge-{who}.txt").read_text("utf-8"))


def test_the_same_badges_are_the_same_bytes() -> None:
    assert badges([card("vi")], BACK, SAID, Sheet.A4) == badges([card("vi")], BACK, SAID, Sheet.A4)


@pytest.mark.parametrize(("sheet", "pages"), [(Sheet.A6, 10), (Sheet.A4, 4)])
def test_codes_on_either_sheet_read_back(sheet: Sheet, pages: int) -> None:
    made = pages_of(badges([card("ja")] * 5, BACK, SAID, sheet))
    assert len(made) == pages
    found = [text for page in made for text in by_zxing(page)]
    assert found == [CODE] * 5


def ink(page: Image.Image, *, left: float, right: float, top: float, bottom: float) -> bool:
    """Tell whether there is anything dark in a part of a page, in mm."""
    per_mm = 150 / 25.4
    box = tuple(round(edge * per_mm) for edge in (left, top, right, bottom))
    darkest, _ = page.convert("L").crop(box).getextrema()  # type: ignore[arg-type] # four numbers
    return bool(darkest < 128)  # type: ignore[operator] # one band has two numbers


@pytest.mark.parametrize(
    "name",
    [
        PersonContent("Nguyễn Phước Hoàng", "Thượng Huyền Trân Công Chúa Bảo Ngọc Ễ Ự Ặ", "vi"),
        PersonContent("WWWWWWWWWWWWWWWW", "MMMMMMMMMMMMMMMMMMMMMMMM", "en"),
        PersonContent("髙﨑鷗髙﨑鷗髙﨑鷗髙﨑鷗", "鷗髙﨑鷗髙﨑鷗髙﨑鷗髙﨑", "ja", latin="W" * 60),
    ],
)
@pytest.mark.parametrize("sheet", list(Sheet))
def test_long_names_and_offices_are_made_smaller_and_not_cut(name: PersonContent, sheet: Sheet) -> None:
    made = badges([card("vi", name=name, organisation=Trilingual(LONG_OFFICE))], BACK, SAID, sheet)
    first = pages_of(made)[0]
    text = " ".join(text_of(made).split())
    assert name.family in text
    assert LONG_OFFICE in text
    left, width = (0.0, 105.0) if sheet is Sheet.A6 else (10.0, 95.0)
    # Between the band above and the code below nothing stands outside of the margins of 7 mm.
    for edge in (left + 0.5, left + width - 6.0):
        assert not ink(first, left=edge, right=edge + 5.5, top=48.0, bottom=100.0), edge


def test_a_photo_stands_beside_the_name() -> None:
    out, short = io.BytesIO(), PersonContent("Lê", "Na (mẫu)", "vi")
    Image.new("RGB", (300, 400), (20, 20, 20)).save(out, "JPEG")
    with_it = pages_of(badges([card("vi", name=short, photo=out.getvalue())], BACK, SAID, Sheet.A6))[0]
    without = pages_of(badges([card("vi", name=short)], BACK, SAID, Sheet.A6))[0]
    place = {"left": 72.0, "right": 97.0, "top": 55.0, "bottom": 65.0}
    assert ink(with_it, **place)
    assert not ink(without, **place)


@pytest.mark.parametrize("sheet", list(Sheet))
@pytest.mark.parametrize("number", [2, 5, 8])
def test_zones_with_hours_of_their_own_say_them_and_keep_off_the_foot(sheet: Sheet, number: int) -> None:
    zones = tuple(
        ZoneOnBadge(
            letter,
            Trilingual(f"Khu {letter}", f"区画{letter}", f"Zone {letter}"),
            "sea",
            ("17/11 08:00–12:00", "18/11 19:00–22:00"),
        )
        for letter in "ABCDEFGH"[:number]
    )
    made = badges([card("vi", zones=zones)], BACK, SAID, sheet)
    assert " ".join(text_of(made).split()).count("17/11 08:00–12:00") == number
    back = pages_of(made)[1]
    left, foot = (0.0, 148.0) if sheet is Sheet.A6 else (105.0, 14.5 + 134.0)
    assert not ink(back, left=left + 8.0, right=left + 80.0, top=foot - 24.0, bottom=foot - 14.0)


def test_several_roles_stand_in_one_band() -> None:
    made = text_of(
        badges([card("ja", more=(Trilingual("Diễn giả", "登壇者", "Speaker"),))], BACK, SAID, Sheet.A6)
    )
    assert "BÁO CHÍ + DIỄN GIẢ" in made
    assert "報道 + 登壇者 · Press + Speaker" in made


def test_what_somebody_is_called_cannot_become_markup() -> None:
    name = PersonContent('#eval("1")', "*_$x$ <b>", "en")
    assert '#eval("1")' in text_of(badges([card("vi", name=name)], BACK, SAID, Sheet.A6))
