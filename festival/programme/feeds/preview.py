"""The picture that stands beside an event's address where somebody shares it: PNG, 1200 × 630 pixels."""

from dataclasses import dataclass
from pathlib import Path

from festival.core.trilingual import Language
from festival.web import typesetting

WIDTH, HEIGHT = 1200, 630
MIMETYPE = "image/png"
BREAK = "\u200b"  # a space of no width; control characters never reach a paper


@dataclass(frozen=True, slots=True)
class Words:
    """All that stands in the picture. `stamp` lies across it ("Called off") or is empty.

    `title` may say with `BREAK` where its line should rather break.
    """

    language: Language
    festival: str
    title: str
    time: str
    place: str
    stamp: str = ""


def preview(words: Words) -> bytes:
    """Return the picture: about a quarter of a second's work, so whoever asks keeps it by what it says."""
    said = {name: getattr(words, name) for name in Words.__slots__}
    return typesetting.png(Path(__file__).with_suffix(".typ"), said)
