"""A day is built: by form, by mouse, by keys, by a finger; by two people at once; without a script."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.people import PATIENCE
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations

HOUR = 96  # px at steps of a quarter of an hour
REST = 4_000  # ms in which a move is stored and shown


class Editor:
    """Somebody who works on the programme, at a day on which nothing is planned."""

    def __init__(self, site: Site, context: BrowserContext) -> None:
        context.set_default_timeout(PATIENCE)
        self.site, self.page = site, context.new_page()
        self.day = f"{site.clock.year}-11-15"

    def open(self, query: str = "&venue=cung-quy-hoach") -> "Editor":
        """Open the day at the palace."""
        self.page.goto(f"{self.site.url}/desk/programme?day={self.day}{query}")
        return self

    def make(self, title: str, *, start: str = "", place: int = 1) -> int:
        """Make an event with the form and return its number; with a start it stands at one of the palace's halls."""
        self.page.goto(f"{self.site.url}/desk/programme/new")
        self.page.locator("[name=title_vi]").fill(title)
        self.page.locator("[name=minutes]").fill("60")
        if start:
            self.page.locator("[name=day]").fill(self.day)
            self.page.locator("[name=start]").fill(start)
            hall = self.page.locator("[name=where] optgroup").nth(1).locator("option").nth(place - 1)
            self.page.locator("[name=where]").select_option(hall.get_attribute("value"))
        with self.page.expect_navigation():
            self.page.locator("main form:has([name=title_vi]) button[type=submit]").first.click()
        return int(urlsplit(self.page.url).path.rpartition("/")[2])

    def event(self, number: int) -> Locator:
        """An event on the board or beside it."""
        return self.page.locator(f"#event-{number}")

    def column(self, number: int) -> Locator:
        """One of the board's columns."""
        return self.page.locator("[data-column]").nth(number)

    def stands(self, number: int, *, start: str, minutes: int = 60, column: int | None = None) -> None:
        """Wait until the page shows an event there, as the server has it."""
        event = self.event(number)
        expect(event).to_have_attribute("data-start", f"{self.day}T{start}" if start else "", timeout=REST)
        expect(event).to_have_attribute("data-minutes", str(minutes), timeout=REST)
        if column is not None:
            expect(self.column(column).locator(f"#event-{number}")).to_be_visible()

    def drag(self, source: Locator, target: Locator, *, down: float = 0, key: str | None = None) -> None:
        """Drag from the top of one thing to the column or list of another, `down` px lower."""
        source.scroll_into_view_if_needed()
        from_box, to_box = source.bounding_box(), target.bounding_box()
        assert from_box
        assert to_box
        mouse, y = self.page.mouse, from_box["y"] + 14
        mouse.move(from_box["x"] + 40, y)
        mouse.down()
        mouse.move(from_box["x"] + 60, y + 8, steps=4)
        mouse.move(to_box["x"] + 40, y + down, steps=8)
        if key:
            self.page.keyboard.down(key)
        mouse.up()
        if key:
            self.page.keyboard.up(key)


@pytest.fixture
def editor(site: Site, context_for: Contexts, signed_in: SignIn) -> Editor:
    """A coordinator at a large screen."""
    return Editor(site, context_for("vi", 1440, height=1000, storage_state=signed_in("dieuphoi")))


