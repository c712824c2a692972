"""A public page is light enough for a full square's network, and nobody but the festival learns who reads it."""

from playwright.sync_api import Page, Request

from tests.journeys.pages import HELD, LOST, PUBLIC, Known, addresses
from tests.journeys.site import Site
from tests.support.browser import Contexts

BUDGET = 60 * 1024  # bytes of HTML, CSS and JavaScript as they travel
COUNTED = {"document", "stylesheet", "script"}


class Listener:
    """What a page asks for, whether it gets it or not."""

    def __init__(self, page: Page) -> None:
        self.asked: list[Request] = []
        self.got: list[Request] = []
        page.on("request", self._asked)
        page.on("requestfinished", self._got)

    def _asked(self, request: Request) -> None:
        self.asked.append(request)

    def _got(self, request: Request) -> None:
        self.got.append(request)


def test_a_public_page_is_light_and_asks_no_other_host(
    site: Site, known: Known, context_for: Contexts
) -> None:
    heavy, elsewhere = {}, set()
    for path in [*addresses(PUBLIC | HELD, known, "vi"), LOST[0].format(lang="vi")]:
        page = context_for("vi", 360).new_page()  # a phone that has never been here
        listener = Listener(page)
        page.goto(site.url + path)
        page.evaluate("document.fonts.ready")
        elsewhere |= {one.url for one in listener.asked if not one.url.startswith((f"{site.url}/", "data:"))}
        weights = {
            one.url: one.sizes()["responseBodySize"] for one in listener.got if one.resource_type in COUNTED
        }
        assert len(weights) >= 4, path  # the page, its styles, its script
        if sum(weights.values()) > BUDGET:
            heavy[path] = weights
        page.context.close()
    assert (heavy, elsewhere) == ({}, set())
