"""What becomes of a file that is sent as a photo: judged by content, measured before decoding, made anew without what hung on it."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from festival.registration.photo_files import MOST_BYTES, read
from festival.registration.types.accreditation import Unfit

PLACE = b"20.9527N 107.0851E"


def jpeg(size: tuple[int, int] = (900, 1200), *, orientation: int = 1, colour: str = "red") -> bytes:
    """Return a photo as a phone sends it: with EXIF that says where and how it was held, a comment and a colour profile."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Máy Mẫu"
    exif.get_ifd(0x8825)[29] = PLACE.decode()
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif, comment=PLACE, icc_profile=b"profile" + PLACE)
    return out.getvalue() + PLACE  # and something behind the end


def png(mode: str = "RGBA", size: tuple[int, int] = (600, 800)) -> bytes:
    """Return a PNG with words in it."""
    words = PngInfo()
    words.add_text("Location", PLACE.decode())
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG", pnginfo=words)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes that says it is `width` × `height`."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("data", [jpeg(), png(), png("P"), png("LA"), png("I;16")])
def test_a_photo_is_made_anew_without_anything_that_hung_on_it(data: bytes) -> None:
    made = read(data)
    assert isinstance(made, bytes)
    assert PLACE not in made
    assert b"Exif" not in made
    with Image.open(io.BytesIO(made)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (450, 600))
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert dict(picture.getexif()) == {}


def test_a_photo_that_was_taken_sideways_stands_upright() -> None:
    out = io.BytesIO()
    lying = Image.new("RGB", (1600, 1200), "blue")
    lying.paste("red", (0, 0, 400, 1200))  # the sky, at the left while the phone lies on its side
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it to the right to look at it
    lying.save(out, "JPEG", exif=exif)
    made = read(out.getvalue())
    assert isinstance(made, bytes)
    with Image.open(io.BytesIO(made)) as picture:
        top, bottom = picture.getpixel((225, 20)), picture.getpixel((225, 580))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, top[2] < 60) == (True, True)
    assert (bottom[2] > 200, bottom[0] < 60) == (True, True)


def test_what_shines_through_lies_on_white() -> None:
    made = read(png("RGBA"))
    assert isinstance(made, bytes)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.getpixel((225, 300)) == (255, 255, 255)


def test_a_phone_with_many_pixels_is_welcome() -> None:
    assert isinstance(read(jpeg((6000, 8000))), bytes)


SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unfit.NOTHING),
        (SCRIPT, Unfit.NO_PICTURE),
        (b"<html><script>alert(1)</script>", Unfit.NO_PICTURE),
        (b"%PDF-1.7\n" * 100, Unfit.NO_PICTURE),
        (b"GIF89a" + b"\0" * 600, Unfit.NO_PICTURE),
        (b"RIFF\x24\0\0\0WEBPVP8X" + b"\xff" * 600, Unfit.NO_PICTURE),
        (b"\xff\xd8\xff\xe0" + b"\0" * 600, Unfit.NO_PICTURE),
        (jpeg()[:2000], Unfit.NO_PICTURE),
        (png()[:300], Unfit.NO_PICTURE),
        (b"x" * (MOST_BYTES + 1), Unfit.TOO_LARGE),
        (jpeg((299, 900)), Unfit.TOO_SMALL),
        (bomb(5_000, 5_000), Unfit.TOO_MANY_PIXELS),
        (bomb(12_000, 9_000), Unfit.TOO_MANY_PIXELS),
        (bomb(60_000, 60_000), Unfit.TOO_MANY_PIXELS),
    ],
)
def test_what_is_no_photo_is_refused_before_it_costs_anything(data: bytes, why: Unfit) -> None:
    began = time.process_time()
    assert read(data) is why
    assert time.process_time() - began < 0.5