def test_a_day_is_built_by_mouse(editor: Editor) -> None:
    number = editor.make("Tập dượt bằng chuột (mẫu)", start="10:00")
    editor.open().stands(number, start="10:00", column=0)
    editor.drag(editor.event(number), editor.column(1), down=HOUR)
    editor.stands(number, start="11:00", column=1)
    expect(editor.event(number).locator(".block__link")).to_be_focused()

    editor.page.locator("#editor-undo button").click()
    editor.stands(number, start="10:00", column=0)

    edge = editor.event(number).locator(".block__edge").bounding_box()
    assert edge
    editor.page.mouse.move(edge["x"] + 30, edge["y"] + 4)
    editor.page.mouse.down()
    editor.page.mouse.move(edge["x"] + 30, edge["y"] + 4 + HOUR / 2, steps=6)
    editor.page.mouse.up()
    editor.stands(number, start="10:00", minutes=90)

    editor.drag(editor.event(number), editor.column(2), down=2 * HOUR, key="Alt")
    expect(editor.column(2).locator("[data-event]")).to_have_attribute("data-start", f"{editor.day}T12:00")
    editor.stands(number, start="10:00", minutes=90)

    editor.drag(editor.event(number), editor.page.locator("#side"))
    editor.stands(number, start="", minutes=90)
    expect(editor.page.locator(f"#side #event-{number}")).to_be_visible()
    assert urlsplit(editor.page.url).path == "/desk/programme"  # a drag opens nothing


def test_escape_leaves_a_dragged_event_where_it_was(editor: Editor) -> None:
    number = editor.make("Không dời (mẫu)", start="15:00")
    box = editor.open().event(number).bounding_box()
    assert box
    editor.page.mouse.move(box["x"] + 40, box["y"] + 10)
    editor.page.mouse.down()
    editor.page.mouse.move(box["x"] + 50, box["y"] + 110, steps=5)
    expect(editor.page.locator(".block--ghost")).to_be_visible()
    editor.page.keyboard.press("Escape")
    editor.page.mouse.up()
    expect(editor.page.locator(".block--ghost")).to_have_count(0)
    editor.open().stands(number, start="15:00")


def test_by_keys_alone(editor: Editor) -> None:
    number = editor.make("Bằng bàn phím (mẫu)", start="17:00")
    link = editor.open().event(number).locator(".block__link")
    link.focus()
    keyboard, said = editor.page.keyboard, editor.page.locator("#editor-said")
    assert said.get_attribute("aria-live") == "polite"
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "+"):
        keyboard.press(key)
    expect(said).to_contain_text("17:30 – 18:45")
    editor.stands(number, start="17:30", minutes=75, column=1)
    expect(link).to_be_focused()

    keyboard.press("ArrowUp")
    keyboard.press("Escape")
    keyboard.press("-")
    keyboard.press("Enter")  # at once, without waiting
    editor.stands(number, start="17:30", minutes=60)
    for key in ("ArrowUp", "Enter", "ArrowUp", "Enter"):  # faster than the answers come
        keyboard.press(key)
    editor.stands(number, start="17:00")
    keyboard.press("Delete")
    editor.stands(number, start="")
    expect(link).to_be_focused()
    keyboard.press("Control+z")
    editor.stands(number, start="17:00")
    with editor.page.expect_navigation():
        keyboard.press("Enter")
    assert urlsplit(editor.page.url).path == f"/desk/programme/{number}"


