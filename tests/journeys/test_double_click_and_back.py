"""Impatient fingers, the back button, two tabs, and a phone that is no gate any more."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Citizen, Staff, Steward
from tests.journeys.site import MAIN, Site
from tests.support.browser import Contexts

OTHER_EVENT = "bon-odori-19-11"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_double_click_registers_once(
    javascript: bool, site: Site, context_for: Contexts, organizer: Staff
) -> None:
    mail = f"bam-doi-{javascript}@gia-dinh.example".lower()
    citizen = Citizen(site, context_for("vi", 1280, javascript=javascript))
    citizen.open_form().fill(["Bấm Đôi Mẫu (mẫu)", "Bấm Hai Mẫu (mẫu)"], mail=mail).take_time()
    citizen.form.locator("button[type=submit]").dblclick()
    citizen.sees_tickets()
    expect(citizen.ticket("Bấm Hai Mẫu").first).to_be_visible()
    assert organizer.parties_of(mail) == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_back_and_sent_again_gives_the_first_tickets(
    javascript: bool, site: Site, context_for: Contexts, organizer: Staff
) -> None:
    mail = f"quay-lai-{javascript}@gia-dinh.example".lower()
    citizen = Citizen(site, context_for("vi", 360, javascript=javascript))
    first = citizen.register("Quay Lại Mẫu (mẫu)", mail=mail)
    citizen.page.go_back()
    citizen.has_form()
    expect(citizen.form.locator("[name=mail]")).to_have_value(mail)  # nothing typed is lost
    expect(citizen.form.locator("[name=names-0]")).to_have_value("Quay Lại Mẫu (mẫu)")
    expect(citizen.form.locator("[name=consent]")).to_be_checked()
    citizen.form.locator("button[type=submit]").click()  # at once: there is nothing to read
    assert citizen.sees_tickets() == first
    # And it is said why nothing new was made.
    expect(citizen.page.get_by_role("status").first).to_be_visible()
    assert organizer.parties_of(mail) == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_another_party_is_registered_from_the_first_ones_page(
    javascript: bool, site: Site, context_for: Contexts, organizer: Staff
) -> None:
    mail = f"them-doan-{javascript}@gia-dinh.example".lower()
    citizen = Citizen(site, context_for("vi", 360, javascript=javascript))
    first = citizen.register("Đoàn Một Mẫu (mẫu)", mail=mail)
    citizen.page.locator(f"main a[href$='/events/{MAIN}/register']").first.click()
    citizen.has_form()
    expect(citizen.form.locator("[name=mail]")).to_have_value("")
    citizen.fill(["Đoàn Hai Mẫu (mẫu)"], mail=mail).send()
    second = citizen.sees_tickets()
    assert second != first
    expect(citizen.ticket("Đoàn Hai Mẫu").first).to_be_visible()
    # Going back leads through both forms; each gives its own tickets.
    for _ in range(3):  # the second form, the first tickets, the first form
        citizen.page.go_back()
    citizen.has_form()
    expect(citizen.form.locator("[name=names-0]")).to_have_value("Đoàn Một Mẫu (mẫu)")
    citizen.form.locator("button[type=submit]").click()
    assert citizen.sees_tickets() == first
    assert organizer.parties_of(mail) == 2


def test_other_names_after_going_back_are_not_thought_to_be_registered(
    site: Site, citizen: Citizen, organizer: Staff
) -> None:
    first = citizen.register("Tên Cũ Mẫu (mẫu)", mail="ten-cu@gia-dinh.example")
    citizen.page.go_back()
    citizen.has_form().fill(["Tên Mới Mẫu (mẫu)"], mail="ten-moi@gia-dinh.example").send()
    assert citizen.sees_tickets() == first
    told = citizen.page.get_by_role("status").first
    told.get_by_role("link").click()  # what to do instead stands there
    citizen.has_form().fill(["Tên Mới Mẫu (mẫu)"], mail="ten-moi@gia-dinh.example").send()
    assert citizen.sees_tickets() != first
    assert organizer.parties_of("ten-moi@gia-dinh.example") == 1


def test_a_reloaded_ticket_page_registers_nothing(site: Site, citizen: Citizen, organizer: Staff) -> None:
    first = citizen.register("Tải Lại Mẫu (mẫu)", mail="tai-lai@gia-dinh.example")
    citizen.page.reload()
    assert citizen.page.url == first
    assert organizer.parties_of("tai-lai@gia-dinh.example") == 1


def test_two_tabs_register_for_two_events(site: Site, context_for: Contexts, organizer: Staff) -> None:
    """Each tab's form belongs to its own event, whichever is sent first."""
    context = context_for("vi", 1280)
    left, right = Citizen(site, context), Citizen(site, context)
    left.open_form(MAIN).fill(["Hai Thẻ Mẫu (mẫu)"], mail="hai-the@gia-dinh.example")
    right.open_form(OTHER_EVENT).fill(["Hai Thẻ Mẫu (mẫu)"], mail="hai-the@gia-dinh.example")
    right.send()
    of_the_contest = right.sees_tickets()
    left.send()
    of_the_night = left.sees_tickets()
    assert of_the_contest != of_the_night
    assert organizer.parties_of("hai-the@gia-dinh.example") == 2


