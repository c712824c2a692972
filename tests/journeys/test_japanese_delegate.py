"""A delegate from Hokkaido, in Japanese from the invitation to the certificate: agenda, meeting, the hall's door, and who checks the paper.

Two weeks pass on the way: the server stops on 1 November and starts again, on the same database, when the conference is over.
"""

import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import BrowserContext, Page, expect

from festival.core.clock import LOCAL
from festival.core.config import ROOT
from tests.journeys.people import PATIENCE, Staff
from tests.journeys.site import Site, newcomers_site
from tests.journeys.test_business_meetings import HOKUTO, announce
from tests.journeys.test_guests import InvitedGuest, personal_link, press
from tests.support.browser import Contexts, axe_violations
from tests.support.load import serving
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing

NAME, LATIN, MAIL = "髙﨑 鷗（見本）", "TAKASAKI Kamome", "hokkaido0@doudan.example"
HALL, CONFERENCE = "Hội trường chính", "Hội nghị Xúc tiến đầu tư"
LEAST_LETTERS = 12  # of a sentence that is looked for: shorter ones may be names


@pytest.fixture(scope="module")
def foreign() -> frozenset[str]:
    """Every sentence of the interface in Vietnamese and English that is another one in Japanese."""
    known: dict[str, Any] = {}
    for code in ("vi", "ja"):
        with (ROOT / "festival" / "translations" / code / "messages.po").open("rb") as file:
            known[code] = {one.id: one.string for one in read_po(file) if isinstance(one.id, str)}
    told = {
        words
        for english, japanese in known["ja"].items()
        for words in (english, known["vi"].get(english, ""))
        if words != japanese and "%" not in words and " " in words and len(words) >= LEAST_LETTERS
    }
    assert len(told) > 2_000
    return frozenset(told)


class Delegate:
    """A delegate with a phone that speaks Japanese."""

    def __init__(self, context: BrowserContext, foreign: frozenset[str]) -> None:
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self._foreign = foreign

    def reads(self) -> str:
        """Read the whole page that is open: it is Japanese, and nothing of the interface is not."""
        expect(self.page.locator("html")).to_have_attribute("lang", "ja")
        text = self.page.locator("body").inner_text()
        assert [words for words in self._foreign if words in text] == [], self.page.url
        return text

    def follows(self, part: str) -> str:
        """Follow a link whose address has this part, and read."""
        with self.page.expect_navigation():
            self.page.locator(f"main a[href*='{part}']").first.click()
        return self.reads()


def door(organizer: Staff) -> dict[str, str]:
    """Watch the hall's doors and pair a phone with one, as the phone does; return what it sends with each batch."""
    page = organizer.page
    organizer.open("/desk/conference/halls")
    with page.expect_navigation():
        page.locator("li", has_text=HALL).locator("form[action$='/halls'] button").click()
    organizer.open("/desk/gates")
    gate = page.locator("main article", has_text=HALL).last
    gate.locator("details", has=page.locator("[name=device_name]")).locator("summary").click()
    gate.locator("[name=device_name]").fill("Máy cửa hội trường (mẫu)")
    with page.expect_navigation():
        gate.locator("form[action$='/pair'] button").click()
    link = page.locator("main a[href*='/gate/#']").get_attribute("href") or ""
    token = link.rpartition("#")[2].rpartition("=")[2]
    made = page.request.post(f"{organizer.site.url}/api/v1/gate/pair", data={"token": token, "agent": {}})
    assert made.ok, made.text()
    return {"Authorization": f"Device {made.json()['key']}"}


def invited(organizer: Staff) -> tuple[str, str]:
    """Invite the head of the delegation to the conference; return the event's number and the personal link."""
    page = organizer.page
    link = organizer.open("/desk/invitations").locator("tbody a", has_text=CONFERENCE).first
    event = (link.get_attribute("href") or "").rpartition("/")[2]
    organizer.open(f"/desk/invitations/{event}/list")
    page.locator("label.choice", has_text="TAKASAKI").locator("input").check()
    with page.expect_navigation():
        page.locator("form[action$='/list'] button[type=submit]").first.click()
    organizer.open(f"/desk/invitations/{event}")
    press(page, "/send")
    return event, personal_link(organizer, event, "takasaki")


def seated(organizer: Staff, event: str) -> None:
    """Draw three rows of seats and give them by precedence."""
    organizer.open(f"/desk/seating/{event}")
    organizer.page.locator("[name=rows]").fill("4 4\n4 4\n4 4")
    with organizer.page.expect_navigation():
        organizer.submit("rows")
    press(organizer.page, "/propose")


def meets(organizer: Staff) -> None:
    """Let the delegate speak for a company too, take the meetings that are proposed, and tell the companies."""
    page = organizer.page
    organizer.open("/desk/conference/companies?q=Hokuto").locator("tbody a").first.click()
    form = page.locator("form[action$='/speakers']")
    page.locator("details", has=form).locator("summary").first.click()
    form.locator("[name=name]").fill(NAME)
    form.locator("[name=mail]").fill(MAIL)
    form.locator("[name=language]").select_option("ja")
    form.locator("[name=languages][value=ja]").check()
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    organizer.open("/desk/conference/meetings/proposal")
    with page.expect_navigation():
        page.locator("main button[type=submit]").first.click()
    announce(organizer)


