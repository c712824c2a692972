"""Guests: an invited head from Hokkaido on a phone, and the protocol at its desk."""

import io
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.journeys.codes import picture
from tests.journeys.conftest import SignIn
from tests.journeys.people import PATIENCE, Staff, Steward
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing

HEAD = "takasaki"
LIST = """STT,Họ và tên,Chức vụ,Món kiêng,Đoàn,Giờ đến
1,Takasaki Kamome,,,,
2,Đinh Khách Mới (mẫu),Giám đốc (mẫu),lạc,Đoàn Mới (mẫu),{year}-11-15 09:00
3,Dinh Khach Moi (mau),,,,
4,Hà Sai Ngày (mẫu),,,,hôm qua
"""


class InvitedGuest:
    """Somebody who has got a personal link."""

    def __init__(self, context: BrowserContext, link: str) -> None:
        context.set_default_timeout(PATIENCE)
        self.page, self.link = context.new_page(), link
        self.page.goto(link)

    def send(self, action: str) -> None:
        """Send one of the page's forms."""
        form = self.page.locator(f"form[action$='/{action}']").last
        with self.page.expect_navigation():
            form.locator("button[type=submit]").click()

    def code(self) -> str:
        """Read the QR on the page."""
        return by_zxing(picture(self.page.locator(".ticket__qr").screenshot()))[0]

    def send_deputy(self, **fields: str) -> None:
        """Name somebody who comes instead."""
        self.page.locator("#deputy details > summary").click()
        for name, value in fields.items():
            self.page.locator(f"#deputy [name={name}]").fill(value)
        self.send("deputy")


def main_event(organizer: Staff) -> str:
    """Return the number of the opening night."""
    link = organizer.open("/desk/invitations").locator("tbody a", has_text="Đêm khai mạc").first
    return (link.get_attribute("href") or "").rpartition("/")[2]


def personal_link(organizer: Staff, event: str, name: str) -> str:
    """Read a guest's link at the desk."""
    shown = organizer.open(f"/desk/invitations/{event}?q={name}")
    return shown.locator("input[value*='/i/']").first.input_value()


def seat_with(page: Page, name: str) -> str:
    """Return the seat on which somebody sits."""
    return page.locator("[data-seat]", has_text=name).first.get_attribute("data-seat") or ""


def press(page: Page, action: str) -> None:
    """Send a form that may stand in a closed box."""
    form = page.locator(f"form[action$='{action}']").first
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").first.click()
    with page.expect_navigation():
        form.locator("button[type=submit]").first.click()


