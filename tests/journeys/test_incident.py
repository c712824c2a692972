"""A night in the control room: a report with a photo from a phone becomes an incident, a unit goes, it is closed and printed; two who edit."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.people import PATIENCE
from tests.journeys.site import Site
from tests.logistics.log import jpeg
from tests.support.browser import Contexts, axe_violations

UNIT = "Sơ cứu 2 (mẫu)"
SEEN = "Khói ở quầy 12 (mẫu)"


def open_page(contexts: Contexts, signed_in: SignIn, login: str) -> Page:
    """Return a page at which somebody is signed in."""
    context = contexts("vi", 1280, storage_state=signed_in(login))
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def press(page: Page, action: str, **more: str) -> None:
    """Send the form that stands for `action`, with the button of this name and value where there is one."""
    form = page.locator(f"form[action$='{action}']")
    for name, value in more.items():
        form = form.filter(has=page.locator(f"[name={name}][value={value}]"))
    form.locator("button[type=submit]").first.click()


def test_from_a_phone_in_the_field_to_the_paper(
    site: Site, context_for: Contexts, signed_in: SignIn, tmp_path: Path
) -> None:
    room = open_page(context_for, signed_in, "dieuphoi")
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(jpeg())

    # A unit and the link of its phone.
    room.goto(f"{site.url}/desk/incidents/units")
    room.fill("[name=name]", UNIT)
    room.select_option("[name=kind]", "medical")
    press(room, "/desk/incidents/units")
    link = room.locator("a[href*='/crew/units/']")
    address = link.get_attribute("href")
    assert address is not None
    address = site.url + address[address.index("/crew/") :]

    # The control room looks on while the phone reports: the list renews itself.
    room.goto(f"{site.url}/desk/incidents")
    context = context_for("vi", 360)
    context.set_default_timeout(PATIENCE)
    phone = context.new_page()
    phone.goto(address)
    assert axe_violations(phone) == []
    phone.fill("[name=said]", SEEN)
    phone.select_option("[name=place]", "quang-truong-30-10/zone-4")
    phone.set_input_files("[name=photo]", photo)
    phone.locator("form", has=phone.locator("[name=said]")).locator("button[type=submit]").click()
    expect(room.locator("#live").get_by_text(SEEN)).to_be_visible(timeout=PATIENCE)
    press(room, "/open")
    room.wait_for_url("**/desk/incidents/1")
    picture = room.locator("#live img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") == 640

    assert axe_violations(room) == []
    room.goto(f"{site.url}/desk/incidents/1/methane")
    assert axe_violations(room) == []
    room.go_back()

    # It is acknowledged, the unit is sent, and answers from its phone.
    press(room, "/incidents/1/state", to="acknowledged")
    room.select_option("[name=unit]", label=UNIT)
    room.fill("[name=told]", "Mang bình chữa cháy (mẫu)")
    press(room, "/incidents/1/units")
    phone.goto(address)
    expect(phone.get_by_text("Mang bình chữa cháy (mẫu)")).to_be_visible()
    assert axe_violations(phone) == []
    phone.locator("button[name=answer][value=on_scene]").click()
    expect(room.locator("#live form[action$='/state'] [value=dispatched]")).to_have_count(0)
    expect(room.locator("#live .tag", has_text="hiện trường").first).to_be_visible(timeout=PATIENCE)
    phone.locator("button[name=answer][value=done]").click()

    # Closed, and printed.
    room.reload()
    press(room, "/incidents/1/state", to="closed")
    paper = room.request.get(f"{site.url}/desk/incidents/1.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")


def test_two_people_edit_one_incident(site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    one, two = (open_page(context_for, signed_in, login) for login in ("dieuphoi", "bantochuc"))
    one.goto(f"{site.url}/desk/incidents/new")
    one.fill("[name=title]", "Trẻ lạc ở khu B (mẫu)")
    press(one, "/desk/incidents/new")
    one.wait_for_url("**/desk/incidents/*")
    path = f"{one.url}/edit"
    for page in (one, two):
        page.goto(path)
    two.locator("[name=severity][value=serious]").check()
    press(two, "/edit")
    one.fill("[name=title]", "Bé trai 5 tuổi lạc ở khu B (mẫu)")
    press(one, "/edit")
    expect(one.locator("[role=alert]").first).to_be_visible()
    assert axe_violations(one) == []
    expect(one.locator("[name=title]")).to_have_value("Bé trai 5 tuổi lạc ở khu B (mẫu)")
    one.locator("[name=severity][value=serious]").check()  # both changes are wanted
    press(one, "/edit")
    expect(one.get_by_role("heading", level=1)).to_contain_text("Bé trai 5 tuổi")
