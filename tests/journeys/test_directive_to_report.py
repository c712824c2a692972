"""An instruction's way: directive → tasks → an agency reports from a phone, with a photo → accepted → the leader sees it."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.people import Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts

LINES = ("Lắp hàng rào ở cổng phía Đông", "Tập huấn lực lượng giữ trật tự ở cổng phía Đông")


@pytest.fixture
def coordinator(site: Site, context_for: Contexts, signed_in: SignIn) -> Page:
    """A coordinator at the desk."""
    return Staff(site, context_for("vi", 1280, storage_state=signed_in("dieuphoi"))).page


@pytest.fixture
def officer(site: Site, context_for: Contexts, signed_in: SignIn) -> Page:
    """Somebody of the provincial police, with a phone."""
    return Staff(site, context_for("vi", 360, storage_state=signed_in("lucluong"))).page


@pytest.fixture
def leader(site: Site, context_for: Contexts, signed_in: SignIn) -> Page:
    """A leader with a phone, who reads Japanese here."""
    return Staff(site, context_for("ja", 360, storage_state=signed_in("lanhdao"))).page


def test_an_instruction_is_carried_out(
    site: Site, coordinator: Page, officer: Page, leader: Page, tmp_path: Path
) -> None:
    # The coordinator writes down what was instructed, and makes a task of each line.
    coordinator.goto(f"{site.url}/desk/directives/new")
    for name, text in (
        ("number", "400-TB/TU (mẫu)"),
        ("issued_on", "2027-10-31"),
        ("issuer", "Thường trực Tỉnh ủy"),
        ("title_vi", "Tăng cường bảo đảm trật tự ở cổng phía Đông"),
    ):
        coordinator.locator(f"[name={name}]").fill(text)
    coordinator.locator("form[action$='/directives'] [type=submit]").click()
    lines = coordinator.locator("form[action$='/tasks']")
    lines.locator("[name=lines]").fill("\n".join(f"- {line}" for line in LINES))
    lines.locator("[name=area]").select_option("security")
    lines.locator("[name=agency]").select_option(label="Công an tỉnh")
    lines.locator("[name=due_on]").fill(f"{site.clock.year}-11-02")
    lines.locator("[type=submit]").click()
    expect(coordinator.locator("article")).to_have_count(2)

    # The leader finds them among what presses: due tomorrow, and nothing done.
    leader.goto(f"{site.url}/desk/readiness")
    expect(leader.locator("main")).to_contain_text(LINES[0])

    # The police find the task on a phone, say what was done, and show it.
    officer.goto(f"{site.url}/desk/tasks/mine")
    officer.get_by_role("link", name=LINES[0]).click()
    task = urlsplit(officer.url).path
    photo = tmp_path / "IMG_1.png"
    Image.new("RGB", (640, 480), "#336699").save(photo)
    officer.locator("[name=file]").set_input_files(photo)
    officer.locator("[name=remark]").fill("Hàng rào đã lắp")
    officer.locator("form[action$='/files'] [type=submit]").click()
    shown = officer.locator(".files img")
    expect(shown).to_have_attribute("alt", "Hàng rào đã lắp")
    shown.scroll_into_view_if_needed()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 640
    officer.locator("[name=said]").fill("Đã lắp 200 m hàng rào, còn kiểm tra ban đêm.")
    officer.locator("[name=progress]").fill("100")
    officer.locator("form[action$='/report'] [type=submit]").click()
    expect(officer.locator("[name=said]")).to_be_visible()
    assert (
        officer.locator("form[action$='/state'] [value=done]").count() == 0
    )  # that is for the organizers to say
    assert officer.evaluate("document.documentElement.scrollWidth") == 360

    # The coordinator looks at it and accepts.
    coordinator.goto(f"{site.url}{task}")
    expect(coordinator.locator("main")).to_contain_text("Đã lắp 200 m hàng rào")
    coordinator.locator("form[action$='/state']", has=coordinator.locator("[value=done]")).locator(
        "[type=submit]"
    ).click()
    expect(coordinator.locator("form[action$='/report']")).to_have_count(0)

    # The leader sees that it presses no more, and the other one does.
    leader.reload()
    expect(leader.locator("main")).to_contain_text(LINES[1])
    expect(leader.locator("main")).not_to_contain_text(LINES[0])
    leader.goto(f"{site.url}{task}")
    expect(leader.locator(".files img")).to_have_count(1)
    assert leader.locator("form[action$='/report'], form[action$='/state']").count() == 0
