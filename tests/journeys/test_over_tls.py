"""A rehearsal with `./run serve --tls`: a phone that trusts the authority has the camera, and idle connections stop nobody."""

import base64
import hashlib
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Playwright

from tests.support.browser import FAKE_CAMERA, Contexts, launch
from tests.support.load import Running, serving

NAME = "cong.example"  # no address that browsers trust without TLS, as they do 127.0.0.1
THREADS = 2
LONG = 30  # seconds; a silent connection is given up after five
ALLOWED = """
async () => {
  const film = await navigator.mediaDevices.getUserMedia({ video: true });
  film.getTracks().forEach((track) => track.stop());
  return { secure: isSecureContext, worker: "serviceWorker" in navigator, signatures: typeof crypto.subtle.verify };
}
"""


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[Running]:
    """A server over HTTPS with very few threads."""
    with serving(
        tmp_path, f"sqlite:///{tmp_path / 'festival.sqlite'}", tls=True, WEB_THREADS=str(THREADS)
    ) as running:
        yield running


@pytest.fixture
def rehearsal_by_name(tmp_path: Path) -> Iterator[Running]:
    """A server over HTTPS that is reached by a name."""
    url = f"https://{NAME}"
    with serving(tmp_path, f"sqlite:///{tmp_path / 'festival.sqlite'}", tls=True, PUBLIC_URL=url) as running:
        yield running


def fingerprint(certificate: Path) -> str:
    """Return what Chromium knows an authority's key by."""
    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    written = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(written).digest()).decode()


def test_a_phone_that_trusts_the_authority_may_use_its_camera(
    rehearsal_by_name: Running, playwright_driver: Playwright
) -> None:
    assert rehearsal_by_name.authority
    browser = launch(
        playwright_driver,
        *FAKE_CAMERA,
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={fingerprint(rehearsal_by_name.authority)}",
    )
    contexts = Contexts(browser)
    page = contexts("vi", 360).new_page()
    page.goto(f"https://{NAME}:{rehearsal_by_name.port}/gate/")
    allowed = page.evaluate(ALLOWED)
    contexts.close()
    browser.close()
    assert allowed == {"secure": True, "worker": True, "signatures": "function"}
    assert contexts.complaints == []


def test_browsers_that_open_connections_ahead_do_not_stop_the_site(rehearsal: Running) -> None:
    trusted = ssl.create_default_context(cafile=rehearsal.authority)
    with ExitStack() as silent:
        for _ in range(THREADS):
            opened = silent.enter_context(socket.create_connection(("127.0.0.1", rehearsal.port)))
            silent.enter_context(trusted.wrap_socket(opened, server_hostname="127.0.0.1"))
        with urllib.request.urlopen(f"{rehearsal.url}/healthz", timeout=LONG, context=trusted) as answer:
            assert answer.status == 200
