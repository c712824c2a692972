"""The festival's main job from one end to the other, with pictures instead of shortcuts."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.codes import drawn, forged
from tests.journeys.conftest import Filming
from tests.journeys.people import Citizen, Staff, Steward
from tests.journeys.site import MAIN, Site
from tests.support.browser import Contexts
from tests.support.qr_reading import by_zbar, by_zxing

HANAKO = "髙﨑 花子（見本）"
LONG = "Nguyễn Phước Tôn Nữ Công Tằng Thị Tên Rất Dài Để Thử Chiếc Vé Này (mẫu)"
PARTY = (HANAKO, LONG, "Trần Mẫu Đức (mẫu)")
BLANK = Image.new("RGB", (400, 400), "white")


def test_from_the_home_page_through_the_gate(
    citizen: Citizen, organizer: Staff, context_for: Contexts, phone_that_sees: Filming
) -> None:
    a_citizen_registers_a_party_of_three(citizen)
    code = both_decoders_read_the_ticket(citizen)
    a_plain_camera_opens_the_ticket(code, context_for)

    # The code leaves the camera for as long as the gate holds it (the verdict and three seconds), then comes again.
    ticket = citizen.picture_of_code(HANAKO)
    scenes = [ticket, *[BLANK] * 4, ticket, *[BLANK] * 2, drawn(forged(code)), *[BLANK] * 2]
    steward = Steward(citizen.site, phone_that_sees(scenes)).pair(citizen.site.pairing_link)
    gate = steward.page.locator("#bar-gate").inner_text()
    the_gate_admits_hanako(steward)
    the_second_scan_says_when_and_where(steward, gate)
    a_forged_code_is_refused(steward)

    the_desk_sees_it(organizer, gate)


def a_citizen_registers_a_party_of_three(citizen: Citizen) -> None:
    page = citizen.page
    page.goto(citizen.site.url)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.locator(f"main a[href$='/vi/events/{MAIN}']").first.click()
    page.wait_for_url(f"**/vi/events/{MAIN}")
    page.locator("main a[href$='/register']").first.click()
    citizen.has_form().fill(PARTY, mail="ca-nha@gia-dinh.example").send()
    citizen.sees_tickets()
    for name in PARTY:
        expect(citizen.ticket(name)).to_be_visible()


def both_decoders_read_the_ticket(citizen: Citizen) -> str:
    """Return the address in the picture of the code that stands on the page."""
    image = citizen.picture_of_code(HANAKO)
    [code] = by_zxing(image)
    assert by_zbar(image) == [code]
    assert code == code.upper()
    assert re.fullmatch(re.escape(citizen.site.url.upper()) + r"/T/[A-Z2-7]{127}", code)
    return code


def a_plain_camera_opens_the_ticket(code: str, context_for: Contexts) -> None:
    page = context_for("vi", 360).new_page()
    answer = page.goto(code)
    assert answer is not None
    assert answer.ok
    expect(page.locator("main")).to_contain_text(HANAKO)
    expect(page.locator("main")).not_to_contain_text(LONG)
    expect(page.locator("main form")).to_have_count(0)  # a photo of a ticket cancels nothing


def the_gate_admits_hanako(steward: Steward) -> None:
    verdict = steward.verdict("good", named=True)
    assert verdict.names == [HANAKO]
    assert re.search(r"\b1\b", verdict.big)


def the_second_scan_says_when_and_where(steward: Steward, gate: str) -> None:
    verdict = steward.verdict("used")
    assert gate in verdict.text
    assert re.search(r"\b\d{1,2}:\d{2}\b", verdict.text), verdict


def a_forged_code_is_refused(steward: Steward) -> None:
    verdict = steward.verdict("refused")
    assert verdict.names == []
    assert HANAKO not in verdict.text


def the_desk_sees_it(organizer: Staff, gate: str) -> None:
    dashboard = organizer.open("/desk/")
    line = dashboard.get_by_role("row", include_hidden=True).filter(
        has=organizer.page.locator(f"a[href$='/events/{MAIN}']")
    )
    expect(line.locator("td").nth(1)).to_have_text("1")
    scans = dashboard.locator("section", has=organizer.page.locator("#scans-title")).get_by_role("listitem")
    expect(scans.filter(has_text=gate).first).to_be_visible()
    assert scans.filter(has_text=HANAKO).count() >= 2  # admitted, and turned away
    assert scans.filter(has_not_text=HANAKO).count() >= 1  # the forged code is nobody's


def test_a_forged_code_is_called_invalid(steward: Steward, citizen: Citizen) -> None:
    """Typed as a hand scanner reads it; the gate's answer is looked at where it arrives."""
    citizen.register("Lê Mẫu Giả (mẫu)", mail="gia@gia-dinh.example")
    [code] = by_zxing(citizen.picture_of_code("Lê Mẫu Giả"))
    with steward.page.expect_response(re.compile("/api/v1/gate/scans$")) as answered:
        steward.type_code(forged(code))
    [answer] = answered.value.json()["answers"]
    assert (answer["verdict"], answer["code"]) == ("refused", "invalid")
    steward.verdict("refused")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_code_is_readable_by_day_and_by_night(scheme: str, site: Site, context_for: Contexts) -> None:
    guest = Citizen(site, context_for("vi", 360, dark=scheme == "dark"))
    guest.register("Một Mẫu (mẫu)", "Hai Mẫu (mẫu)", mail=f"{scheme}@gia-dinh.example")
    pictures = [
        guest.picture_of_code("Một Mẫu"),
        guest.picture_of_code("Hai Mẫu"),
        guest.picture_of_party_code(),
    ]
    read = [by_zxing(image) for image in pictures]
    assert read == [by_zbar(image) for image in pictures]
    assert len({code for [code] in read}) == 3
