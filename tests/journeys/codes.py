"""Tickets' codes as pictures: forged, drawn again."""

from io import BytesIO

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

PAYLOAD_LETTERS = 24  # of the 127: what is signed; the signature follows


def picture(png: bytes) -> Image.Image:
    """Return a screenshot as a picture."""
    return Image.open(BytesIO(png)).convert("RGB")


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
