"""How long words are in the decree's face, and columns that tear no word of their heads."""

from dataclasses import replace
from functools import cache

from PIL import ImageFont

from festival.logistics.papers.official.content import Table
from festival.web.letters import FONTS

PADDING = (
    1.6  # millimetres between a cell's edge and its words: the PDF's, which are a little more than Word's
)
_AIR = 0.4  # what two programs that set letters may differ by
_OF_ASIA = "\u2e80"  # from here on letters may part anywhere


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "700Bold/Tinos_700Bold.ttf" if bold else "400Regular/Tinos_400Regular.ttf"
    return ImageFont.truetype(str(FONTS / "tinos" / name), 1000)


def length(text: str, size: float, *, bold: bool = True) -> float:
    """Return how long a line in Times New Roman is, in millimetres (Tinos has the same widths)."""
    return _font(bold).getlength(text) / 1000 * size * 25.4 / 72


def fitting(table: Table, width: float, size: float) -> Table:
    """Return a table whose columns have room for the longest word of their heads in bold, in points of `size`.

    `share` is in millimetres of `width` then. What narrow columns need comes from the room that the others have to spare.
    """
    whole = sum(column.share for column in table.columns)
    wide = [width * column.share / whole for column in table.columns]
    needed = [_longest(column.head, size) + 2 * PADDING + _AIR for column in table.columns]
    lacking = sum(max(0.0, need - has) for need, has in zip(needed, wide, strict=True))
    spare = sum(max(0.0, has - need) for need, has in zip(needed, wide, strict=True))
    if lacking:
        left = max(0.0, 1 - lacking / spare) if spare else 0.0
        wide = [
            need + (has - need) * left if has > need else need for need, has in zip(needed, wide, strict=True)
        ]
    return replace(
        table,
        columns=tuple(
            replace(column, share=share) for column, share in zip(table.columns, wide, strict=True)
        ),
    )


def _longest(text: str, size: float) -> float:
    return max((length(word, size) for word in text.split() if max(word) < _OF_ASIA), default=0.0)
