"""The list of changes as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One release as an entry: its permanent number as a URI, its page, and what it says in plain text."""

    id: str
    title: str
    link: str
    published_at: datetime
    text: str


def atom(
    *, id_: str, title: str, author: str, language: str, page: str, address: str, entries: Sequence[Entry]
) -> bytes:
    """Return the feed, newest entry first. `page` is what people read, `address` the feed's own; moments are aware."""
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _text(feed, "id", id_)
    _text(feed, "title", title)
    _text(
        feed,
        "updated",
        _moment(max((entry.published_at for entry in entries), default=datetime.fromtimestamp(0, UTC))),
    )
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    _text(ET.SubElement(feed, "author"), "name", author)
    for one in entries:
        entry = ET.SubElement(feed, "entry")
        _text(entry, "id", one.id)
        _text(entry, "title", one.title)
        _text(entry, "updated", _moment(one.published_at))
        _text(entry, "published", _moment(one.published_at))
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.link})
        ET.SubElement(entry, "content", {"type": "text"}).text = one.text
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds")
