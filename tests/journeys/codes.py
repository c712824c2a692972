"""Tickets' codes as pictures: read by two decoders that know nothing of each other, forged, drawn again."""

from io import BytesIO

import qrcode
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from tests.support.missing import missing

PAYLOAD_LETTERS = 24  # of the 127: what is signed; the signature follows


def picture(png: bytes) -> Image.Image:
    """Return a screenshot as a picture."""
    return Image.open(BytesIO(png)).convert("RGB")


def by_zxing(image: Image.Image) -> list[str]:
    """Return what zxing-cpp reads."""
    return [found.text for found in zxingcpp.read_barcodes(image)]


def by_zbar(image: Image.Image) -> list[str]:
    """Return what ZBar reads; ends the test as not runnable where the library is missing."""
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 (it looks for the system's library when it is imported)
    except ImportError:
        missing("libzbar", "apt-get install libzbar0")
    return [found.data.decode() for found in pyzbar.decode(image)]


def drawn(text: str) -> Image.Image:
    """Return a QR as anybody can make it."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, box_size=8)
    code.add_data(text)
    image: Image.Image = code.make_image().get_image()
    return image.convert("RGB")


def forged(url: str) -> str:
    """Return a ticket's address with one letter of what it says changed: another ticket number, the same signature."""
    head, _, code = url.rpartition("/")
    place = 8  # in the ticket's number
    letter = "B" if code[place] != "B" else "C"
    assert place < PAYLOAD_LETTERS
    return f"{head}/{code[:place]}{letter}{code[place + 1 :]}"
