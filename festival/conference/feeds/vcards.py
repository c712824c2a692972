"""Business cards as vCard 4.0 (RFC 6350) and 3.0 (RFC 2426), for address books of any age. Facts in, bytes out.

A name keeps its own script; its reading sorts it (SORT-AS, and X-PHONETIC-… which phones in Japan read), and Latin letters
stand beside it. What is said in several languages is one property with a variant each (ALTID) in 4.0, and the owner's own in 3.0.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from festival.conference.types.cards import Card
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.feeds.ical import escape, fold

MIMETYPE = "text/vcard"
Version = Literal["4.0", "3.0"]


def vcards(cards: Iterable[Card], *, host: str, version: Version) -> bytes:
    """Return the cards as one file; `host` makes their numbers unique in the world."""
    return b"".join(fold(line) for one in cards for line in _lines(one, host, version))


def _lines(one: Card, host: str, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"UID:urn:uuid:{uuid5(NAMESPACE_URL, f'https://{host}/cards/{one.person_id}')}"
    yield from _name(one, version)
    yield from _said("TITLE", one.position, one, version)
    yield from _said("ORG", one.organisation, one, version)
    if one.phone:
        kind = "TEL;TYPE=CELL,VOICE:" if version == "3.0" else 'TEL;VALUE=uri;TYPE="cell,voice":tel:'
        yield f"{kind}{one.phone}"
    if one.mail:
        yield (
            f"EMAIL;TYPE=INTERNET:{escape(one.mail)}"
            if version == "3.0"
            else f"EMAIL;TYPE=work:{escape(one.mail)}"
        )
    if one.website:
        yield f"URL:{one.website}"
    if version == "4.0":
        yield f"LANG:{one.language}"
    yield f"REV:{one.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _name(one: Card, version: Version) -> Iterator[str]:
    family, _, given = one.kana.partition(" ")
    name = f"{escape(one.family)};{escape(one.given)};;;"
    if version == "4.0":
        sort = f';SORT-AS="{_quoted(family)},{_quoted(given)}"' if given else ""
        yield f"N{sort}:{name}"
        if one.latin:
            yield f"FN;ALTID=1;LANGUAGE={one.language}:{escape(one.whole)}"
            yield f"FN;ALTID=1;LANGUAGE=en:{escape(one.latin)}"
        else:
            yield f"FN:{escape(one.whole)}"
    else:
        yield f"N:{name}"
        yield f"FN:{escape(f'{one.whole} ({one.latin})' if one.latin else one.whole)}"
        if one.kana:
            yield f"SORT-STRING:{escape(one.kana)}"
    if given:
        yield f"X-PHONETIC-LAST-NAME:{escape(family)}"
        yield f"X-PHONETIC-FIRST-NAME:{escape(given)}"


def _said(prop: str, words: Trilingual, one: Card, version: Version) -> Iterator[str]:
    if version == "3.0":
        if text := words.in_(one.language):
            yield f"{prop}:{escape(text)}"
        return
    known = [(code, text) for code in LANGUAGES if (text := words.exact(code))]
    if len(known) == 1:
        yield f"{prop}:{escape(known[0][1])}"
        return
    for code, text in known:
        yield f"{prop};ALTID=1;LANGUAGE={code}:{escape(text)}"


def _quoted(text: str) -> str:
    return text.replace('"', "'")