def test_a_form_copied_into_a_second_tab_registers_once(
    site: Site, context_for: Contexts, organizer: Staff
) -> None:
    """“Duplicate tab” copies the form with its number."""
    context = context_for("vi", 1280)
    left, right = Citizen(site, context), Citizen(site, context)
    left.open_form().fill(["Chép Thẻ Mẫu (mẫu)"], mail="chep-the@gia-dinh.example")
    number = left.form.locator("[name=submission]").input_value()
    right.open_form().fill(["Chép Thẻ Mẫu (mẫu)"], mail="chep-the@gia-dinh.example")
    right.form.locator("[name=submission]").evaluate("(one, number) => { one.value = number }", number)
    left.send()
    right.send()
    assert left.sees_tickets() == right.sees_tickets()
    assert organizer.parties_of("chep-the@gia-dinh.example") == 1


def test_a_ticket_cancelled_in_one_tab_is_gone_in_the_other(site: Site, context_for: Contexts) -> None:
    context = context_for("vi", 1280)
    left, right = Citizen(site, context), Citizen(site, context)
    address = left.register("Trái Mẫu (mẫu)", "Phải Mẫu (mẫu)", mail="hai-ben@gia-dinh.example")
    right.page.goto(address)
    left.start_to_give_back("Phải Mẫu")
    left.be_sure()
    right.start_to_give_back("Phải Mẫu")  # from a page that still shows it
    for citizen in (left, right):
        citizen.sees_tickets()
        expect(citizen.page.locator("form[action$='/cancel']")).to_have_count(1)
        expect(citizen.ticket("Trái Mẫu").first.get_by_role("img").first).to_be_visible()
        expect(citizen.ticket("Phải Mẫu").first.get_by_role("img")).to_have_count(0)


def test_an_impatient_steward_admits_once(citizen: Citizen, steward: Steward, organizer: Staff) -> None:
    citizen.register("Gõ Hai Lần Mẫu (mẫu)", mail="go-hai-lan@gia-dinh.example")
    [code] = citizen.short_codes()
    page = steward.page
    posts: list[str] = []
    page.on(
        "request", lambda request: posts.append(request.url) if request.url.endswith("/gate/scans") else None
    )
    page.locator("#code").fill(code)
    page.locator("#code-form button[type=submit]").dblclick(no_wait_after=True)
    assert steward.verdict("good", named=True).names == ["Gõ Hai Lần Mẫu (mẫu)"]
    page.wait_for_timeout(500)
    assert len(posts) == 1


def test_a_revoked_phone_wipes_itself(
    citizen: Citizen, organizer: Staff, site: Site, context_for: Contexts
) -> None:
    citizen.register("Sau Thu Hồi Mẫu (mẫu)", mail="thu-hoi@gia-dinh.example")
    [code] = citizen.short_codes()
    lost = Steward(site, context_for("vi", 360)).pair(organizer.new_pairing_link("Máy thất lạc (mẫu)"))
    assert lost.databases() == ["festival-gate"]
    organizer.revoke("Máy thất lạc (mẫu)")

    lost.type_code(code)
    expect(lost.page.locator("#gone")).to_be_visible()
    expect(lost.page.locator("#scan")).to_be_hidden()
    expect(lost.page.locator("#verdict")).to_be_hidden()
    lost.page.wait_for_function("indexedDB.databases().then(all => all.length === 0)")
    lost.page.locator("#gone-start").click()
    expect(lost.page.locator("#start")).to_be_visible()  # a phone like any other, not paired

    other = Steward(site, context_for("vi", 360)).pair(organizer.new_pairing_link("Máy còn lại (mẫu)"))
    other.type_code(code)
    assert other.verdict("good", named=True).names == [
        "Sau Thu Hồi Mẫu (mẫu)"
    ]  # the lost phone admitted nobody


def test_a_pairing_link_works_once(organizer: Staff, site: Site, context_for: Contexts) -> None:
    link = organizer.new_pairing_link("Máy thứ nhất (mẫu)")
    Steward(site, context_for("vi", 360)).pair(link)
    second = Steward(site, context_for("vi", 360)).page
    second.goto(link)
    expect(second.locator("#start-message")).not_to_be_empty()
    expect(second.locator("#start")).to_be_visible()
    assert re.fullmatch(r"[^#]*", second.url)  # the token is out of sight
