"""Rosters: a calculator's answer becomes a need and a shift, somebody steps in and checks in; people are dragged onto shifts; a volunteer signs up."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from festival.core.clock import LOCAL
from tests.journeys.conftest import SignIn
from tests.journeys.people import Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations

# Clear of what sticks to the head of the grid and to the foot of the page.
IN_SIGHT = """one => {
  one.scrollIntoView({block: "center", inline: "center"});
  scrollBy(0, one.getBoundingClientRect().top - 200);
}"""
POST, GATE = 5, 3  # the main first-aid post of the sample, and the lanes of its first gate


def press(page: Page, button: Locator) -> None:
    """Press a button that leads on."""
    with page.expect_navigation():
        button.click()


def action(page: Page, ending: str) -> Locator:
    """Return the button of the first form that leads to an address with this ending."""
    return page.locator(f"form[action$='{ending}'] button").first


def link_of(staff: Staff, member: str) -> str:
    """Return the path of somebody's own page, as the desk shows it."""
    staff.page.goto(f"{staff.site.url}{member}")
    return urlsplit(staff.page.locator("#own-link").input_value()).path


@pytest.mark.parametrize("lang", ["vi", "ja"])
def test_somebody_steps_in_and_checks_in_at_the_post(site: Site, context_for: Contexts, lang: str) -> None:
    """Calculator → need → roster → absence → replacement → confirmed by phone → checked in with the post's code → coverage."""
    staff = Staff(site, context_for("vi", 1280)).sign_in("dieuphoi")
    staff.open("/desk/calculators/stewards?people=100&posts=0")
    page = staff.page
    # Each run has a quarter of its own: the journeys of two languages share the site.
    begin = site.now().astimezone(LOCAL) - timedelta(minutes=20 if lang == "vi" else 35)
    page.locator("[name=since]").fill(begin.strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=until]").fill((begin + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("form[action$='/needs'] [name=post]").select_option(str(POST))
    press(page, action(page, "/needs"))
    page.goto(f"{site.url}/desk/posts")
    press(page, action(page, "/posts/shifts"))
    page.goto(f"{site.url}/desk/roster?day={begin.date().isoformat()}")
    press(page, page.locator(".bar-link", has_text=f"{begin:%H:%M}–").first)
    shift = page.url
    press(page, action(page, "/assign"))
    press(page, action(page, "/state/absent"))
    replacement = page.locator("form", has=page.locator("[name=replaces]")).first
    row = page.locator("#candidates tbody tr").first
    member = row.locator("a[href*='/desk/crew/']").get_attribute("href") or ""
    press(page, replacement.locator("button"))
    path = link_of(staff, member)
    code = staff.open(f"/desk/posts/{POST}/code").locator(".post-sheet__typed").inner_text()

    phone = context_for(lang, 360).new_page()
    phone.goto(f"{site.url}{path}")
    assert axe_violations(phone) == []
    press(phone, action(phone, "/answer/confirmed"))
    expect(phone.get_by_role("status").first).to_be_visible()
    phone.locator("[name=code]").fill("AAAAAAAA")
    press(phone, action(phone, "/arrived"))
    expect(phone.locator("[name=code]")).to_be_visible()  # that was not it
    scanned = phone.goto(f"{site.url}/P/{code.replace(' ', '')}")
    assert scanned is not None
    assert scanned.ok
    press(phone, phone.locator("[data-own-link]"))  # the phone remembers whose page it showed
    expect(phone.locator("[name=code]")).to_have_value(code.replace(" ", ""))
    press(phone, action(phone, "/arrived"))
    expect(action(phone, "/left")).to_be_hidden()  # leaving is asked about first
    phone.locator("details.confirm summary").click()
    expect(action(phone, "/left")).to_be_visible()
    phone.locator("a[href*='/c/']", has_text=re.compile(r"\S")).last.click()
    assert axe_violations(phone) == []

    page.goto(shift)
    expect(page.locator("form[action$='/presence/left']")).to_have_count(1)
    page.goto(f"{site.url}/desk/coverage?day={begin.date().isoformat()}&area=medical")
    expect(page.locator(".heat-map td[title$=' 1'], .heat-map td[title$=' 2']").first).to_be_visible()
    page.locator("details summary").last.click()
    expect(page.get_by_role("table").last).to_be_visible()


def add_need(staff: Staff, post: int, **said: str) -> None:
    """Write down that a post needs one person, better two."""
    form = staff.open(f"/desk/posts/{post}").locator("form[action$='/needs']")
    box = form.locator("xpath=ancestor::details")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for name, text in ({"minimum": "1", "target": "2"} | said).items():
        field = form.locator(f"[name={name}]")
        if name == "skill":
            field.select_option(text)
        else:
            field.fill(text)
    press(staff.page, form.locator("button"))


# --- dragging ----------------------------------------------------------------------------------------------------------


def middle(thing: Locator) -> tuple[float, float]:
    """Return where the middle of something stands on the screen."""
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + min(box["width"], 120) / 2, box["y"] + box["height"] / 2


def over(page: Page, target: Locator, move: Callable[[float, float], object]) -> None:
    """Bring what is dragged over its target, which the page may scroll meanwhile."""
    marked = page.locator(".is-target")
    for _try in range(20):
        move(*middle(target))
        page.wait_for_timeout(50)
        if marked.count() and target.evaluate(
            "one => one.matches('.is-target') || !!one.closest('.is-target')"
        ):
            return
    raise AssertionError("the target was never marked")


def drag(page: Page, item: Locator, target: Locator) -> None:
    """Drag with the mouse."""
    target.evaluate(IN_SIGHT)
    page.mouse.move(*middle(item))
    page.mouse.down()
    over(page, target, lambda x, y: page.mouse.move(x, y, steps=4))
    page.mouse.up()


