"""A family of five through every change of its own tickets, and a class of forty from a workbook, in each language."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.journeys.people import READING_TIME, Citizen, Staff
from tests.journeys.site import MAIN, Site
from tests.support.browser import Contexts
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing

FAMILY = {
    "vi": [
        "Nguyễn Thị Thuỳ (mẫu)",
        "Nguyễn Văn Ặt (mẫu)",
        "Nguyễn Bé (mẫu)",
        "Trần Ông (mẫu)",
        "Trần Bà (mẫu)",
    ],
    "ja": [
        "髙﨑 鷗（見本）",
        "髙﨑 花子（見本）",
        "髙﨑 太郎（見本）",
        "佐藤 一（見本）",
        "佐藤 タカ（見本）",
    ],
    "en": ["Zoë Sample", "Sam Sample", "Kim Sample", "Alex Sample", "Robin Sample"],
}
HEAD = {"vi": "Họ và tên", "ja": "氏名", "en": "Full name"}


def send(page: Page, action: str) -> None:
    """Send the form with this end of an address."""
    with page.expect_navigation():
        page.locator(f"form[action$='{action}'] [type=submit]").first.click()


def open_changes(guest: Citizen, home: str) -> Page:
    """Go from the tickets to what can be changed."""
    guest.page.goto(home)
    guest.page.locator(f"a[href$='{home.rpartition('/')[2]}/change']").click()
    expect(guest.page.locator("form[action$='/names']")).to_be_visible()
    return guest.page


def saved(page: Page, link: str) -> bytes:
    """Return the file behind a link that is there to be clicked."""
    with page.expect_download() as download:
        page.locator(f"a[href*='{link}']").first.click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_a_family_of_five_changes_everything_about_its_tickets(
    lang: str, site: Site, context_for: Contexts, organizer: Staff
) -> None:
    names = FAMILY[lang]
    guest = Citizen(site, context_for(lang, 360), lang)
    home = guest.register(*names[:4], mail=f"nam-nguoi-{lang}@gia-dinh.example")

    page = open_changes(guest, home)
    page.locator("[name=names-3]").fill(f"{names[3]} B")
    send(page, "/names")
    expect(guest.ticket(f"{names[3]} B").first).to_be_visible()

    page = open_changes(guest, home)
    page.locator("[name=more-0]").fill(names[4])
    send(page, "/more")
    expect(guest.ticket(names[4]).first).to_be_visible()

    paper = saved(page, "tickets.pdf")
    codes = [text for sheet in pages_of(paper) for text in by_zxing(sheet)]
    assert len(set(codes)) == 6  # five people and the party
    assert names[4].split()[0] in text_of(paper)
    assert saved(page, "event.ics").startswith(b"BEGIN:VCALENDAR")

    old = page.locator("a[href$='/qr-2.png']").get_attribute("href") or ""
    page = open_changes(guest, home)
    page.locator("a[href$='/pass-on/2']").click()
    page.locator("[name=name]").fill("Người nhận (mẫu)")
    page.locator("[name=mail]").fill(f"nguoi-nhan-{lang}@hang-xom.example")
    page.locator("[name=agreed]").check()
    send(page, "/pass-on/2")
    answer = page.request.get(site.url + old)
    assert answer.status == 404
    message = organizer.open("/desk/mailbox").locator("details").filter(has_text=f"nguoi-nhan-{lang}@")
    message.locator("summary").click()
    theirs = message.locator("a[href*='/t/']").get_attribute("href") or ""
    holder = context_for("vi", 360).new_page()
    holder.goto(theirs)
    expect(holder.locator("main")).to_contain_text("Người nhận (mẫu)")

    page = open_changes(guest, home)
    page.locator("form[action$='/contact'] [name=phone]").fill("0912 345 678")
    page.locator("form[action$='/contact'] [name=language][value=en]").check()
    send(page, "/contact")
    expect(page.locator("html")).to_have_attribute("lang", "en")

    guest.start_to_give_back(names[4])
    guest.be_sure()
    page.locator("a[href$='/data']").click()
    stored = json.loads(saved(page, "data.json"))
    assert stored["registration"]["phone"] == "+84912345678"
    send(page, "/data/delete")
    send(page, "/data/delete")
    page.reload()
    assert names[0] not in page.locator("main").inner_text()


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_a_class_of_forty_comes_from_a_workbook(
    lang: str, site: Site, context_for: Contexts, tmp_path: Path
) -> None:
    book = Workbook()
    book.worksheets[0].append(["No", HEAD[lang]])
    for number in range(40):
        book.worksheets[0].append([number + 1, f"{FAMILY[lang][number % 5]} {chr(65 + number // 5)}"])
    book.worksheets[0].append([41, "12345"])
    book.save(tmp_path / "class.xlsx")
    page = context_for(lang, 360).new_page()
    page.goto(f"{site.url}/{lang}/events/{MAIN}/register")
    page.locator("a[href$='/register/group']").click()
    page.locator("[name=kind][value=school]").check()
    page.locator("[name=name]").fill(f"Lớp 5A {lang} (mẫu)")
    page.locator("[name=responsible]").fill("Cô Lan (mẫu)")
    page.locator("[name=phone]").fill("0912 345 678")
    page.locator("[name=file]").set_input_files(tmp_path / "class.xlsx")
    page.locator("[name=consent]").check()
    send(page, "/register/group")
    expect(page.locator("tr.is-wrong")).to_have_count(1)
    people = page.locator("[name=people]")
    people.fill("\n".join(people.input_value().splitlines()[:40]))
    send(page, "/register/group")
    expect(page.locator("tr.is-wrong")).to_have_count(0)
    page.wait_for_timeout(READING_TIME * 1000)
    page.locator("[name=step][value=send]").click()
    page.wait_for_url("**/t/*")
    expect(page.locator("tbody tr")).to_have_count(40)

    cards = saved(page, "cards.pdf")
    sheets = pages_of(cards, dpi=200)
    assert len(sheets) == 4
    codes = {text for sheet in sheets for text in by_zxing(sheet)}
    assert len(codes) == 40
    assert FAMILY[lang][0].split()[0] in text_of(cards)

    page.locator("[name=positions]").first.check()
    send(page, "/cancel")
    page.locator("form", has=page.locator("[name=sure]")).locator("[type=submit]").click()
    page.locator("[name=people]").fill("Học sinh mới (mẫu)")
    send(page, "/more-people")
    expect(page.locator("tbody")).to_contain_text("Học sinh mới (mẫu)")
