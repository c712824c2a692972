"""A Japanese page on a small phone: no hour is cut in two, and titles break between their words."""

import pytest

from tests.journeys.site import MAIN, Site
from tests.support.browser import Contexts

PAGES = [
    "/ja/",
    "/ja/programme",
    "/ja/programme?by=venue",
    f"/ja/events/{MAIN}",
    "/ja/conference",
    "/ja/how-to-come",
]

# What stands in more than one line although it should stay whole: hours and days, and the pieces of titles.
BROKEN = """() => {
  const lines = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
  };
  const pieces = [...document.querySelectorAll("main wbr")].flatMap((mark) => [mark.previousSibling, mark.nextSibling]);
  const whole = [...document.querySelectorAll("main .nowrap, main time")];
  return [...new Set([...pieces, ...whole])]
    .filter((node) => node && lines(node) > 1)
    .map((node) => node.textContent);
}"""


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_hours_and_words_of_titles_stay_whole(width: int, site: Site, context_for: Contexts) -> None:
    page = context_for("ja", width).new_page()
    for path in [*PAGES, f"/ja/events/{MAIN}/register"]:
        page.goto(f"{site.url}{path}")
        assert page.locator("main .nowrap, main time, main wbr").count() > 0, path
        assert page.evaluate(BROKEN) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
