"""Certificates of attendance as A4 across: the reader's language large, the two others small, and a code by which anybody can check it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from festival.conference.links import CertificateLinks
from festival.conference.models import Certificate
from festival.conference.types.certificates import Said
from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Language, as_language
from festival.web import qr, typesetting
from festival.web.locale import date_only, day, ngettext, speaking
from festival.web.locale import gettext as _

_TEMPLATE = Path(__file__).with_suffix(".typ")


def pdf(rows: Iterable[Certificate], links: CertificateLinks, *, title: str, reader: Language) -> bytes:
    """Return certificates as PDF, one a sheet, each in its person's language."""
    return typesetting.pdf(
        _TEMPLATE, {"language": reader, "title": title, "sheets": [_sheet(row, links) for row in rows]}
    )


def number_of(row: Certificate) -> str:
    """Return the number as it is printed and read aloud: 2027/0012."""
    return f"{Said.from_json(row.said).day.year}/{row.number:04d}"


def _sheet(row: Certificate, links: CertificateLinks) -> dict[str, Any]:
    said = Said.from_json(row.said)
    first = as_language(row.language) or "vi"
    others = [code for code in LANGUAGES if code != first]
    with speaking(first):
        alt = _("QR code by which this certificate can be checked")
    return {
        "language": first,
        "number": number_of(row),
        "name": row.name,
        "latin": row.latin,
        "main": _words(row, said, first),
        "others": [_words(row, said, code) for code in others],
        "qr": str(qr.svg(links.url(row.id), title=alt)),
        "alt": alt,
        "address": links.url(row.id).removeprefix("https://"),
        "revoked": row.revoked_at is not None,
    }


def _words(row: Certificate, said: Said, reader: Language) -> dict[str, Any]:
    with speaking(reader):
        return {
            "language": reader,
            "heading": _("Certificate of attendance"),
            "festival": _("Hokkaido Festival in Hạ Long"),
            "says": _("This is to certify that"),
            "has": _("attended the following event on %(day)s", day=day(said.day)),
            "organisation": said.organisation.in_(reader),
            "event": said.event.in_(reader),
            "venue": said.venue.in_(reader),
            "sessions": [
                [one.title.in_(reader), ngettext("%(n)s minute", "%(n)s minutes", one.minutes)]
                for one in said.sessions
            ],
            "issuer": said.issuer.in_(reader),
            "signatory": said.signatory,
            "position": said.position.in_(reader),
            "place": _dated(said, row, reader),
            "number": _("Certificate no. %(number)s", number=number_of(row)),
            "check": _("Scan to check that this certificate is genuine"),
            "revoked": _("Revoked"),
        }


def _dated(said: Said, row: Certificate, reader: Language) -> str:
    place = said.place.in_(reader)
    on = date_only(local(row.issued_at).date())
    return _("%(place)s, %(date)s", place=place, date=on) if place else on