def face() -> FilePayload:
    """Return a photo as a phone sends it."""
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), (40, 60, 90)).save(out, "JPEG")
    return {"name": "kao.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def give_photo(guest: InvitedGuest) -> None:
    """Go from the invitation to the photo's page, agree, and look at what is stored."""
    guest.page.locator("a[href$='/photo']").click()
    guest.page.locator("[name=file]").set_input_files(face())
    guest.page.locator("[name=agree]").check()
    assert axe_violations(guest.page) == []
    guest.send("photo")
    shown = guest.page.locator("img.badge-photo")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 450


def accredited(protocol: Staff, security: Staff, name: str) -> None:
    """Find somebody who is known, ask for a badge in their name, approve and countersign it."""
    page = protocol.page
    protocol.open("/desk/accreditation/new")
    page.locator("[data-person-name]").press_sequentially(name)
    page.locator("[data-person-list] [role=option]").first.click()
    page.wait_for_url("**/accreditation/new?person=*")
    press(page, "?person=" + page.url.rpartition("=")[2])
    request = urlsplit(page.url).path
    assert axe_violations(page) == []
    press(page, "/approve")
    security.open(request)
    press(security.page, "/countersign")


def test_a_japanese_head_with_a_delegation_sends_a_deputy_who_comes_in_with_a_badge(
    site: Site, organizer: Staff, steward: Steward, context_for: Contexts, signed_in: SignIn
) -> None:
    event = main_event(organizer)
    head = InvitedGuest(context_for("ja", 360), personal_link(organizer, event, HEAD))
    assert head.page.locator("html").get_attribute("lang") == "ja"
    head.send("accept")
    first = head.code()
    assert axe_violations(head.page) == []

    head.page.locator("a[href*='/d/']").click()
    head.page.get_by_text("齋藤 試（見本）").click()
    head.page.locator("[name=latin]").fill("SAITO Tameshi")
    head.page.locator("[name=dietary]").fill("なし")
    with head.page.expect_navigation():
        head.page.locator("main form button[type=submit]").first.click()
    expect(head.page.get_by_text("未入力：")).to_have_count(0)

    organizer.open(f"/desk/seating/{event}")
    press(organizer.page, "/propose")
    seat = seat_with(organizer.page, "TAKASAKI")
    assert seat.startswith("1-")
    expect(organizer.page.locator(".seat-conflicts")).to_have_count(0)

    head.page.goto(head.link)
    head.send_deputy(family="見本", given="代理（見本）", latin="MIHON Dairi", mail="dairi@doudan.example")
    second = head.code()
    assert second != first
    row, number = seat.split("-")
    expect(head.page.locator("main")).to_contain_text(f"{row}列 {number}番")
    organizer.open(f"/desk/seating/{event}")
    assert seat_with(organizer.page, "MIHON Dairi") == seat

    # The deputy is accredited, and asked for a photo from then on, never before.
    expect(head.page.locator("a[href$='/photo']")).to_have_count(0)
    protocol, security = (
        Staff(site, context_for("ja", 1280, storage_state=signed_in(who))) for who in ("letan", "anninh")
    )
    accredited(protocol, security, "MIHON Dairi")
    head.page.goto(head.link)
    third = head.code()  # of a delegate now, for the invitation and the badge: one person, one code
    assert third != second
    give_photo(head)
    protocol.open("/desk/accreditation/badges")
    press(protocol.page, "/badges")
    paper = protocol.page.locator("main a[href$='.pdf']").first.get_attribute("href")
    made = protocol.page.request.get(f"{site.url}{paper}").body()
    text = text_of(made)
    for word in ("見本", "代理（見本）", "MIHON Dairi", "代表者", "北海道"):
        assert word in text
    codes = {by_zxing(one)[0] for one in pages_of(made) if by_zxing(one)}
    assert any(third.endswith(one.rpartition("/")[2]) for one in codes)

    for dead in (first, second):
        steward.type_code(dead)
        steward.verdict("refused")
        steward.go_on()
    steward.type_code(third)
    steward.verdict("good")


def test_an_organizer_takes_a_list_and_prints_the_sheet(site: Site, organizer: Staff) -> None:
    organizer.open("/desk/guest-lists")
    page = organizer.page
    content = LIST.format(year=site.clock.year).encode()
    page.locator("[name=file]").set_input_files(
        {"name": "khach.csv", "mimeType": "text/csv", "buffer": content}
    )
    with page.expect_navigation():
        organizer.submit("file")
    assert axe_violations(page) == []
    expect(page.locator("main")).to_contain_text("hôm qua")  # the cell that is not right
    unknown = page.locator(".mapping__column", has_text="Món kiêng").locator("select")
    assert unknown.input_value() == ""
    unknown.select_option("dietary")
    press(page, "/columns")
    assert page.locator(".mapping__column", has_text="Món kiêng").locator("select").input_value() == "dietary"
    twins = page.locator("select[name^=row-]")
    assert [one.input_value() for one in twins.all()] == ["same", "skip"]
    with page.expect_navigation():
        organizer.submit("which")
    shown = organizer.open(f"/desk/reception?day={site.clock.year}-11-15")
    expect(shown).to_contain_text("Đinh Khách Mới (mẫu)")
    expect(shown).to_contain_text("lạc")
    for code in ("vi", "ja"):
        answer = page.context.request.get(
            f"{site.url}/desk/reception.pdf?day={site.clock.year}-11-15&in={code}"
        )
        assert answer.ok
        assert answer.body().startswith(b"%PDF")


@pytest.mark.parametrize("by", ["mouse", "form"])
def test_the_order_of_precedence_and_a_seat_are_changed(organizer: Staff, by: str) -> None:
    page = organizer.page
    organizer.open("/desk/precedence")
    rows = page.locator("[data-cue]")
    third = rows.nth(2).get_attribute("data-cue")
    if by == "mouse":
        start, end = rows.nth(2).bounding_box(), rows.nth(0).bounding_box()
        assert start
        assert end
        page.mouse.move(start["x"] + 12, start["y"] + 12)
        page.mouse.down()
        page.mouse.move(end["x"] + 20, end["y"] + 20, steps=6)
        page.mouse.move(end["x"] + 20, end["y"] + 4, steps=3)
        with page.expect_navigation():
            page.mouse.up()
    else:
        rows.nth(2).locator("[name=place]").fill("1")
        with page.expect_navigation():
            rows.nth(2).locator(".rank-place button").first.click()
    assert rows.nth(0).get_attribute("data-cue") == third

    event = main_event(organizer)
    organizer.open(f"/desk/seating/{event}")
    guest = page.locator("[data-seat] [data-guest]").first
    who, free = (
        guest.get_attribute("data-guest"),
        page.locator("[data-seat]:not(.is-taken):not(.unseated)").last,
    )
    seat = free.get_attribute("data-seat")
    if by == "mouse":
        free.scroll_into_view_if_needed()
        guest.drag_to(free)
        page.wait_for_load_state()
    else:
        page.locator(".seat-form [name=who]").select_option(who)
        page.locator(".seat-form [name=seat]").fill(seat or "")
        press(page, "/place")
    expect(page.locator(f"[data-seat='{seat}'] [data-guest='{who}']")).to_be_visible()
    expect(page.locator(".seat-conflicts")).to_be_visible()  # a high rank in the last row
