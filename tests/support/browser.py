"""A real Chromium for the journeys: the system's own, driven by Playwright, without any other network.

The sync API of Playwright keeps an event loop running in the main thread from the first browser test to the end of
the run, so that `asyncio.run` fails there. Browser tests are therefore sorted to the end of the run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from tests.support.missing import missing

LOCALES = {"vi": "vi-VN", "ja": "ja-JP", "en": "en-GB"}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
    "--disable-dev-shm-usage",  # containers have 64 MB there
    # The festival's pages need no other host; what asks for one fails here as it would in the hall.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
CAMERA_FRAMES_PER_SECOND = 30  # what Chromium plays an MJPEG file at; a file has no say in it
AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def find_chromium() -> str | None:
    """The path of the system's Chromium; the variable CHROMIUM names another."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def write_mjpeg(
    path: Path,
    images: Sequence[Image.Image],
    *,
    seconds_each: float = 1.0,
    size: tuple[int, int] = (640, 480),
) -> Path:
    """Writes a film for the fake camera that shows each image for `seconds_each`, over and over.

    An image is made as large as the frame allows, with a margin of a tenth, on white, as a ticket is held.
    """
    frames = []
    for image in images:
        frame = Image.new("RGB", size, "white")
        room = (size[0] * 0.8, size[1] * 0.8)
        scale = min(room[0] / image.width, room[1] / image.height)
        shown = image.convert("RGB").resize(
            (round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS
        )
        frame.paste(shown, ((size[0] - shown.width) // 2, (size[1] - shown.height) // 2))
        packed = BytesIO()
        frame.save(packed, "JPEG", quality=90, subsampling="4:2:0")
        frames.append(packed.getvalue() * max(1, round(seconds_each * CAMERA_FRAMES_PER_SECOND)))
    path.write_bytes(b"".join(frames))
    return path


def axe_violations(
    page: Page,
    tags: Sequence[str] = AXE_TAGS,
    *,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
) -> list[str]:
    """What axe-core has against the page as it stands, one line per rule with the elements it means.

    By the rules of `tags`, or `only` by these; `without` are left out.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    asked: dict[str, Any] = {
        "runOnly": {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": list(tags)},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found: list[dict[str, Any]] = page.evaluate(
        "asked => axe.run(document, asked).then(result => result.violations)", asked
    )
    return [
        f"{rule['id']}: {rule['help']}: " + "; ".join(str(node["target"]) for node in rule["nodes"])
        for rule in found
    ]


class Contexts:
    """Makes browser contexts, each with its own cookies, and remembers what their pages complain of.

    A script error or a breach of the content security policy fails the test when it ends, unless the test has
    looked at `complaints` and emptied it.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.complaints: list[str] = []
        self._open: list[BrowserContext] = []

    def __call__(
        self,
        lang: str = "vi",
        width: int = 1280,
        *,
        height: int | None = None,
        dark: bool = False,
        javascript: bool = True,
        browser: Browser | None = None,
        **more: Any,
    ) -> BrowserContext:
        """A context as a reader of `lang` has it, `width` in CSS pixels; `more` goes to Playwright's new_context.

        Below 700 px it is a phone: touch, and two device pixels to one of CSS.
        """
        phone = width < 700
        settings: dict[str, Any] = {
            "locale": LOCALES[lang],
            "timezone_id": "Asia/Ho_Chi_Minh",
            "viewport": {"width": width, "height": height or (780 if phone else 800)},
            "color_scheme": "dark" if dark else "light",
            "reduced_motion": "reduce",
            "java_script_enabled": javascript,
            "has_touch": phone,
            "device_scale_factor": 2 if phone else 1,
        }
        context = (browser or self.browser).new_context(**(settings | more))
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("console", self._listen)
        self._open.append(context)
        return context

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def close(self) -> None:
        for context in self._open:
            context.close()


def launch(playwright: Playwright, *arguments: str) -> Browser:
    """The system's Chromium without a window; ends the test as not runnable where there is none."""
    path = find_chromium()
    if path is None:
        missing("Chromium", "apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *sandbox, *arguments])


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    if find_chromium() is None:
        missing("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole run."""
    running = launch(playwright_driver)
    yield running
    running.close()


@pytest.fixture
def context_for(browser: Browser) -> Iterator[Contexts]:
    """`context_for("ja", 360)` gives a fresh context; see `Contexts`."""
    contexts = Contexts(browser)
    yield contexts
    contexts.close()
    if contexts.complaints:
        pytest.fail("The browser complained:\n" + "\n".join(contexts.complaints), pytrace=False)


@pytest.fixture
def camera_browser(playwright_driver: Playwright) -> Iterator[Callable[[Path], Browser]]:
    """`camera_browser(film)` starts a Chromium whose camera plays the MJPEG file and is always permitted.

    Contexts that are watched as usual come from `context_for(…, browser=camera_browser(film))`.
    """
    running: list[Browser] = []

    def start(film: Path) -> Browser:
        running.append(launch(playwright_driver, *FAKE_CAMERA, f"--use-file-for-fake-video-capture={film}"))
        return running[-1]

    yield start
    for each in running:
        each.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that use a browser, and puts their modules last (see above)."""
    for item in items:
        if "playwright_driver" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    theirs = {item.path for item in items if item.get_closest_marker("browser") is not None}
    items.sort(key=lambda item: item.path in theirs)
