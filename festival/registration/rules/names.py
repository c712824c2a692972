"""How people's names are put in order, printed, addressed and searched: pure.

Vietnamese and Japanese names begin with the family; names of Western languages end with it. What decides is the name itself
(its script, then letters that only Vietnamese has), and the person's language where the letters leave it open.
"""

import re
import unicodedata
from collections.abc import Sequence

from festival.core.names import fold, like_pattern
from festival.core.trilingual import Language
from festival.registration.types.people import FOLDED_LIMIT, BadgeName, Honorific, Named

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f々〆ヶ]")
_HORN_BREVE_BAR = set("ăđơư")
_HOOK_OR_DOT = {"\u0309", "\u0323"}  # tone marks that no other language of our guests writes
_LONG = re.compile(r"o[ou]|oh(?=[^aiueoy]|$)|uu")
_TITLES: dict[Language, dict[Honorific, str]] = {
    "vi": {Honorific.MR: "Ông", Honorific.MS: "Bà"},
    "en": {Honorific.MR: "Mr", Honorific.MS: "Ms"},
    "ja": {},
}
WORDS_LIMIT = 6  # of a search; what comes after them is not looked at


def is_east_asian(text: str) -> bool:
    """Tell whether there is a kanji, kana or hangul in `text`."""
    return _EAST_ASIAN.search(text) is not None


def is_vietnamese(text: str) -> bool:
    """Tell whether `text` has a letter that only Vietnamese writes (ă đ ơ ư, a hook, a dot below, or two marks on one vowel)."""
    for char in text.casefold():
        if char in _HORN_BREVE_BAR:
            return True
        marks = unicodedata.normalize("NFD", char)[1:]
        if len(marks) > 1 or (marks and marks in _HOOK_OR_DOT):
            return True
    return False


def is_family_first(name: Named) -> bool:
    """Tell whether this name begins with the family."""
    written = name.family + name.given
    return is_east_asian(written) or is_vietnamese(written) or name.language in {"vi", "ja"}


def own(name: Named) -> str:
    """Return the whole name in the person's own script and order: Nguyễn Văn An, 髙﨑 鷗, Anna Berg."""
    parts = (name.family, name.given) if is_family_first(name) else (name.given, name.family)
    return " ".join(part for part in parts if part)


def printed(name: Named) -> str:
    """Return what stands on lists, tickets and seats: what the person asked for, else the whole name."""
    return name.print_as or own(name)


def in_latin(name: Named) -> str:
    """Return the name in Latin letters, or "" when nobody has written it so."""
    whole = own(name)
    return name.latin or ("" if is_east_asian(whole) else whole)


def shown(name: Named, reader: Language) -> str:
    """Return the name as somebody can read it who reads `reader`: with Latin letters, or with its kana, where the script is foreign."""
    whole = printed(name)
    if reader == "ja":
        return f"{whole}（{name.kana}）" if name.kana and not is_east_asian(whole) else whole
    latin = in_latin(name)
    return f"{latin} ({whole})" if latin and is_east_asian(whole) else whole


def addressed(name: Named, honorific: Honorific, reader: Language) -> str:
    """Return the name as a letter in `reader`'s language begins with it: 髙﨑 鷗 様, Ông Nguyễn Văn An, Ms Anna Berg.

    様 is right for everybody; Ông, Bà, Mr and Ms only stand where the organizers know which.
    """
    if reader == "ja":
        return f"{printed(name)} 様"
    written = in_latin(name) or printed(name)
    title = _TITLES[reader].get(honorific, "")
    return f"{title} {written}" if title else written


def on_badge(name: Named) -> BadgeName:
    """Return the name as a badge shows it: the family large, the rest under it, and Latin letters where it has others."""
    if name.print_as:
        return BadgeName(name.print_as, "", _latin_beside(name, name.print_as))
    if not name.family:
        return BadgeName(name.given, "", _latin_beside(name, name.given))
    return BadgeName(name.family, name.given, _latin_beside(name, own(name)))


def _latin_beside(name: Named, whole: str) -> str:
    if is_east_asian(whole):
        return name.latin
    return name.latin if name.latin and fold(name.latin) != fold(whole) and name.print_as == "" else ""


def folded(name: Named) -> str:
    """Return the search form: own script in both orders, without spaces where kanji stand, Latin letters and kana."""
    both = [f"{name.family} {name.given}", f"{name.given} {name.family}"]
    if is_east_asian(name.family + name.given):
        both = [name.family + name.given, both[0]]
    forms = [*both, name.latin, name.kana, name.kana.replace(" ", ""), name.print_as]
    return " · ".join(dict.fromkeys(form for form in map(fold, forms) if form))[:FOLDED_LIMIT]


def patterns(text: str) -> list[str]:
    """Return the LIKE patterns that a person's `folded` must all match: one for each word, in any order; one kanji is enough."""
    return [like_pattern(word) for word in fold(text).split()[:WORDS_LIMIT]]


def keys(name: Named) -> tuple[str, str, str]:
    """Return (own, Latin, kana) as two spellings of one name share them; "" where there is none.

    The order of the words, accents, kanji variants, width and, in Latin letters, long vowels (Ōno, Ohno, Oono) do not count.
    """
    whole = own(name)
    latin = _sorted_words(in_latin(name))
    return (
        fold(whole).replace(" ", "") if is_east_asian(whole) else _sorted_words(whole),
        _LONG.sub(lambda found: found[0][0], latin) if is_east_asian(whole) or name.kana else latin,
        fold(name.kana).replace(" ", "").replace("・", ""),
    )


def _sorted_words(text: str) -> str:
    return " ".join(sorted(fold(text).replace(",", " ").replace(".", " ").split()))


def split(whole: str, language: Language) -> tuple[str, str]:
    """Return (family, given) of a name written in one piece, as a list or a form has it; family is "" for a single word.

    Vietnamese and Japanese begin with the family ("Nguyễn Văn An", "髙﨑 鷗"), others end with it ("Anna Berg"); a comma
    says it ("Berg, Anna").
    """
    words: Sequence[str] = whole.split()
    if "," in whole:
        family, _, given = whole.partition(",")
        return family.strip(), given.strip()
    if len(words) < 2:
        return "", whole.strip()
    if is_east_asian(whole) or is_vietnamese(whole) or language in {"vi", "ja"}:
        return words[0], " ".join(words[1:])
    return words[-1], " ".join(words[:-1])
