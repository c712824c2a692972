"""Where lines may break in templates: times and days stay whole, long Japanese titles break between words.

Browsers break Japanese between any two characters, and only some know its words (`word-break: auto-phrase`). Titles
therefore say where they may break; static/web/components.css makes use of it.
"""

import re
from typing import Protocol

from markupsafe import Markup

from festival.core.trilingual import Trilingual
from festival.web import locale
from festival.web.locale import Timed

_KANJI, _KATAKANA = "\u4e00-\u9fff々", "\u30a1-\u30faー"
# After a stop, a bracket or a wide space; before an opening bracket; between a particle and the next word; where a
# long word of katakana or of kanji begins. What is none of these stays together: better a short line than half a word.
_BETWEEN_WORDS = re.compile(
    rf"(?<=[・、。」』）\u3000])(?=[^・、。」』）\u3000])"
    rf"|(?<=[^\u3000])(?=[「『（])"
    rf"|(?<=[のとをがはにでへや])(?=[{_KANJI}{_KATAKANA}A-Za-z])"
    rf"|(?<=[{_KANJI}])(?=[{_KATAKANA}]{{4}})"
    rf"|(?<=[{_KATAKANA}])(?=[{_KANJI}]{{4}})"
)
_BREAK = Markup("<wbr>")


class Placed(Protocol):
    """Anything that takes place somewhere."""

    @property
    def venue_name(self) -> Trilingual: ...
    @property
    def space_name(self) -> Trilingual | None: ...


def title(text: Trilingual) -> Markup:
    """Return a title for the reader; a Japanese one with marks where its line may break."""
    return locale.in_language(_BREAK.join(phrases(text)), text.best(locale.language())[1])


def phrases(text: Trilingual) -> list[str]:
    """Return a title for the reader in pieces between which its line may break; one that is not Japanese is one piece."""
    words, real = text.best(locale.language())
    return _BETWEEN_WORDS.split(words) if real == "ja" else [words]


def place(thing: Placed) -> Markup:
    """Return space and venue: Main hall, Palace; in Japanese the larger comes first."""
    venue = locale.tr(thing.venue_name)
    if thing.space_name is None:
        return venue
    space = locale.tr(thing.space_name)
    return (
        Markup(" ").join([venue, space]) if locale.language() == "ja" else Markup(", ").join([space, venue])
    )


def when(thing: Timed) -> Markup:
    """Return the hours; a line may end before Japan's, or between two days, and nowhere else."""
    return _whole(locale.hours_in_pieces(thing), locale.japan_hours(thing))


def day_and_time(thing: Timed) -> Markup:
    """Return the day with the hours; a line may end between the two."""
    return _whole(locale.day_and_hours_in_pieces(thing), locale.japan_hours(thing))


def _whole(pieces: list[str], japan: str) -> Markup:
    spans = [Markup('<span class="nowrap">{}</span>').format(piece) for piece in pieces]
    if japan:
        spans.append(Markup('<span class="nowrap japan-time">{}</span>').format(japan))
    return Markup(" ").join(spans)
