"""The picture that stands beside an event's address where somebody shares it: PNG, 1200 × 630 pixels."""

from dataclasses import dataclass
from functools import cache

import typst

from festival.core.config import ROOT
from festival.core.trilingual import Language

WIDTH, HEIGHT = 1200, 630
MIMETYPE = "image/png"
FONTS = ROOT / "static" / "vendor" / "@expo-google-fonts"


@dataclass(frozen=True, slots=True)
class Words:
    """All that stands in the picture. `stamp` lies across it ("Called off") or is empty.

    `title` may say with the unit separator (U+001F) where its line should rather break.
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
    made = _compiler().compile(format="png", ppi=72, sys_inputs=said)
    assert isinstance(made, bytes), "a picture has one page"
    return made


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        str(ROOT / "festival" / "programme" / "feeds" / "preview.typ"),
        root=str(ROOT),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )
