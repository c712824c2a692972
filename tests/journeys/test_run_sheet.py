"""A run sheet is written at the desk and called on the night, by two people at once and through a lost connection."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.people import PATIENCE, Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations

NEW = "a[href$='/cues/new']"


class Writer(Staff):
    """Somebody who writes a run sheet."""

    def open_empty_sheet(self) -> str:
        """Open the first sheet that nobody has written; return its address."""
        self.open("/desk/run-sheets")
        rows = self.page.locator("main tbody tr", has=self.page.locator(".tag--warn"))
        with self.page.expect_navigation():
            rows.first.locator("a").click()
        return self.page.url

    def add(self, title: str, length: str) -> None:
        """Add an item at the end."""
        with self.page.expect_navigation():
            self.page.locator(f"main {NEW}").first.click()
        self.page.locator("[name=title_vi]").fill(title)
        self.page.locator("[name=length]").fill(length)
        with self.page.expect_navigation():
            self.submit("title_vi")

    def titles(self) -> list[str]:
        """Return the items in their order."""
        return self.page.locator("main tbody .cue-title").all_inner_texts()

    def row(self, title: str) -> Locator:
        """Return the row of an item."""
        return self.page.locator("main tr[data-cue]", has_text=title)


class Caller:
    """Somebody with the caller's page open."""

    def __init__(self, site: Site, context: BrowserContext, sheet: str) -> None:
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.page.goto(f"{sheet}/call")
        expect(self.page.locator("#net-on")).to_be_visible(timeout=PATIENCE)  # it has asked once

    @property
    def now(self) -> Locator:
        """What is on."""
        return self.page.locator(".call--now")

    def press(self, key: str) -> None:
        """Press one of the buttons; a second press too soon after the last is not taken."""
        self.page.wait_for_timeout(1300)
        self.page.locator(f"#call-{key}").click()

    def sees(self, title: str) -> None:
        """Wait until an item is on."""
        expect(self.now).to_contain_text(title, timeout=PATIENCE)


