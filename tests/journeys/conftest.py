"""One server for each module of journeys, and who is signed in at its desk."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.pages import Known
from tests.journeys.people import Citizen, Staff, Steward
from tests.journeys.site import Site, newcomers_site
from tests.support.browser import Contexts, write_mjpeg
from tests.support.qr_reading import by_zxing

LONG_MAIL = "mot-dia-chi-thu-rat-dai-de-xem-co-tran-khong@gia-dinh.example"
SignIn = Callable[[str], Any]
Filming = Callable[[Sequence[Image.Image]], BrowserContext]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that was started on an empty database."""
    with newcomers_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(site: Site, browser: Browser) -> SignIn:
    """`signed_in(login)` returns the browser's memory of a member of staff who has signed in; once for each login."""
    memories: dict[str, Any] = {}

    def remember(login: str) -> Any:
        if login not in memories:
            context = browser.new_context(locale="vi-VN")
            assert Staff(site, context).sign_in(login).page.url.endswith("/desk/"), "not signed in"
            memories[login] = context.storage_state()
            context.close()
        return memories[login]

    return remember


@pytest.fixture
def organizer(site: Site, context_for: Contexts, signed_in: SignIn) -> Staff:
    """An organizer at the desk."""
    return Staff(site, context_for("vi", 1280, storage_state=signed_in("bantochuc")))


@pytest.fixture
def citizen(site: Site, context_for: Contexts) -> Citizen:
    """A citizen with a phone."""
    return Citizen(site, context_for("vi", 360))


@pytest.fixture
def steward(site: Site, context_for: Contexts, organizer: Staff) -> Steward:
    """A steward whose phone is paired with the gate that admits at any time."""
    return Steward(site, context_for("vi", 360)).pair(
        organizer.new_pairing_link("Máy của người soát vé (mẫu)")
    )


@pytest.fixture
def phone_that_sees(
    context_for: Contexts, camera_browser: Callable[[Path], Browser], tmp_path: Path
) -> Filming:
    """`phone_that_sees(scenes)`: a phone whose camera has each picture before it for 1.5 seconds, over and over."""

    def start(scenes: Sequence[Image.Image]) -> BrowserContext:
        film = write_mjpeg(tmp_path / "film.mjpeg", scenes, seconds_each=1.5)
        return context_for("vi", 360, browser=camera_browser(film))

    return start


@pytest.fixture(scope="module")
def known(site: Site, browser: Browser) -> Known:
    """A party of three, one of whom has cancelled."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
    citizen = Citizen(site, context)
    names = (
        "Vĩnh Mẫu (mẫu)",
        "髙﨑 見本（サンプル）",
        "Một Cái Tên Rất Dài Để Xem Trang Có Bị Tràn Ngang Hay Không (mẫu)",
    )
    party = citizen.register(*names, mail=LONG_MAIL)
    read = [urlsplit(by_zxing(citizen.picture_of_code(name))[0]).path for name in names]
    [whole] = by_zxing(citizen.picture_of_party_code())
    citizen.start_to_give_back(names[1])
    citizen.be_sure()
    citizen.register(*(f"Khách {place} Mẫu (mẫu)" for place in range(6)), phone="0912 345 699")
    guests = citizen.short_codes()
    context.close()
    staff = Staff(site, browser.new_context(locale="vi-VN")).sign_in("dangky")
    staff.open(f"/desk/registrations?q={LONG_MAIL}")
    number = staff.page.locator("tbody a").first.get_attribute("href") or ""
    staff.page.context.close()
    writer = Staff(site, browser.new_context(locale="vi-VN")).sign_in("bantochuc")
    listed = writer.open("/desk/run-sheets").locator("tbody a", has_text="Đêm khai mạc")
    sheet = listed.first.get_attribute("href") or ""
    invited = writer.open(f"/desk/invitations/{sheet.rpartition('/')[2]}?state=accepted")
    invitation = invited.locator("input[value*='/i/']").first.input_value()
    delegation = writer.open("/desk/delegations/1").locator("input[value*='/d/']").input_value()
    helper = Staff(site, browser.new_context(locale="vi-VN")).sign_in("dieuphoi")
    crew = helper.open("/desk/crew/3").locator("#own-link").input_value()
    helper.open("/desk/conference/speakers?state=accepted")
    speaker = helper.page.locator("tbody th a").first.get_attribute("href") or ""
    speakers_page = helper.open(speaker).locator("a[href*='/speaker/']").first.get_attribute("href") or ""
    box = helper.open("/desk/conference/sessions/2/questions").locator("#moderators")
    box.locator("[name=name]").fill("Người Điều Phối (mẫu)")
    with helper.page.expect_navigation():
        box.locator("form[action$='/moderators'] button").click()
    moderator = helper.page.locator("#moderators input[readonly]").input_value()
    helper.page.context.close()
    writer.page.context.close()
    return Known(
        urlsplit(party).path,
        read[2],
        read[1],
        urlsplit(whole).path,
        int(number.rpartition("/")[2]),
        guests,
        int(sheet.rpartition("/")[2]),
        urlsplit(invitation).path,
        urlsplit(delegation).path,
        urlsplit(crew).path,
        urlsplit(speakers_page).path,
        int(speaker.rpartition("/")[2]),
        urlsplit(moderator).path,
    )
