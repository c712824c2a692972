"""Badges as a PDF: what stands on each, in which size it fits, and where the sheet is cut."""

import base64
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from festival.core.trilingual import Language, Trilingual
from festival.registration.rules.names import is_east_asian, on_badge, printed
from festival.registration.types.accreditation import Sheet
from festival.registration.types.people import Named
from festival.web import typesetting

_TEMPLATE = Path(__file__).with_name("badges.typ")
_WIDTHS = {Sheet.A6: 91.0, Sheet.A4: 81.0}  # mm that text has
_SCALES = {Sheet.A6: 1.0, Sheet.A4: 0.88}  # of heights and of the largest letters
_PHOTO = 30.0  # mm of it that a photo takes
_POINT = 0.3528  # mm
# How wide a letter is, in ems of Be Vietnam Pro Bold (measured: the widest of each sort, so that a line never runs over).
_KANJI, _CAPITAL, _WIDE, _NARROW, _SMALL = 1.0, 0.76, 0.95, 0.36, 0.62


@dataclass(frozen=True, slots=True)
class ZoneOnBadge:
    """A zone as badges show it: never by its colour alone."""

    letter: str
    name: Trilingual
    colour: str
    hours: tuple[str, ...] = ()  # where they are not those of the whole badge


@dataclass(frozen=True, slots=True)
class Badge:
    """All that one badge shows. `word` is the category's, `more` those of further roles; `svg` the code's picture."""

    name: Named
    position: Trilingual
    organisation: Trilingual
    colour: str
    word: Trilingual
    more: tuple[Trilingual, ...]
    zones: tuple[ZoneOnBadge, ...]
    svg: str
    short: str
    valid: str
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """What stands on the back of every badge of an edition, and above the name on its front."""

    festival: str
    emergency: str
    notes: Trilingual


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences of a badge in the language of those who hand it out; the page says them (papers know no request)."""

    language: Language
    title: str
    zones: str
    emergency: str
    code_of: str  # with %(name)s
    photo_of: str  # with %(name)s


def badges(cards: Sequence[Badge], back: Back, said: Said, sheet: Sheet) -> bytes:
    """Return the PDF, fronts and backs in turn, in the order of `cards`."""
    room, scale = _WIDTHS[sheet], _SCALES[sheet]
    return typesetting.pdf(
        _TEMPLATE,
        {
            "language": said.language,
            "title": said.title,
            "sheet": str(sheet),
            "scale": scale,
            "festival": back.festival,
            "zones-word": said.zones,
            "emergency-word": said.emergency,
            "emergency": back.emergency,
            "emergency-size": _size(back.emergency, room, 26 * scale),
            "notes": [[language, text] for language, text in back.notes.as_dict().items()],
            "badges": [_card(card, said, room, scale) for card in cards],
        },
    )


def _card(card: Badge, said: Said, room: float, scale: float) -> Mapping[str, Any]:
    name = on_badge(card.name)
    beside_photo = room - _PHOTO if card.photo else room
    language = "ja" if is_east_asian(name.large + name.rest) else "vi"
    whole = printed(card.name)
    words = [card.word, *card.more]
    word = " + ".join(one.in_("vi") for one in words)
    beside = " · ".join(
        text
        for lang in ("ja", "en")
        if (text := " + ".join(one.exact(lang) for one in words if one.exact(lang)))
    )
    own: Language = "ja" if language == "ja" else "vi"
    organisation, organisation_language = card.organisation.best(own)
    position = card.position.in_(own)
    return {
        "language": language,
        "large": name.large,
        "large-size": _size(name.large, beside_photo, 50 * scale),
        "rest": name.rest,
        "rest-size": _in_two_lines(name.rest, beside_photo, 30 * scale, 15 * scale),
        "latin": name.latin,
        "latin-size": _size(name.latin, beside_photo, 19 * scale),
        "position": position,
        "position-size": _size(position, room, 12 * scale),
        "organisation": organisation,
        "organisation-language": organisation_language,
        "organisation-size": _in_two_lines(organisation, room, 16 * scale, 12 * scale),
        "colour": card.colour,
        "word": word,
        "word-size": _size(word.upper(), room, 25 * scale),
        "words-beside": beside,
        "beside-size": _size(beside, room, 11 * scale),
        "zones": [
            {
                "letter": zone.letter,
                "colour": zone.colour,
                "name": zone.name.in_("vi"),
                "beside": " · ".join(text for text in (zone.name.ja, zone.name.en) if text),
                "hours": " · ".join(zone.hours),
            }
            for zone in card.zones
        ],
        "svg": card.svg,
        "alt": said.code_of % {"name": whole},
        "short": card.short,
        "valid": card.valid,
        "whose": f"{whole} · {card.short}",
        "photo": _framed(card.photo) if card.photo else None,
        "photo-alt": said.photo_of % {"name": whole},
    }


def _framed(jpeg: bytes) -> str:
    """Return a photo as an SVG that holds it: JSON has no bytes, and a list of numbers is five times as long."""
    held = base64.b64encode(jpeg).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 27 36" width="270" height="360"><image width="27" height="36" '
        f'preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,{held}"/></svg>'
    )


def _size(words: str, room: float, largest: float) -> float:
    """Return the size in points, to the half, at which `words` stand in one line of `room` mm; never more than `largest`.

    Measured here by the widest letters of each sort: asking typst for each of 500 badges would take seconds.
    """
    ems = max(sum(map(_ems, unicodedata.normalize("NFC", words))), 0.1)
    return max(5.0, min(largest, int(2 * room / (ems * _POINT)) / 2))


def _in_two_lines(words: str, room: float, largest: float, broken: float) -> float:
    """Return the size for one line, or for two where that is larger; in two lines never more than `broken`."""
    return max(_size(words, room, largest), _size(words, 1.8 * room, broken))


def _ems(char: str) -> float:
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return _KANJI
    base = unicodedata.normalize("NFD", char)[0]
    if base in "mwMW@":
        return _WIDE
    if base in "iIjlftr .,'’·|()-1":
        return _NARROW
    return _CAPITAL if base.isupper() or char == "Đ" else _SMALL
