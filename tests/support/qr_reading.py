"""Codes read back from pictures by two decoders that know nothing of each other.

They look for QR codes only, as the gate does: among thousands of random squares each now and then believes to see a short bar code.
"""

import zxingcpp
from PIL import Image

from tests.support.missing import missing


def by_zxing(image: Image.Image) -> list[str]:
    """Return what zxing-cpp reads."""
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [found.text for found in zxingcpp.read_barcodes(image, formats=wanted)]


def by_zbar(image: Image.Image) -> list[str]:
    """Return what ZBar reads; ends the test as not runnable where the library is missing."""
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 (it looks for the system's library when it is imported)
    except ImportError:
        missing("libzbar", "apt-get install libzbar0")
    return [found.data.decode() for found in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])]
