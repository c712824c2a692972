"""A queue of people before one phone: ticket after ticket in front of the camera, with no network, and none is lost.

GATE_RUSH=200 makes the queue longer than the suite has time for.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser

from festival.app import create_app
from festival.core import config
from festival.core.db import db
from festival.core.transaction import current
from festival.programme.queries import get_public_event
from festival.registration.models import Registration, Ticket
from festival.registration.qr import Codes
from tests.journeys.codes import drawn
from tests.journeys.site import newcomers_site
from tests.journeys.test_gate_offline import GatePhone
from tests.registration.test_services import registered
from tests.support.browser import Contexts, write_mjpeg
from tests.support.proxy import network_to

QUEUE = int(os.environ.get("GATE_RUSH", "20"))
EACH = 1.0  # seconds a ticket is held before the camera
_SEEN = """() => {
  window.verdicts = [];
  new MutationObserver(() => {
    const kind = document.body.dataset.verdict;
    if (kind && kind !== "checking") window.verdicts.push(kind);
  }).observe(document.body, { attributeFilter: ["data-verdict"] });
}"""


def tickets(app: Flask, number: int) -> list[str]:
    """Register so many people, each alone, and return their codes' addresses."""
    with app.app_context():
        event = get_public_event(current(), 1, "bon-odori-18-11")  # which asks for no arrival slot
        for _ in range(number):
            registered(event, 1)
        ring, links = app.extensions["keyring"], app.extensions["concerned"][0]._links
        made = Codes(ring, links)
        newest = (
            current().query(Ticket).join(Registration).filter(Ticket.position == 1).order_by(Ticket.id.desc())
        )
        found = [made.links.ticket_url(made.of(current(), one)) for one in newest.limit(number)]
        db.session.remove()
        db.engine.dispose()
    return found


def test_ticket_after_ticket_is_admitted_by_camera_and_all_arrive(
    tmp_path: Path, context_for: Contexts, camera_browser: Callable[[Path], Browser]
) -> None:
    with newcomers_site(tmp_path) as site:
        port = int(re.findall(r":(\d+)", site.url)[0])
        app = create_app(
            config.read(
                {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'festival.sqlite'}",
                 "PUBLIC_URL": site.url, "LOG_LEVEL": "error", "FESTIVAL_CLOCK": site.clock.isoformat()}
            )
        )  # fmt: skip
        codes = tickets(app, QUEUE)
        film = write_mjpeg(tmp_path / "queue.mjpeg", [drawn(code) for code in codes], seconds_each=EACH)
        with network_to(port) as network:
            context = context_for("vi", 360, browser=camera_browser(film))
            phone = GatePhone(site, context, network).pair_over_network(site.pairing_link)
            network.switch("down")
            phone.page.evaluate(_SEEN)
            # The film begins anew: whoever was let in while the phone was being set up is seen again, and known.
            phone.page.wait_for_timeout((QUEUE + 2) * EACH * 1000)
            verdicts = phone.page.evaluate("window.verdicts")
            network.switch("pass")
            phone.has_sent_all()
            phone.page.context.close()
    with app.app_context():
        inside = current().query(Ticket).filter(Ticket.position == 1, Ticket.admitted_at.is_not(None)).count()
        db.session.remove()
        db.engine.dispose()
    assert set(verdicts) <= {"good", "used"}
    assert inside == QUEUE
