"""Kana in Latin letters (Hepburn), so that タカサキ カモメ and "Takasaki Kamome" are found to be one name. Pure."""

import re

from festival.core.names import fold

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
    "d": "だぢづでど",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
}
_KANA = {kana: row + vowel for row, line in _ROWS.items() for kana, vowel in zip(line, "aiueo", strict=True)} | {
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu",
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ん": "n", "ゔ": "vu",
    "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "・": " ", "ー": "-",
}  # fmt: skip
_SMALL = {"ゃ": "a", "ゅ": "u", "ょ": "o"}


def romaji(kana: str) -> str:
    """Return kana in Latin letters: きょう is kyou, らっこ is rakko; what is no kana stays."""
    made: list[str] = []
    double = False
    for char in fold(kana):
        if char == "っ":
            double = True
            continue
        if char in _SMALL and made:
            glide = "" if made[-1].endswith(("shi", "chi", "ji")) else "y"
            made[-1] = made[-1][:-1] + glide + _SMALL[char]
            continue
        said = _KANA.get(char, char)
        if said == "-":
            said = made[-1][-1:] if made else ""
        made.append(("t" if said.startswith("ch") else said[:1]) + said if double else said)
        double = False
    return re.sub(r"n(?=[bmp])", "m", "".join(made))
