"""The fake camera is a camera: a QR in its film is read by the very decoder that the gate uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser

from tests.support.browser import Contexts, axe_violations, write_mjpeg

ROOT = Path(__file__).resolve().parents[2]
PAGE = "<!doctype html><html lang=en><title>Camera</title><body><main><h1>Camera</h1><video muted playsinline></video>"
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'"
WORKER = """
import { prepareZXingModule, readBarcodes } from "/static/vendor/zxing-wasm/dist/es/reader/index.js";
prepareZXingModule({ overrides: { locateFile: () => "/static/vendor/zxing-wasm/dist/reader/zxing_reader.wasm" } });
onmessage = async ({ data }) => postMessage((await readBarcodes(data, { formats: ["QRCode"] })).map((code) => code.text));
"""
LOOK = """
async () => {
  const video = document.querySelector("video");
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
  await video.play();
  const worker = new Worker("/worker.js", { type: "module" });
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const seen = new Set();
  for (let frame = 0; frame < 200 && seen.size < 2; frame++) {
    pen.drawImage(video, 0, 0);
    worker.postMessage(pen.getImageData(0, 0, canvas.width, canvas.height));
    const found = await new Promise((good, bad) => {
      worker.onmessage = (event) => good(event.data);
      worker.onerror = (event) => bad(new Error(event.message || "the worker could not start"));
    });
    found.forEach((text) => seen.add(text));
    await new Promise(requestAnimationFrame);
  }
  return [...seen].sort();
}
"""


class Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        made = {"/": ("text/html", PAGE), "/worker.js": ("text/javascript", WORKER)}.get(self.path)
        if made is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", made[0])
        self.end_headers()
        self.wfile.write(made[1].encode())

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(ROOT)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def qr(text: str) -> Image.Image:
    image: Image.Image = qrcode.make(text, border=2).get_image()
    return image


def test_the_vendored_reader_sees_both_codes_of_a_film(
    tmp_path: Path, site: str, context_for: Contexts, camera_browser: Callable[[Path], Browser]
) -> None:
    film = write_mjpeg(
        tmp_path / "film.mjpeg", [qr("HTTPS://A.EXAMPLE/T/ONE"), qr("HTTPS://A.EXAMPLE/T/TWO")]
    )
    page = context_for("vi", 360, browser=camera_browser(film)).new_page()
    page.goto(site)
    assert page.evaluate(LOOK) == ["HTTPS://A.EXAMPLE/T/ONE", "HTTPS://A.EXAMPLE/T/TWO"]


def test_a_context_is_what_it_was_asked_to_be(site: str, context_for: Contexts) -> None:
    page = context_for("ja", 768, dark=True).new_page()
    page.goto(site)
    assert page.evaluate(
        "[navigator.language, innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
    ) == [
        "ja-JP",
        768,
        True,
    ]
    assert axe_violations(page) == []


def test_axe_finds_an_image_without_a_text(site: str, context_for: Contexts) -> None:
    page = context_for("vi").new_page()
    page.goto(site)
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [line.split(":")[0] for line in axe_violations(page)] == ["image-alt"]


def test_axe_looks_for_some_rules_only_or_leaves_some_out(site: str, context_for: Contexts) -> None:
    page = context_for("vi").new_page()
    page.goto(site)
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    assert [line.split(":")[0] for line in axe_violations(page, only=["color-contrast"])] == [
        "color-contrast"
    ]
    assert [line.split(":")[0] for line in axe_violations(page, without=["color-contrast"])] == ["image-alt"]


def test_a_breach_of_the_content_security_policy_is_a_complaint(site: str, context_for: Contexts) -> None:
    page = context_for("en").new_page()
    page.goto(site)
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(100)
    assert len(context_for.complaints) == 2
    context_for.complaints.clear()


def test_no_other_host_is_reached(site: str, context_for: Contexts) -> None:
    page = context_for("en").new_page()
    page.goto(site)
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://elsewhere.example/")
