"""A face for the badge out of a file that somebody sent: judged by its content, measured before it is decoded, made anew by us.

What leaves here is our own picture of 450 × 600 pixels: no place, no device, no comment, and nothing that follows the end of a
file. JPEG and PNG are all that is read: WebP and HEIC set up their whole canvas before their size can be judged.
"""

import io
import threading

from PIL import Image, ImageOps, UnidentifiedImageError

from festival.registration.types.accreditation import Unfit

MOST_BYTES = 8 * 1024 * 1024  # a phone's largest photos
_SIZE = (450, 600)  # 3 : 4, 420 dots an inch on the badge; 500 badges with photos must fit into memory
_LEAST = 300  # pixels of the shorter side: below, a face is a blur on paper
# A JPEG is decoded at a fraction of its size; a PNG needs four bytes a pixel.
_MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 16_000_000}
_MIDDLE = (0.5, 0.35)  # of what is cut away: faces are in the upper half of a picture
_ONE_AT_A_TIME = threading.Lock()  # two large pictures at once would be memory for one visitor too many


def read(data: bytes) -> bytes | Unfit:
    """Return a JPEG for the badge, or why the file is none of use."""
    if not data:
        return Unfit.NOTHING
    if len(data) > MOST_BYTES:
        return Unfit.TOO_LARGE
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_MOST_PIXELS)) as picture:
            if picture.width * picture.height > _MOST_PIXELS[str(picture.format)]:
                return Unfit.TOO_MANY_PIXELS
            if min(picture.size) < _LEAST:
                return Unfit.TOO_SMALL
            with _ONE_AT_A_TIME:
                return _made(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unfit.TOO_MANY_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        return Unfit.NO_PICTURE


def _made(picture: Image.Image) -> bytes:
    if picture.format == "JPEG":
        picture.draft("RGB", (_SIZE[0] * 2, _SIZE[1] * 2))
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright)
    cut = ImageOps.fit(upright.convert("RGB"), _SIZE, Image.Resampling.LANCZOS, centering=_MIDDLE)
    ours = Image.new(
        "RGB", _SIZE
    )  # what hangs on the picture that was sent (place, comment, profile) stays behind
    ours.paste(cut)
    out = io.BytesIO()
    ours.save(out, "JPEG", quality=85)
    return out.getvalue()
