"""A code that we draw is read by decoders that are not ours, at the size phones meet it."""

import io
import re
import secrets
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from PIL import Image, ImageDraw

from festival.core.transaction import current
from festival.registration.links import Links
from festival.registration.models import Ticket
from festival.registration.qr import Codes
from festival.registration.ticket_code import CHARACTERS
from festival.web import qr
from tests.support.qr_reading import by_zbar, by_zxing
from tests.web.parties import registered

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
SVG = "{http://www.w3.org/2000/svg}"
HOSTS = (
    "http://192.168.100.200:8000",
    "https://festival.example",
    "https://le-hoi-hokkaido.quangninh.example",
)


def ticket_text(host: str) -> str:
    """Return an address as a ticket carries it: 127 characters of code behind a host."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CHARACTERS))
    return f"{host}/T/{code}".upper()


def drawn(svg: str, *, scale: int = 8) -> Image.Image:
    """Draw an SVG of paths made of M, h, v, H and z, as a browser does."""
    root = ET.fromstring(svg)  # noqa: S314 (our own)
    _x, _y, width, height = map(int, root.get("viewBox", "").split())
    picture = Image.new(
        "RGB", (width * scale, height * scale), "grey"
    )  # what shows through is neither dark nor light
    pen = ImageDraw.Draw(picture)
    for path in root.iter(f"{SVG}path"):
        x = y = 0
        points: list[tuple[int, int]] = []
        for command, numbers in re.findall(r"([MhvHVz])([^MhvHVz]*)", path.get("d", "")):
            values = [int(number) for number in numbers.split()]
            if command == "M":
                x, y = values
                points = []
            elif command == "z":
                left, top = min(p[0] for p in points), min(p[1] for p in points)
                right, bottom = max(p[0] for p in points), max(p[1] for p in points)
                box = (left * scale, top * scale, right * scale - 1, bottom * scale - 1)
                pen.rectangle(box, fill=path.get("fill"))
            else:
                x = x + values[0] if command == "h" else values[0] if command == "H" else x
                y = y + values[0] if command == "v" else values[0] if command == "V" else y
            points.append((x, y))
    return picture


@pytest.mark.parametrize("host", HOSTS)
def test_a_ticket_is_no_denser_than_old_phones_read(host: str) -> None:
    text = ticket_text(host)
    assert len(text) > CHARACTERS
    assert qr.version(text) <= 7


@pytest.mark.parametrize("read", [by_zxing, by_zbar])
@pytest.mark.parametrize("host", HOSTS)
def test_two_independent_decoders_read_the_drawing_and_the_picture(read: object, host: str) -> None:
    text = ticket_text(host)
    assert read(drawn(qr.svg(text, title="t"))) == [text]  # type: ignore[operator]
    assert read(Image.open(io.BytesIO(qr.png(text))).convert("RGB")) == [text]  # type: ignore[operator]


@pytest.mark.parametrize("read", [by_zxing, by_zbar])
def test_a_code_on_a_page_that_was_photographed_small_and_askew_is_still_read(read: object) -> None:
    text = ticket_text("https://festival.example")
    picture = drawn(qr.svg(text, title="t"), scale=6)
    page = Image.new("RGB", (picture.width * 2, picture.height * 2), "white")
    page.paste(picture, (picture.width // 2, picture.height // 2))
    askew = page.rotate(11, Image.Resampling.BICUBIC, fillcolor="white").resize((480, 480))
    assert read(askew) == [text]  # type: ignore[operator]


def test_the_address_of_a_pairing_link_is_read_as_it_is_with_its_small_letters() -> None:
    text = "http://192.168.1.20:8000/gate/#v=1&token=Ab-_9xYz"
    assert by_zxing(drawn(qr.svg(text, title="t"))) == [text]


def test_a_code_stands_on_white_with_its_margin_in_dark_mode_too() -> None:
    text = ticket_text("https://festival.example")
    picture = drawn(qr.svg(text, title="t"), scale=1)
    colours = {colour for _, colour in picture.getcolors() or []}
    assert colours == {(0, 0, 0), (255, 255, 255)}
    margin = [picture.getpixel((x, y)) for x in range(picture.width) for y in range(4)]
    assert set(margin) == {(255, 255, 255)}
    assert picture.width == picture.height == 17 + 4 * qr.version(text) + 8


def test_the_title_of_a_code_is_read_aloud_and_is_only_words() -> None:
    svg = qr.svg("HTTP://X.EXAMPLE", title='Vé của <b>"An" & Bình</b>')
    root = ET.fromstring(svg)  # noqa: S314 (our own)
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Vé của <b>"An" & Bình</b>'


def test_a_ticket_of_ours_says_who_it_is_when_it_is_scanned(sqlite_app: Flask) -> None:
    registered(sqlite_app, "Nguyễn Mẫu (mẫu)")
    with sqlite_app.app_context():
        codes = Codes(
            sqlite_app.extensions["keyring"],
            Links("http://festival.example", "0123456789abcdef0123456789abcdef"),
        )
        ticket = current().get_one(Ticket, 2)
        code = codes.of(current(), ticket)
        [scanned] = by_zxing(drawn(codes.svg(code, title="t")))
        payload = codes.read(current(), scanned)
    assert scanned == f"HTTP://FESTIVAL.EXAMPLE/T/{code}"
    assert payload is not None
    assert (payload.ticket, payload.event, payload.is_party) == (2, ticket.event_id, False)
