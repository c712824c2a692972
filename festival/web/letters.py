"""Which letters the fonts of papers can draw, read from the fonts themselves (the table `cmap` of OpenType).

A PDF that a screen reader can read may hold no letter without a picture, so one smiley in somebody's words would leave
everybody without the paper.
"""

import re
import unicodedata
from functools import cache
from struct import unpack_from

from festival.core.config import ROOT

FONTS = ROOT / "static" / "vendor" / "@expo-google-fonts"
MISSING = "□"
# Control characters as JSON writes them; an even number of backslashes before one are backslashes of the text.
_CONTROL = re.compile(r"(?<!\\)((?:\\\\)*)\\u00(?:0[0-8bcef]|1[0-9a-f])")


def drawable(json: str, families: tuple[str, ...]) -> str:
    """Return a text in JSON with □ for each letter that none of the families (folders of npm) can draw, without control characters."""
    known = frozenset[int]().union(*(_letters(family) for family in families))
    strange = {letter for letter in set(json) if ord(letter) not in known and not _is_unseen(letter)}
    text = json.translate(dict.fromkeys(map(ord, strange), MISSING)) if strange else json
    return _CONTROL.sub(r"\1", text)


def _is_unseen(letter: str) -> bool:
    """Tell whether a letter has no picture anyway: what joins others, chooses their form or ends a line."""
    return letter in "\n\r\t" or "\ufe00" <= letter <= "\ufe0f" or unicodedata.category(letter) == "Cf"


@cache
def _letters(family: str) -> frozenset[int]:
    """Return the letters that all faces of a family can draw."""
    faces = [_letters_of(path.read_bytes()) for path in sorted((FONTS / family).rglob("*.ttf"))]
    return frozenset.intersection(*faces) if faces else frozenset()


def _letters_of(font: bytes) -> frozenset[int]:
    tables = {
        font[at : at + 4]: unpack_from(">I", font, at + 8)[0]
        for at in range(12, 12 + 16 * unpack_from(">H", font, 4)[0], 16)
    }
    start = tables[b"cmap"]
    found: set[int] = set()
    for record in range(unpack_from(">H", font, start + 2)[0]):
        at = start + unpack_from(">I", font, start + 4 + 8 * record + 4)[0]
        match unpack_from(">H", font, at)[0]:
            case 4:
                found |= _in_segments(font, at)
            case 12:
                for group in range(unpack_from(">I", font, at + 12)[0]):
                    first, last, glyph = unpack_from(">III", font, at + 16 + 12 * group)
                    found.update(range(first if glyph else first + 1, last + 1))
    return frozenset(found)


def _in_segments(font: bytes, at: int) -> set[int]:
    """Return the letters of a table of format 4: segments of letters, each with a shift or a list of glyphs."""
    double = unpack_from(">H", font, at + 6)[0]
    count = double // 2
    ends, starts, shifts, lists = (
        unpack_from(f">{count}H", font, at + 14 + step * double + (2 if step else 0)) for step in range(4)
    )
    found: set[int] = set()
    for place, (first, last, shift, jump) in enumerate(zip(starts, ends, shifts, lists, strict=True)):
        for letter in range(first, min(last, 0xFFFE) + 1):
            if jump:
                where = at + 16 + 3 * double + 2 * place + jump + 2 * (letter - first)
                glyph = unpack_from(">H", font, where)[0]
            else:
                glyph = (letter + shift) % 0x10000
            if glyph:
                found.add(letter)
    return found
