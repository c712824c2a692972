"""QR codes as pictures, from the `qrcode` package's matrix.

The SVG is one path of horizontal runs: a seventh of the size of a rectangle per module, and quick to draw on an old phone.
"""

import io

from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pure import PyPNGImage
from qrcode.main import QRCode
from qrcode.util import QRData

_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
QUIET_ZONE = 4  # modules, ISO/IEC 18004


def _code(text: str, *, is_random: bool = False) -> "QRCode[PyPNGImage]":
    # Looking for the best of eight masks takes five times as long as the rest. It keeps regular texts from making patterns that
    # readers stumble over; what is signed or random makes none, under any mask.
    mask = 0 if is_random else None
    code = QRCode(
        error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, image_factory=PyPNGImage, mask_pattern=mask
    )
    if all(c in _ALPHANUMERIC for c in text):
        # One segment in QR's alphanumeric mode (5.5 bits a character); the library's own splitting adds heads between
        # pieces.
        code.add_data(QRData(text, mode=2))
    else:
        code.add_data(text)
    code.make(fit=True)
    return code


def version(text: str) -> int:
    """Return the QR version (1 to 40) that `text` takes at error level M."""
    return int(_code(text).version or 0)


def svg(text: str, *, title: str, is_random: bool = False) -> Markup:
    """Return an SVG element of the code, dark on white in both colour schemes, with `title` for screen readers.

    `is_random` is for hundreds of signed codes on paper: 1.5 ms each instead of 7.
    """
    matrix = _code(text, is_random=is_random).get_matrix()
    size = len(matrix)
    runs: list[str] = []
    for y, row in enumerate(matrix):
        x = 0
        while x < size:
            if row[x]:
                start = x
                while x < size and row[x]:
                    x += 1
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            else:
                x += 1
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" '
        'role="img" aria-label="{title}"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    ).format(size=size, title=title, path="".join(runs))


def png(text: str, *, scale: int = 12) -> bytes:
    """Return the code as a PNG of `scale` pixels a module (12 make a ticket of about 590 pixels)."""
    code = _code(text)
    code.box_size = scale
    out = io.BytesIO()
    code.make_image().save(out)
    return out.getvalue()
