"""A registrar's day: find a family, register who just came, block, new code, kill a code, many at once and back, a list taken."""

import csv
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.codes import by_zxing
from tests.journeys.conftest import SignIn
from tests.journeys.people import Citizen, Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts

FAMILY = ("Nguyễn Thị Ánh Mẫu (mẫu)", "Trần Đức Mẫu (mẫu)")


@pytest.fixture
def clerk(site: Site, context_for: Contexts, signed_in: SignIn) -> Page:
    """A registrar at the desk."""
    return Staff(site, context_for("vi", 1280, storage_state=signed_in("dangky"))).page


def test_a_registrars_day(site: Site, clerk: Page, citizen: Citizen, tmp_path: Path) -> None:
    citizen.register(*FAMILY, mail="anh-mau@gia-dinh.example")
    passed_on = by_zxing(citizen.picture_of_code(FAMILY[1]))[0]

    # A name without accents, typed from the keyboard, leads to the family.
    clerk.goto(f"{site.url}/desk/registrations")
    clerk.locator("#q").fill("duc tran")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("tbody tr")).to_have_count(1)
    assert "q=duc+tran" in clerk.url or "q=duc%20tran" in clerk.url
    clerk.locator("tbody a.party-code").click()
    home = urlsplit(clerk.url).path

    # Somebody sells the second ticket: blocked, then let in again, then the code is found and killed.
    clerk.locator("summary", has_text="Khóa vé").click()
    clerk.get_by_label(FAMILY[1]).first.check()
    clerk.locator("form[action$='/block'] [type=submit]").click()
    expect(clerk.locator(".timeline")).to_contain_text("1 vé bị khóa")
    clerk.locator("summary", has_text="Mở khóa").click()
    clerk.locator("form[action$='/unblock'] [type=submit]").click()
    expect(clerk.locator(".timeline")).to_contain_text("Đã mở khóa 1 vé")
    clerk.goto(f"{site.url}/desk/codes")
    clerk.locator("[name=code]").fill(passed_on)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("main")).to_contain_text(FAMILY[1])
    clerk.locator("form[action$='/kill'] [type=submit]").click()
    expect(clerk).to_have_url(re.compile(f"{home}$"))
    clerk.goto(f"{site.url}/desk/codes")
    clerk.locator("[name=code]").fill(passed_on)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("main")).to_contain_text("Các cổng đã từ chối mã này.")

    # New codes from the family's own page.
    clerk.goto(f"{site.url}{home}")
    clerk.locator("summary", has_text="Mã mới").first.click()
    clerk.locator("form[action*='/reissue/'] [type=submit]").first.click()
    expect(clerk.locator(".timeline")).to_contain_text("Một vé được cấp mã mới")

    # Many at once, and back.
    clerk.goto(f"{site.url}/desk/registrations?q=anh-mau@gia-dinh")
    clerk.locator(".pick input").first.check()
    clerk.locator("#action").select_option("cancel")
    clerk.locator("#bulk [type=submit]").click()
    expect(clerk.locator(".figure__value")).to_have_text(["1", "2", "0"])
    clerk.locator("form[action*='/bulk/'] [type=submit]").first.click()
    expect(clerk.locator("main")).to_contain_text("Đã thực hiện")
    clerk.locator("form[action$='/undo'] [type=submit]").click()
    expect(clerk.locator("main")).to_contain_text("Đã hoàn tác cho 1 nhóm.")

    # The list is taken twice over, and another program opens it.
    clerk.goto(f"{site.url}/desk/registrations/files?q=anh-mau@gia-dinh")
    for kind in ("xlsx", "csv"):
        with clerk.expect_download() as download:
            clerk.locator(f"button[value={kind}]").click()
        download.value.save_as(tmp_path / f"list.{kind}")
    sheet = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    names = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == list(FAMILY)
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[2] for row in csv.reader(file)][1:] == list(FAMILY)


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_who_just_came_has_a_code_after_three_keys(
    site: Site, context_for: Contexts, signed_in: SignIn, lang: str
) -> None:
    page = Staff(site, context_for(lang, 1280, storage_state=signed_in("dangky"))).page
    page.goto(f"{site.url}/desk/walk-in?lang={lang}")
    expect(page.locator("#people")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator(".slip svg").first).to_be_visible()
    expect(page.locator(".slip__code")).to_have_text(re.compile(r"^[0-9A-Z]{3}-[0-9A-Z]{4}$"))
    expect(page.locator("#people")).to_be_focused()  # ready for the next
    expect(page.locator("[data-print]")).to_be_visible()
