"""A registrar's day: find a family, register who just came, block, new code, kill a code, many at once and back, a list taken."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from festival.core.config import ROOT
from tests.journeys.conftest import SignIn
from tests.journeys.people import Citizen, Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts
from tests.support.qr_reading import by_zxing

# In each language another family, and how the registrar looks for its second member.
FAMILIES = {
    "vi": ("Nguyễn Thị Ánh Mẫu (mẫu)", "Trần Đức Mẫu (mẫu)", "duc tran"),
    "ja": ("Phạm Thị Hạnh Mẫu (mẫu)", "Đặng Hữu Mẫu (mẫu)", "huu dang"),
    "en": ("Vũ Thị Hiền Mẫu (mẫu)", "Lê Phước Mẫu (mẫu)", "phuoc le"),
}


def words(lang: str) -> Callable[[str], str]:
    """Return what the desk says in a language for an English sentence, in the singular: its longest piece between placeholders."""
    known: dict[str, str] = {}
    if lang != "en":
        with (ROOT / "festival" / "translations" / lang / "messages.po").open("rb") as file:
            for one in read_po(file):
                first = [
                    each if isinstance(each, str) else (each or ("",))[0] for each in (one.id, one.string)
                ]
                known[first[0]] = first[1]
    return lambda sentence: max(re.split(r"%\(\w+\)s", known.get(sentence, sentence)), key=len).strip()


@pytest.fixture
def clerk(site: Site, context_for: Contexts, signed_in: SignIn) -> Page:
    """A registrar at the desk."""
    return Staff(site, context_for("vi", 1280, storage_state=signed_in("dangky"))).page


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_a_registrars_day(site: Site, clerk: Page, citizen: Citizen, tmp_path: Path, lang: str) -> None:
    *family, wanted = FAMILIES[lang]
    say, mail = words(lang), f"gia-dinh-{lang}@gia-dinh.example"
    citizen.register(*family, mail=mail)
    passed_on = by_zxing(citizen.picture_of_code(family[1]))[0]

    # A name without accents, typed from the keyboard, leads to the family.
    clerk.goto(f"{site.url}/desk/registrations?lang={lang}")
    expect(clerk.locator("html")).to_have_attribute("lang", lang)
    clerk.locator("#q").fill(wanted)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("tbody tr")).to_have_count(1)
    clerk.locator("tbody a.party-code").click()
    home = urlsplit(clerk.url).path

    # Somebody sells the second ticket: blocked, then let in again, then the code is found and killed.
    clerk.locator("summary", has_text=say("Block tickets")).click()
    clerk.get_by_label(family[1]).first.check()
    clerk.locator("form[action$='/block'] [type=submit]").click()
    expect(clerk.locator(".timeline")).to_contain_text(say("%(n)s ticket was blocked: %(reason)s"))
    clerk.locator("summary", has_text=say("Lift the block")).click()
    clerk.locator("form[action$='/unblock'] [type=submit]").click()
    expect(clerk.locator(".timeline")).to_contain_text(say("The block of %(n)s ticket was lifted"))
    clerk.goto(f"{site.url}/desk/codes")
    clerk.locator("[name=code]").fill(passed_on)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("main")).to_contain_text(family[1])
    clerk.locator("form[action$='/kill'] [type=submit]").click()
    expect(clerk).to_have_url(re.compile(f"{home}$"))
    clerk.goto(f"{site.url}/desk/codes")
    clerk.locator("[name=code]").fill(passed_on)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("main")).to_contain_text(say("The gates refuse this code already."))

    # New codes from the family's own page.
    clerk.goto(f"{site.url}{home}")
    clerk.locator("summary", has_text=say("New code")).first.click()
    clerk.locator("form[action*='/reissue/'] [type=submit]").first.click()
    expect(clerk.locator(".timeline")).to_contain_text(say("A ticket got a new code"))

    # Many at once, and back.
    clerk.goto(f"{site.url}/desk/registrations?q={mail}")
    clerk.locator(".pick input").first.check()
    clerk.locator("#action").select_option("cancel")
    clerk.locator("#bulk [type=submit]").click()
    expect(clerk.locator(".figure__value")).to_have_text(["1", "2", "0"])
    clerk.locator("form[action*='/bulk/'] [type=submit]").first.click()
    expect(clerk.locator("main")).to_contain_text(say("Done on %(when)s."))
    clerk.locator("form[action$='/undo'] [type=submit]").click()
    expect(clerk.locator("main")).to_contain_text(say("Taken back for %(n)s party."))

    # The list is taken twice over, and another program opens it.
    clerk.goto(f"{site.url}/desk/registrations/files?q={mail}")
    for kind in ("xlsx", "csv"):
        with clerk.expect_download() as download:
            clerk.locator(f"button[value={kind}]").click()
        download.value.save_as(tmp_path / f"list.{kind}")
    sheet = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    names = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == family
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[2] for row in csv.reader(file)][1:] == family


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