def drag_by_finger(page: Page, item: Locator, target: Locator) -> None:
    """Drag with a finger, which rests first."""
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    target.evaluate(IN_SIGHT)
    touch("touchStart", *middle(item))
    expect(page.locator(".drag-ghost")).to_be_visible()
    over(page, target, lambda x, y: touch("touchMove", x, y))
    touch("touchEnd")


def test_people_are_dragged_onto_a_shift_and_a_place_to_somebody_else(
    site: Site, context_for: Contexts, signed_in: SignIn
) -> None:
    """By mouse what the rules allow, by finger what they refuse, with a reason; then in the grid of people from one row to another."""
    context = context_for("vi", 1280, has_touch=True, storage_state=signed_in("dieuphoi"))
    staff = Staff(site, context)
    page, day = staff.page, f"{site.clock.year}-11-17"
    add_need(staff, POST, since=f"{day}T05:00", until=f"{day}T05:45", skill="doctor")
    press(page, action(page, f"/posts/{POST}/shifts"))

    staff.open(f"/desk/roster?day={day}")
    bar = page.locator(".bar-link", has_text="05:00–05:45")
    bar = page.locator(f".bar-link[data-shift='{bar.get_attribute('data-shift')}']")
    people = page.locator("#tray-list li[data-crew]")
    page.locator("#tray-box summary").click()
    page.locator("#tray-skill").select_option("doctor")
    expect(people.filter(has_text="Bác sĩ")).to_have_count(3)
    expect(people).to_have_count(3)
    doctor = people.first.get_attribute("data-crew")
    drag(page, people.first, bar)
    expect(page.locator("#drag-said .notice--good")).to_be_visible()
    expect(bar).to_contain_text("1/1")

    page.locator("#tray-skill").select_option("fire")
    expect(people.first).to_be_visible()
    expect(people.filter(has_text="Bác sĩ")).to_have_count(0)
    against = page.locator("#objections")
    for reason in ("", "Bác sĩ đến sau 15 phút"):
        drag_by_finger(page, people.first, bar)
        expect(against.locator("li")).not_to_have_count(0)
        assert axe_violations(page) == []
        against.locator("input").fill(reason)
        against.locator("button[value=override]" if reason else "button[value=leave]").click()
        expect(bar).to_contain_text("2/1" if reason else "1/1")
    press(page, bar)
    expect(page.locator("main")).to_contain_text("Bác sĩ đến sau 15 phút")

    staff.open(f"/desk/roster/people?day={day}&skill=doctor")
    held = page.locator(f"tr[data-crew='{doctor}'] [data-drag=place]", has_text="05:00–05:45")
    other = page.locator(f"tr[data-crew]:not([data-crew='{doctor}']) th").last
    drag(page, held, other)
    expect(page.locator("#drag-said .notice--good")).to_be_visible()
    expect(held).to_have_count(0)
    expect(page.locator("tr[data-crew] [data-drag=place]", has_text="05:00–05:45")).to_have_count(1)


def test_a_volunteer_signs_up_and_says_no_on_an_old_phone(
    site: Site, context_for: Contexts, signed_in: SignIn
) -> None:
    """Without JavaScript: take an open shift, read why not another, say that one cannot come after all; the desk sees it."""
    staff = Staff(site, context_for("vi", 1280, storage_state=signed_in("dieuphoi")))
    page, day = staff.page, f"{site.clock.year}-11-15"
    form = staff.open("/desk/crew/new").locator("form[action$='/crew']")
    for name, text in (("family", "Phan"), ("given", "Mẫu Tình Nguyện (mẫu)"), ("phone", "0912 345 611")):
        form.locator(f"[name={name}]").fill(text)
    form.locator("[name=area]").select_option("people")
    press(page, form.locator("button[type=submit]"))
    member, path = urlsplit(page.url).path, urlsplit(page.locator("#own-link").input_value()).path
    add_need(staff, GATE, since=f"{day}T07:00", until=f"{day}T10:00")
    page.locator("form[action$='/shifts'] [name=is_open]").check()
    press(page, action(page, f"/posts/{GATE}/shifts"))

    phone = context_for("vi", 360, javascript=False).new_page()
    phone.goto(f"{site.url}{path}/open")
    open_ones = phone.locator("main li", has=phone.locator("form[action*='/open/']"))
    mine = open_ones.filter(has_text="07:00–10:00")
    expect(phone.locator("main li", has=phone.locator("li")).filter(has_text="Tiếng Nhật")).not_to_have_count(
        0
    )
    press(phone, mine.locator("button"))
    expect(phone.get_by_role("status").first).to_be_visible()
    expect(phone.locator("main")).to_contain_text("07:00–10:00")
    phone.goto(f"{site.url}{path}/away")
    for name, text in (("since", f"{day}T12:00"), ("until", f"{day}T20:00"), ("why", "Thi học kỳ (mẫu)")):
        phone.locator(f"[name={name}]").fill(text)
    press(phone, phone.locator("form[action$='/away'] button"))
    expect(phone.locator("main")).to_contain_text("Thi học kỳ (mẫu)")
    phone.goto(f"{site.url}{path}")
    no = phone.locator("form[action$='/answer/refused']").first
    phone.locator("details", has=no).locator("summary").click()
    no.locator("[name=reason]").fill("Bị ốm (mẫu)")
    press(phone, no.locator("button"))
    expect(phone.locator("main form[action*='/answer/']")).to_have_count(0)
    staff.open(member)
    expect(page.locator("main")).to_contain_text("Bị ốm (mẫu)")