def test_a_delegate_from_hokkaido_in_japanese_from_the_invitation_to_the_certificate(
    tmp_path: Path, context_for: Contexts, foreign: frozenset[str]
) -> None:
    delegate = Delegate(context_for("ja", 360), foreign)
    with newcomers_site(tmp_path) as site:
        organizer = Staff(site, context_for("vi", 1280)).sign_in("bantochuc")
        phone = door(organizer)
        event, link = invited(organizer)
        code = accepts(delegate, link)
        seated(organizer, event)
        meets(organizer)
        looks_at_the_visit(delegate, link)
        looks_at_the_agenda(delegate)
    later = datetime(site.clock.year, 11, 17, 11, 45, tzinfo=LOCAL)
    with days_later(site, tmp_path, later) as site_after:
        was_there(delegate.page, site_after, phone, code, later)
        desk = Staff(site_after, context_for("vi", 1280)).sign_in("bantochuc")
        desk.open("/desk/conference/certificates")
        press(desk.page, f"/{event}/issue")
        takes_the_certificate(delegate, site_after, urlsplit(link).path)


def accepts(delegate: Delegate, link: str) -> str:
    """Open the invitation, say yes, and return what the code on the page says."""
    guest = InvitedGuest(delegate.page.context, link)
    delegate.page.close()
    delegate.page = guest.page
    assert "ご招待" in delegate.reads()
    guest.send("accept")
    delegate.reads()
    assert axe_violations(delegate.page) == []
    return guest.code()


def looks_at_the_visit(delegate: Delegate, link: str) -> None:
    """See car, hotel, flight, interpreter, liaison officer and seat on one page."""
    delegate.page.goto(link)
    text = delegate.follows("/visit")
    for known in ("14A-000.01", "Khách sạn Mẫu Vịnh", "VN9891", "見本 結衣", "Ngô Mẫu Liên"):
        assert known in text, known
    assert re.search(r"\d列 \d番", text)
    assert axe_violations(delegate.page) == []


def looks_at_the_agenda(delegate: Delegate) -> None:
    """See sessions and the meetings of one's company, ask what may be asked, and take the agenda along."""
    text = delegate.follows("/agenda")
    meetings = delegate.page.locator("section[aria-labelledby=meetings] li")
    expect(meetings.first).to_be_visible()
    assert "テーブル" in text
    assert HOKUTO not in meetings.first.locator("h3").inner_text()  # with whom one meets, not oneself
    assert axe_violations(delegate.page) == []
    agenda = delegate.page.url
    paper = text_of(delegate.page.request.get(f"{agenda}.pdf").body())
    assert "髙﨑" in paper
    assert meetings.first.locator("h3").inner_text() in " ".join(paper.split())
    assert "BEGIN:VEVENT" in delegate.page.request.get(f"{agenda}.ics").text()
    delegate.follows("/questions/")
    delegate.page.goto(agenda)


@contextmanager
def days_later(site: Site, folder: Path, now: datetime) -> Iterator[Site]:
    """Start the server again, on the same database, at a later time."""
    started = time.monotonic()
    database = f"sqlite:///{folder / 'festival.sqlite'}"
    with serving(folder, database, FESTIVAL_CLOCK=now.isoformat()) as server:
        yield replace(site, url=server.url, clock=now, started=started)


def was_there(page: Page, site: Site, phone: dict[str, str], code: str, now: datetime) -> None:
    """The door's phone, which had no network all morning, sends that the delegate came and went."""
    came, went = now.replace(hour=7, minute=52), now.replace(hour=11, minute=31)
    claims = [
        {"id": str(uuid.uuid4()), "ticket": code, "direction": way, "at": at.isoformat(), "said": "admitted", "offline": True}
        for way, at in (("in", came), ("out", went))
    ]  # fmt: skip
    answer = page.request.post(f"{site.url}/api/v1/gate/scans", data={"claims": claims}, headers=phone)
    assert answer.ok, answer.text()
    assert [one["verdict"] for one in answer.json()["answers"]] == ["admitted", "admitted"], answer.text()


def takes_the_certificate(delegate: Delegate, site: Site, path: str) -> None:
    """Find the certificate on one's own page, and let a stranger check the paper by its code."""
    page = delegate.page
    page.goto(f"{site.url}{path}/visit")
    delegate.reads()
    with page.expect_download() as download:
        page.locator("a[href*='/certificates/']").click()
    paper = download.value.path().read_bytes()
    text = text_of(paper)
    for known in ("参加証明書", "髙﨑", LATIN, f"{site.clock.year}/0001"):
        assert known in text, known
    [code] = by_zxing(pages_of(paper)[0])
    page.goto(f"{site.url}{urlsplit(code).path}")
    said = delegate.reads()
    for known in ("真正です", NAME, LATIN):
        assert known in said, known
    assert axe_violations(page) == []
