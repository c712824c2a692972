"""From a decoded code to the painted verdict on a gate's phone whose processor is four times as slow as this machine's.

Real Chromium, its camera playing a film of tickets; with the network and without. The floor in the same run: the same page, as
slow, changes one word and paints it.
"""

import statistics
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from festival.app import create_app
from festival.core import config
from tests.journeys.codes import drawn
from tests.journeys.site import Site, newcomers_site
from tests.journeys.test_gate_offline import GatePhone
from tests.journeys.test_gate_rush import tickets
from tests.support.browser import FAKE_CAMERA, Contexts, launch, write_mjpeg
from tests.support.proxy import network_to

SLOWER = 4
QUEUE = 20
EACH = 1.0  # seconds a ticket is held before the camera
AIM = 100  # ms
# A code counts from the message in which the decoder first tells it; a verdict when the frame that shows it has been painted.
_WATCH = """
const Native = Worker;
let read = "", since = 0;
window.took = [];
const painted = (then) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = then; port2.postMessage(0); });
window.Worker = class extends Native {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", ({ data }) => {
      const [first] = data.found ?? [];
      if (!first || first.text === read) return;
      read = first.text;
      since = performance.now();
    });
  }
};
document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const kind = document.body.dataset.verdict;
  if (!since || !kind || kind === "checking") return;
  const began = since;
  since = 0;
  painted(() => window.took.push(performance.now() - began));
}).observe(document.body, { attributeFilter: ["data-verdict"] }));
window.floor = () => new Promise((done) => {
  const began = performance.now();
  document.getElementById("bar-waiting").title = String(began);
  painted(() => done(performance.now() - began));
});
"""


def measure(folder: Path) -> None:
    """Print the milliseconds from code to verdict, with the network and without."""
    with newcomers_site(folder) as site, sync_playwright() as playwright:
        film = _film(site, folder)
        browser = launch(playwright, *FAKE_CAMERA, f"--use-file-for-fake-video-capture={film}")
        contexts = Contexts(browser)
        with network_to(urlsplit(site.url).port or 80) as network:
            context = contexts("vi", 360)
            context.add_init_script(_WATCH)
            phone = GatePhone(site, context, network).pair_over_network(site.pairing_link)
            context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            print(f"\ndecode to verdict, processor {SLOWER} times as slow, tickets of {EACH:g} s each")
            print(
                "| network | verdicts | ms at the median | at p95 | slowest | floor ms | aim |\n|---|---|---|---|---|---|---|"
            )
            _rush(phone.page, "there")
            network.switch("down")
            _rush(phone.page, "gone")
        contexts.close()
        browser.close()


def _rush(page: Page, network: str) -> None:
    page.evaluate("window.took = []")
    page.wait_for_timeout(QUEUE * EACH * 1000)
    took = sorted(page.evaluate("window.took"))
    floor = statistics.median(page.evaluate("window.floor()") for _ in range(QUEUE))
    p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
    print(
        f"| {network} | {len(took)} | {statistics.median(took):.0f} | {p95:.0f} | {took[-1]:.0f} | {floor:.0f} | {AIM} |"
    )


def _film(site: Site, folder: Path) -> Path:
    url = f"sqlite:///{folder / 'festival.sqlite'}"
    environ = {
        "INSTANCE_DIR": str(folder), "DATABASE_URL": url, "PUBLIC_URL": site.url, "LOG_LEVEL": "error",
        "FESTIVAL_CLOCK": site.clock.isoformat(),
    }  # fmt: skip
    codes = tickets(create_app(config.read(environ)), QUEUE)
    return write_mjpeg(folder / "queue.mjpeg", [drawn(code) for code in codes], seconds_each=EACH)
