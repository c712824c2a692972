"""The people of the journeys: citizens, stewards with a phone at a gate, and who works at the desk.

They use names of fields, roles, addresses and ids, never the wording of a language or a class of the design.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

import pyotp
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, expect

from tests.journeys.codes import picture
from tests.journeys.site import MAIN, Site

PATIENCE = 30_000  # ms; the machine may have other things to do
READING_TIME = 2.1  # seconds; a form that comes back sooner was filled by a program
PARTY_PAGE = re.compile(r"/t/[A-Z2-7]{32}(#\w+)?$")


class Citizen:
    """Somebody who wants to come, with a browser."""

    def __init__(self, site: Site, context: BrowserContext, lang: str = "vi") -> None:
        context.set_default_timeout(PATIENCE)
        self.site, self.lang, self.page = site, lang, context.new_page()
        self._opened = 0.0

    @property
    def form(self) -> Locator:
        """The form of a party."""
        return self.page.locator("form", has=self.page.locator("[name=submission]"))

    def open_form(self, event: str = MAIN) -> "Citizen":
        """Open the form of an event."""
        self.page.goto(f"{self.site.url}/{self.lang}/events/{event}/register")
        return self.has_form()

    def has_form(self) -> "Citizen":
        """Look at the form that has just opened."""
        expect(self.form).to_be_visible()
        self.page.wait_for_load_state()  # the script hides the lines for more people
        self._opened = time.monotonic()
        return self

    def fill(
        self, names: Sequence[str], *, mail: str = "", phone: str = "", consent: bool = True
    ) -> "Citizen":
        """Write names and contact into the open form, and agree."""
        for place, name in enumerate(names):
            line = self.form.locator(f"[name=names-{place}]")
            if not line.is_visible():
                self.form.locator("[data-add]").click()
            line.fill(name)
        self.form.locator("[name=mail]").fill(mail)
        self.form.locator("[name=phone]").fill(phone)
        self.form.locator("[name=consent]").set_checked(consent)
        return self

    def take_time(self) -> "Citizen":
        """Read what has been filled in, as long as people do."""
        self.page.wait_for_timeout(max(0.0, self._opened + READING_TIME - time.monotonic()) * 1000)
        return self

    def send(self) -> None:
        """Send the form."""
        self.take_time()
        self.form.locator("button[type=submit]").click()

    def register(self, *names: str, mail: str = "", phone: str = "", event: str = MAIN) -> str:
        """Register a party and return the address of its ticket page, which is open then."""
        self.open_form(event).fill(names, mail=mail, phone=phone).send()
        return self.sees_tickets()

    def sees_tickets(self) -> str:
        """Wait for the party's page and return its address."""
        self.page.wait_for_url(PARTY_PAGE)
        return self.page.url.partition("#")[0]

    def ticket(self, name: str) -> Locator:
        """The ticket of one person on the party's page."""
        return self.page.locator("main").get_by_role("listitem").filter(has_text=name)

    def picture_of_code(self, name: str) -> Image.Image:
        """Return the QR of one person as the page shows it: a picture of the screen."""
        return picture(self.ticket(name).get_by_role("img").first.screenshot())

    def picture_of_party_code(self) -> Image.Image:
        """Return the QR that stands for everybody."""
        return picture(self.page.locator("main section").get_by_role("img").first.screenshot())

    def start_to_give_back(self, *names: str) -> None:
        """Choose who does not come; the next page asks whether that is meant."""
        leaving = self.page.locator("form[action$='/cancel']", has=self.page.locator("[type=checkbox]"))
        for name in names:
            leaving.get_by_label(name).check()
        with self.page.expect_navigation():
            leaving.locator("[type=submit]").click()

    def be_sure(self) -> None:
        """Say yes."""
        with self.page.expect_navigation():
            self.page.locator("form", has=self.page.locator("[name=sure]")).locator("[type=submit]").click()
        self.sees_tickets()

    def short_codes(self) -> list[str]:
        """Return the codes under the persons' QRs, in the order of the page: K7F2-QX9-1."""
        shown = self.page.locator("main").get_by_role("listitem").all_inner_texts()
        return [found[0] for text in shown if (found := re.search(r"\b\w{3,4}-\w{3,4}-\d\b", text))]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate's screen says, in one moment."""

    word: str
    big: str
    names: list[str]
    lines: list[str]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join([self.word, self.big, *self.names, *self.lines])


_VERDICT = """([kind, named]) => {
  if (document.body.dataset.verdict !== kind || document.getElementById("verdict").hidden) return null;
  const text = (id) => document.getElementById(id).textContent.trim();
  const texts = (id) => [...document.getElementById(id).children].map((one) => one.textContent.trim());
  if (named && texts("verdict-names").length === 0) return null;
  return {word: text("verdict-word"), big: text("verdict-big"), names: texts("verdict-names"), lines: texts("verdict-lines")};
}"""


