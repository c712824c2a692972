"""A coach comes to two gates without a network and is counted in; and an answer that changes is not touched away unseen."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.people import PATIENCE, READING_TIME, Citizen, Staff
from tests.journeys.site import MAIN, Site
from tests.journeys.test_gate_offline import (
    GatePhone,
    Phone,
    admitted_at_try_out,
    network,  # noqa: F401
    phone,  # noqa: F401
)
from tests.support.proxy import network_to
from tests.support.qr_reading import by_zxing

COACH = 20
# A finger comes down in the very moment in which the answer changes.
_TOUCH = """() => {
  window.touched = null;
  new MutationObserver(() => {
    if (document.body.dataset.verdict !== "used" || window.touched !== null) return;
    document.getElementById("verdict-go").click();
    window.touched = document.getElementById("verdict").hidden ? "gone" : "still there";
  }).observe(document.body, { attributeFilter: ["data-verdict"] });
}"""


def a_coach_registers(page: Page, site: Site) -> None:
    """Register a group by its list; its page is open then."""
    page.goto(f"{site.url}/vi/events/{MAIN}/register/group")
    page.locator("[name=kind][value=company]").check()
    page.locator("[name=name]").fill("Đoàn xe khách (mẫu)")
    page.locator("[name=responsible]").fill("Anh Trưởng đoàn (mẫu)")
    page.locator("[name=phone]").fill("0912 345 679")
    page.locator("[name=people]").fill("\n".join(f"Khách đoàn {chr(65 + n)} (mẫu)" for n in range(COACH)))
    page.locator("[name=consent]").check()
    page.locator("[name=step]").first.click()
    page.wait_for_timeout(READING_TIME * 1000)
    page.locator("[name=step][value=send]").click()
    page.wait_for_url("**/t/*")


def counts_in(one: GatePhone, code: str, *, fewer: int, begins: str) -> None:
    """Scan a party's code and take so many off the number that stands there."""
    one.reads(code)
    number = one.page.locator("#headcount-n")
    expect(number).to_have_value(begins, timeout=PATIENCE)
    for _ in range(fewer):
        one.page.locator("[data-step='-1']").click()
    one.page.locator("#headcount-yes").click()


def test_a_coach_is_counted_in_at_two_gates_and_only_those_over_its_number_are_a_conflict(
    site: Site,
    citizen: Citizen,
    phone: Phone,  # noqa: F811
    organizer: Staff,
) -> None:
    citizen.register("Trần Mẫu Một Mình (mẫu)", mail="mot-minh@gia-dinh.example")
    [single] = by_zxing(citizen.picture_of_code("Trần Mẫu Một Mình"))
    a_coach_registers(citizen.page, site)
    [coach] = by_zxing(citizen.picture_of_party_code())
    port = urlsplit(site.url).port or 80
    with network_to(port) as one, network_to(port) as two:
        first, second = phone("Máy đoàn A", over=one), phone("Máy đoàn B", over=two)
        before = admitted_at_try_out(organizer)
        conflicts = organizer.open("/desk/gates/conflicts").locator("li.clash").count()

        second.context.route("**/api/v1/gate/snapshot*", lambda route: route.abort())  # it hears of nobody
        second.page.evaluate(_TOUCH)
        first.reads(single)
        first.verdict("good")
        first.has_sent_all()
        second.reads(single)  # its own yes, and then the server's no
        expect(second.page.locator("#verdict-changed")).to_be_visible(timeout=PATIENCE)
        assert second.page.evaluate("window.touched") == "still there"
        second.go_on()

        for each in (one, two):
            each.switch("down")
        counts_in(first, coach, fewer=7, begins=str(COACH))
        assert first.verdict("good").big == "13 người"
        first.dies()
        first.starts()
        first.reads(coach)  # it knows how many it has let in
        expect(first.page.locator("#headcount-left")).to_have_text("Còn 7 trong 20 người chưa vào.")
        expect(first.page.locator("#headcount-n")).to_have_value("7")
        first.page.locator("#headcount-close").click()
        counts_in(second, coach, fewer=7, begins=str(COACH))
        assert second.verdict("good").big == "13 người"
        second.go_on()
        for line, one_phone in ((two, second), (one, first)):
            line.switch("pass")
            one_phone.has_sent_all()
    assert admitted_at_try_out(organizer) == before + 1 + COACH
    listed = organizer.open("/desk/gates/conflicts").locator("li.clash")
    assert listed.count() == conflicts + 1
    expect(listed.first).to_contain_text("6 người")
    assert "Máy đoàn A" in listed.first.locator(".clash__side").all_inner_texts()[0]