def test_a_run_sheet_is_written_and_ordered(site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    writer = Writer(site, context_for("vi", 1280, storage_state=signed_in("bantochuc")))
    writer.open_empty_sheet()
    writer.add("Đón khách", "0:03")
    writer.add("Phát biểu", "1:00")
    writer.add("Trao đổi", "2:00")
    assert writer.titles() == ["Đón khách", "Phát biểu", "Trao đổi"]

    with writer.page.expect_navigation():
        writer.page.locator(f"main {NEW}").first.click()
    with writer.page.expect_navigation():
        writer.submit("title_vi")
    expect(writer.page.get_by_role("alert").first).to_be_visible()
    assert axe_violations(writer.page) == []
    writer.page.go_back()
    writer.page.go_back()

    # Order by a button, by keyboard, and by dragging.
    with writer.page.expect_navigation():
        button = writer.row("Trao đổi").locator("form[action$='/move'] button").first
        button.focus()
        writer.page.keyboard.press("Enter")
    assert writer.titles() == ["Đón khách", "Trao đổi", "Phát biểu"]
    with writer.page.expect_navigation():
        writer.row("Phát biểu").locator(".cue-title").drag_to(
            writer.row("Trao đổi"), target_position={"x": 200, "y": 4}
        )
    assert writer.titles() == ["Đón khách", "Phát biểu", "Trao đổi"]

    by_finger(
        site, context_for("vi", 360, storage_state=signed_in("bantochuc"), has_touch=True), writer.page.url
    )


def by_finger(site: Site, context: BrowserContext, sheet: str) -> None:
    """Rest on an item and drag it over another; a finger that moves at once scrolls and drags nothing."""
    writer = Writer(site, context)
    writer.page.goto(sheet)
    touch = context.new_cdp_session(writer.page)

    def point(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(title: str, over: str, *, rest: int) -> None:
        writer.row(over).scroll_into_view_if_needed()
        source = writer.row(title).locator(".cue-title").bounding_box()
        goal = writer.row(over).locator(".cue-title").bounding_box()
        assert source
        assert goal
        point("touchStart", source["x"] + 20, source["y"] + 8)
        writer.page.wait_for_timeout(rest)
        for step in range(1, 6):
            point("touchMove", source["x"] + 20, source["y"] + 8 + (goal["y"] - source["y"]) * step / 5)
        point("touchEnd")

    drag("Phát biểu", "Đón khách", rest=0)
    writer.page.wait_for_timeout(300)
    assert writer.titles() == ["Đón khách", "Phát biểu", "Trao đổi"]
    with writer.page.expect_navigation():
        drag("Phát biểu", "Đón khách", rest=500)
    assert writer.titles() == ["Phát biểu", "Đón khách", "Trao đổi"]


def test_two_call_one_night(site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    writer = Writer(site, context_for("vi", 1280, storage_state=signed_in("bantochuc")))
    sheet = writer.open_empty_sheet()
    for title, length in (("Đón khách", "0:03"), ("Phát biểu", "1:00"), ("Trao đổi", "2:00")):
        writer.add(title, length)
    desk = Caller(site, context_for("vi", 1280, storage_state=signed_in("bantochuc")), sheet)
    phone = Caller(site, context_for("vi", 360, storage_state=signed_in("dieuphoi")), sheet)
    assert axe_violations(phone.page) == []

    # The phone starts; the desk sees it without doing anything, and then that it takes too long.
    phone.press("start")
    phone.sees("Đón khách")
    desk.sees("Đón khách")
    expect(desk.page.locator(".call--now .is-over")).to_be_visible(timeout=PATIENCE)
    assert axe_violations(desk.page) == []

    # Both press at the same time: one item is started, not two.
    for caller in (desk, phone):
        caller.page.wait_for_timeout(1300)
    desk.page.evaluate("document.getElementById('call-start').click()")
    phone.page.evaluate("document.getElementById('call-start').click()")
    desk.sees("Phát biểu")
    phone.sees("Phát biểu")
    expect(phone.page.locator(".call--next")).to_contain_text("Trao đổi")
    expect(desk.page.locator(".call--next")).to_contain_text("Trao đổi")

    # Without a connection a press says so, and nothing is lost but the press.
    phone.page.context.set_offline(True)
    phone.press("start")
    expect(phone.page.locator("#said")).to_be_visible()
    expect(phone.page.locator("#net-off")).to_be_visible()
    phone.page.context.set_offline(False)
    expect(phone.page.locator("#net-on")).to_be_visible(timeout=PATIENCE)
    phone.sees("Phát biểu")
    phone.press("start")
    phone.sees("Trao đổi")
    phone.press("undo")
    phone.sees("Phát biểu")
    desk.sees("Phát biểu")

    run_late(desk.page, phone.page)

    # Everything is still there when the page is opened anew, and by keyboard alone it goes on.
    desk.page.reload()
    desk.sees("Phát biểu")
    desk.page.locator("#call-start").focus()
    desk.page.keyboard.press("Enter")
    desk.sees("Trao đổi")


def run_late(desk: Page, phone: Page) -> None:
    """Shift the rest from the phone: seen first, then done, then seen at the desk."""
    before = desk.locator(".call__row-time").last.inner_text()
    with phone.expect_navigation():
        phone.locator("a[href$='minutes=5']").click()
    assert axe_violations(phone) == []
    assert desk.locator(".call__row-time").last.inner_text() == before
    with phone.expect_navigation():
        phone.locator("form", has=phone.locator("[value=keep]")).locator("[type=submit]").click()
    expect(desk.locator(".call__row-time").last).not_to_have_text(before, timeout=PATIENCE)


def test_it_can_be_called_without_script(site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    context = context_for("vi", 360, storage_state=signed_in("dieuphoi"), javascript=False)
    staff = Staff(site, context)
    staff.open("/desk/run-sheets")
    staff.page.locator("main tbody a", has_text="Đêm khai mạc").click()
    staff.page.locator("main a[href$='/call']").click()
    staff.page.locator("#call-start").click()
    expect(staff.page.locator(".call--now")).to_contain_text("Trống hội")
    staff.page.locator("#call-start").click()
    expect(staff.page.locator(".call--now")).to_contain_text("Múa lân")
    staff.page.locator("#call-undo").click()
    staff.page.locator("#call-undo").click()
    expect(staff.page.locator(".call--next")).to_contain_text("Trống hội")