class Steward:
    """Somebody at a gate with a phone (or a hand scanner at a computer)."""

    def __init__(self, site: Site, context: BrowserContext) -> None:
        context.set_default_timeout(PATIENCE)
        self.site, self.page = site, context.new_page()

    def pair(self, link: str) -> "Steward":
        """Open a pairing link; the phone is a gate then."""
        self.page.goto(link)
        expect(self.page.locator("#scan")).to_be_visible(timeout=PATIENCE)
        expect(self.page.locator("#bar-gate")).not_to_be_empty()
        return self

    def type_code(self, code: str) -> None:
        """Type a code into the field and send it."""
        self.page.locator("#code").fill(code)
        self.page.locator("#code-form button[type=submit]").click()

    def verdict(self, kind: str, *, named: bool = False) -> Verdict:
        """Wait until the screen shows "good", "used", "refused" or "unknown" (`named`: and names), and return what it says.

        Read in the moment in which it appears: an admission leaves the screen by itself. The verdict is the phone's own, names
        come with the server's answer.
        """
        handle = self.page.wait_for_function(_VERDICT, arg=[kind, named], timeout=2 * PATIENCE)
        return Verdict(**handle.json_value())

    def choose(self, *, absent: Sequence[int] = ()) -> list[str]:
        """Let a party in but for those at these positions; return how its people were called."""
        rows = self.page.locator(".party-row")
        expect(rows.first).to_be_visible(timeout=PATIENCE)
        for position in absent:
            rows.nth(position - 1).click()
        names = rows.all_inner_texts()
        self.page.locator("#party-yes").click()
        return names

    def go_on(self) -> None:
        """Press "next", and again where the answer has changed that moment and touches do nothing; the screen is free then."""
        verdict, until = self.page.locator("#verdict"), time.monotonic() + PATIENCE / 1000
        while verdict.is_visible():
            assert time.monotonic() < until, verdict.inner_text()
            self.page.locator("#verdict-go").dispatch_event("click")
            self.page.wait_for_timeout(200)
        expect(self.page.locator("#scan")).not_to_have_attribute("inert", "")

    def databases(self) -> list[str]:
        """Return the names of what the phone keeps."""
        names: list[str] = self.page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")
        return names


class Staff:
    """Somebody who works at the desk."""

    def __init__(self, site: Site, context: BrowserContext) -> None:
        context.set_default_timeout(PATIENCE)
        self.site, self.page = site, context.new_page()

    def sign_in(self, login: str, password: str | None = None) -> "Staff":
        """Sign in with a password: that of the sample unless another is given."""
        self.page.goto(f"{self.site.url}/desk/sign-in")
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(
            self.site.passwords[login] if password is None else password
        )
        with self.page.expect_navigation():
            self.submit("password")
        return self

    def submit(self, field: str) -> None:
        """Send the form in which there is a field of this name."""
        form = self.page.locator("main form", has=self.page.locator(f"[name={field}]"))
        form.locator("button[type=submit]").first.click()

    def make_colleague(self, login: str) -> str:
        """Make an account for another organizer and return the password that the page shows once."""
        self.open("/desk/accounts")
        form = self.page.locator("form", has=self.page.locator("[name=login]"))
        form.locator("[name=login]").fill(login)
        form.locator("[name=name]").fill(f"Cán bộ mới {login} (mẫu)")
        form.locator("[name=roles][value=organizer]").check()
        with self.page.expect_navigation():
            self.submit("login")
        return self.page.locator("#fresh-password").inner_text()

    def set_up_second_step(self, password: str) -> list[str]:
        """Type what the authenticator app shows, on the page that asks for it, and return the recovery codes."""
        secret = self.page.locator("main code").first.inner_text().replace(" ", "")
        self.page.locator("[name=code]").fill(pyotp.TOTP(secret).at(self.site.now()))
        self.page.locator("[name=password]").fill(password)
        with self.page.expect_navigation():
            self.submit("code")
        return self.page.locator("main li code").all_inner_texts()

    def open(self, path: str) -> Locator:
        """Open a page of the desk and return its main part."""
        answer = self.page.goto(f"{self.site.url}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self.page.locator("main")

    def parties_of(self, contact: str) -> int:
        """Return how many registrations there are with a mail or a name."""
        return self.open(f"/desk/registrations?q={contact}").locator("tbody tr").count()

    def new_pairing_link(self, phone: str, *, helper: bool = False) -> str:
        """Make a link that pairs `phone` with the gate that admits at any time; a `helper`'s may look guests up."""
        self.open("/desk/gates")
        gate = self._try_out_gate()
        gate.locator("details", has=self.page.locator("[name=device_name]")).locator("summary").click()
        gate.locator("[name=device_name]").fill(phone)
        if helper:
            gate.locator("[name=may_help]").check()
        gate.locator("form", has=self.page.locator("[name=device_name]")).locator("[type=submit]").click()
        link = self.page.locator("main a[href*='/gate/#']").get_attribute("href")
        assert link
        return link

    def _try_out_gate(self) -> Locator:
        # The sample makes it last, after the six gates.
        return self.page.locator("main article", has=self.page.locator("form[action$='/pair']")).last

    def revoke(self, phone: str) -> None:
        """Take the gate from a phone."""
        self.open("/desk/gates")
        line = self.page.locator("main li").filter(has_text=phone)
        box = line.locator("details", has=self.page.locator("form[action$='/revoke']"))
        box.locator("summary").click()
        box.locator("[type=submit]").click()
        expect(
            self.page.locator("main li:has(form[action$='/revoke'])").filter(has_text=phone)
        ).to_have_count(0)