def test_by_a_finger_that_rests_first(site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    context = context_for("vi", 1024, height=1000, storage_state=signed_in("dieuphoi"), has_touch=True)
    editor = Editor(site, context)
    number = editor.make("Bằng ngón tay (mẫu)", start="13:00")
    editor.open()
    block, goal = editor.event(number).bounding_box(), editor.column(1).bounding_box()
    assert block
    assert goal
    touch = context.new_cdp_session(editor.page)
    x, y = block["x"] + 30, block["y"] + 12

    def point(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    point("touchStart", x, y)
    editor.page.wait_for_timeout(500)
    for step in range(1, 6):
        point("touchMove", x + (goal["x"] + 30 - x) * step / 5, y + HOUR * step / 5)
    point("touchEnd")
    editor.stands(number, start="14:00", column=1)


def test_two_people_at_one_event(
    editor: Editor, site: Site, context_for: Contexts, signed_in: SignIn
) -> None:
    colleague = Editor(site, context_for("vi", 1440, height=1000, storage_state=signed_in("bantochuc")))
    number = editor.make("Hai người (mẫu)", start="08:00", place=3)
    editor.open()
    colleague.open()
    editor.drag(editor.event(number), editor.column(2), down=HOUR)
    editor.stands(number, start="09:00")
    colleague.drag(colleague.event(number), colleague.column(2), down=2 * HOUR)
    said = colleague.page.locator("#editor-said")
    expect(said.locator("a")).to_have_attribute("href", f"/desk/programme/{number}")
    expect(said).to_contain_text("Điều phối viên (mẫu)")
    colleague.stands(number, start="09:00")  # theirs, and nothing of it is lost

    colleague.page.goto(f"{site.url}/desk/programme/{number}")
    editor.page.goto(f"{site.url}/desk/programme/{number}/place")
    editor.page.locator("[name=minutes]").fill("45")
    with editor.page.expect_navigation():
        editor.page.locator("main form[action$='/place'] [type=submit]").first.click()
    colleague.page.locator("[name=summary_vi]").fill("Tóm tắt mới (mẫu)")
    colleague.page.locator("main form:has([name=title_vi]) button[type=submit]").first.click()
    expect(colleague.page.locator(".stale")).to_contain_text("Tóm tắt mới (mẫu)")
    assert axe_violations(colleague.page) == []
    with colleague.page.expect_navigation():
        colleague.page.locator("form:has([name=version]) button:not([formaction])[type=submit]").last.click()
    expect(colleague.page.locator("[name=summary_vi]")).to_have_value("Tóm tắt mới (mẫu)")
    expect(colleague.page.locator("[name=minutes]")).to_have_value("45")


def test_what_a_colleague_does_appears_without_taking_the_focus(
    editor: Editor, site: Site, context_for: Contexts, signed_in: SignIn
) -> None:
    colleague = Editor(site, context_for("vi", 1440, height=1000, storage_state=signed_in("bantochuc")))
    number = editor.make("Thấy ngay (mẫu)", start="20:00", place=2)
    other = editor.make("Ở bên cạnh (mẫu)", start="21:30", place=2)
    colleague.open()
    colleague.event(other).locator(".block__link").focus()
    editor.page.goto(f"{site.url}/desk/programme/{number}/place")
    editor.page.locator("[name=start]").fill("19:00")
    with editor.page.expect_navigation():
        editor.page.locator("main form[action$='/place'] [type=submit]").first.click()
    colleague.page.evaluate(
        "document.dispatchEvent(new Event('visibilitychange'))"
    )  # the clock need not be waited for
    colleague.stands(number, start="19:00")
    expect(colleague.page.locator("#editor-said")).to_contain_text("Thấy ngay (mẫu)")
    expect(colleague.event(other).locator(".block__link")).to_be_focused()


def test_what_was_typed_is_not_left_by_mistake(editor: Editor, site: Site) -> None:
    number = editor.make("Chưa gửi (mẫu)")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    editor.page.on("dialog", stay)
    editor.page.locator("[name=summary_vi]").fill("Đang viết dở (mẫu)")
    editor.page.locator("nav.tabs a").last.click()
    expect(editor.page.locator("[name=summary_vi]")).to_have_value("Đang viết dở (mẫu)")
    assert asked == ["beforeunload"]
    with editor.page.expect_navigation():
        editor.page.locator("main form:has([name=title_vi]) button[type=submit]").first.click()
    editor.page.goto(f"{site.url}/desk/programme/{number}")
    expect(editor.page.locator("[name=summary_vi]")).to_have_value("Đang viết dở (mẫu)")
    assert asked == ["beforeunload"]


def test_going_back_does_not_hide_what_a_colleague_changed(
    editor: Editor, site: Site, context_for: Contexts, signed_in: SignIn
) -> None:
    """The browser puts what was typed into a page that is fetched anew, with the colleague's version in it."""
    colleague = Editor(site, context_for("vi", 1280, storage_state=signed_in("bantochuc")))
    number = editor.make("Quay lại trang (mẫu)")
    for one, name, text in (
        (editor, "summary_vi", "Của tôi (mẫu)"),
        (colleague, "summary_ja", "同僚（見本）"),
    ):
        one.page.goto(f"{site.url}/desk/programme/{number}")
        one.page.locator(f"[name={name}]").fill(text)
    editor.page.once("dialog", lambda dialog: dialog.accept())
    editor.page.goto(f"{site.url}/desk/programme/tables")  # left without saving
    with colleague.page.expect_navigation():
        colleague.page.locator("main form:has([name=title_vi]) button[type=submit]").first.click()
    editor.page.go_back()
    expect(editor.page.locator("[name=summary_vi]")).to_have_value("Của tôi (mẫu)")
    editor.page.locator("main form:has([name=title_vi]) button[type=submit]").first.click()
    expect(editor.page.locator(".stale")).to_contain_text("Của tôi (mẫu)")
    with editor.page.expect_navigation():
        editor.page.locator("form:has([name=version]) button:not([formaction])[type=submit]").last.click()
    expect(editor.page.locator("[name=summary_vi]")).to_have_value("Của tôi (mẫu)")
    expect(editor.page.locator("[name=summary_ja]")).to_have_value("同僚（見本）")


def built_without_script(page: Page, editor: Editor) -> int:
    """Make, move and unplace an event by forms alone; return its number."""
    number = editor.make("Không cần script (mẫu)", start="09:30", place=2)
    editor.open().event(number).locator(".block__move").click()
    page.locator("[name=start]").fill("12:15")
    page.locator("[name=minutes]").fill("3")
    page.locator("main form[action$='/place'] [type=submit]").first.click()
    expect(page.locator("#minutes-error")).to_be_visible()
    expect(page.locator("[name=start]")).to_have_value("12:15")
    page.locator("[name=minutes]").fill("30")
    page.locator("main form[action$='/place'] [type=submit]").first.click()
    editor.stands(number, start="12:15", minutes=30)
    page.locator("#editor-undo [type=submit]").click()
    editor.stands(number, start="09:30")
    return number


def test_on_a_phone_without_a_script(site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    context = context_for("vi", 360, javascript=False, storage_state=signed_in("dieuphoi"))
    editor = Editor(site, context)
    number = built_without_script(editor.page, editor)
    editor.page.goto(f"{site.url}/desk/programme/{number}")
    editor.page.locator("details:has(form[action$='/discard']) summary").click()
    editor.page.locator("form[action$='/discard'] [type=submit]").click()
    expect(editor.event(number)).to_have_count(0)


def test_a_clash_is_seen_and_accepted(editor: Editor, site: Site) -> None:
    one = editor.make("Trùng một (mẫu)", start="06:00", place=1)
    editor.make("Trùng hai (mẫu)", start="06:30", place=1)
    panel = editor.open().page.locator("#editor-clashes")
    expect(panel.locator(".clash--hard")).to_contain_text("Trùng hai (mẫu)")
    expect(editor.event(one)).to_have_class(re.compile("has-hard"))
    editor.drag(editor.event(one), editor.column(1))
    expect(panel.locator(".clash--hard")).to_have_count(0)
    expect(editor.event(one)).not_to_have_class(re.compile("has-hard"))

    panel.locator("a[href*='/clashes/']").first.click()
    assert axe_violations(editor.page) == []
    editor.page.locator("[name=reason]").fill("Bản dịch đến sau (mẫu).")
    editor.page.locator("main form:has([name=reason]) [type=submit]").click()
    expect(panel.locator(".clash--accepted").first).to_contain_text("Bản dịch đến sau (mẫu).")

    editor.page.goto(f"{site.url}/desk/programme/people")
    editor.page.locator("[name=name_vi]").fill("Đội trống (mẫu)")
    editor.page.locator("main form:has([name=name_vi]) [type=submit]").click()
    editor.page.get_by_role("link", name="Đội trống (mẫu)").click()
    expect(editor.page.locator("[name=name_vi]")).to_have_value("Đội trống (mẫu)")
    assert axe_violations(editor.page) == []
