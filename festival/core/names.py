"""Names and texts as people write them: kept exactly (NFC), searched blind to accents, width and case."""

import re
import unicodedata

# Hàn/kanji variants that one person's name may be typed with (JIS level 3 and older forms → the common one).
_VARIANTS = str.maketrans(
    {
        "đ": "d",
        "Đ": "d",
        "髙": "高",
        "﨑": "崎",
        "嵜": "崎",
        "濵": "浜",
        "濱": "浜",
        "邉": "辺",
        "邊": "辺",
        "齋": "斎",
        "齊": "斎",
        "斉": "斎",
        "澤": "沢",
        "櫻": "桜",
        "德": "徳",
        "瀨": "瀬",
        "眞": "真",
        "廣": "広",
        "國": "国",
        "ı": "i",
        "ø": "o",
        "ß": "ss",
        "ł": "l",
    }
)
_SPACES = re.compile(r"\s+")
_VOICED = {"\u3099", "\u309a"}


def tidy(text: str) -> str:
    """Return `text` in NFC with control characters removed and white space folded to single spaces."""
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if c in "\t\r\n" else c
        for c in normal
        if c in "\t\r\n" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"}
    )
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def fold(text: str) -> str:
    """Return the search form: no accents, đ as d, full and half width alike, katakana as hiragana, lower case.

    "Nguyễn Thuỳ Dương" and "nguyen thùy dương" give the same; so do 髙﨑 and 高崎, ｶﾅ, カナ and かな. Kana keep their
    voicing marks (か is not が).
    """
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    apart = unicodedata.normalize("NFD", wide)
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn" or c in _VOICED)
    joined = unicodedata.normalize("NFC", bare).translate(_VARIANTS)
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in joined)
    return _SPACES.sub(" ", hiragana).strip()


def slugify(text: str, *, otherwise: str) -> str:
    """Return an address-safe form of `text` (a-z, 0-9, hyphens); `otherwise` where nothing Latin is left."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return slug or otherwise


def like_pattern(text: str) -> str:
    r"""Return `%text%` for LIKE … ESCAPE '\', folded, with the wildcards of the reader's text taken literally."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
