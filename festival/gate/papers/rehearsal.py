"""A gate's sheet of rehearsal codes on A4: in Vietnamese and in the language of who prints it, since gates are staffed by both."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.gate.labels import class_label, refusal_label
from festival.gate.rehearsal_codes import COACH, RehearsalCode
from festival.web import typesetting
from festival.web.locale import day_short, ngettext, speaking
from festival.web.locale import gettext as _

_TEMPLATE = Path(__file__).with_suffix(".typ")
FIRST = LANGUAGES[0]


def pdf(codes: Sequence[RehearsalCode], gate: Trilingual, until: datetime, reader: Language) -> bytes:
    """Return the sheet as PDF; the codes work until `until`."""
    languages = (FIRST, reader) if reader != FIRST else (FIRST,)
    with speaking(reader):
        title = _("Rehearsal codes")
    return typesetting.pdf(
        _TEMPLATE,
        {
            "language": reader,
            "title": f"{title}: {gate.in_(reader)}",
            "heads": [_head(gate, until, one) for one in languages],
            "cards": [_card(one, languages, reader) for one in codes],
        },
    )


def _head(gate: Trilingual, until: datetime, language: Language) -> dict[str, str]:
    with speaking(language):
        return {
            "language": language,
            "title": _("Rehearsal codes"),
            "gate": gate.in_(language),
            "about": _(
                "These codes open nothing but a rehearsal. They work until %(when)s. Scan number 1 twice: the second time it has been used.",
                when=day_short(until),
            ),
        }


def _card(one: RehearsalCode, languages: Sequence[Language], reader: Language) -> dict[str, Any]:
    with speaking(reader):
        alt = _("Rehearsal code %(n)s", n=one.number)
    return {
        "number": str(one.number),
        "qr": str(one.picture),
        "alt": alt,
        "good": one.expected is None,
        "said": [_said(one, language) for language in languages],
    }


def _said(one: RehearsalCode, language: Language) -> dict[str, str]:
    with speaking(language):
        whom = class_label(one.ticket_class).in_(language)
        if one.people > 1:
            whom += " · " + ngettext("%(n)s person", "%(n)s people", one.people)
        if one.expected:
            answer = _("Refused: %(why)s", why=refusal_label(one.expected))
        elif one.people == COACH:
            answer = _("The phone shall ask how many are here")
        else:
            answer = _("The phone shall say: enter")
        return {"language": language, "whom": whom, "answer": answer}
