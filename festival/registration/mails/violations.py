"""What is said of a violation: to the authority, in Vietnamese and complete; to the people touched, in their language."""

from dataclasses import dataclass

from festival.core.trilingual import LANGUAGES, Trilingual
from festival.registration.models import Violation
from festival.registration.types.letters import Reach
from festival.web.locale import gettext as _
from festival.web.locale import moment, number, speaking


@dataclass(frozen=True, slots=True)
class Notice:
    """Both texts."""

    to_authority: str
    to_people: Trilingual


def notice(violation: Violation, touched: Reach) -> Notice:
    """Return the texts from what is recorded; nobody invents what is not known yet."""
    return Notice(
        _to_authority(violation, touched),
        Trilingual(**{lang: _to_people(violation, lang) for lang in LANGUAGES}),
    )


def _to_authority(violation: Violation, touched: Reach) -> str:
    with speaking("vi"):
        lines = [
            _(
                "Notice of a violation of the protection of personal data (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP)"
            ),
            _(
                "1. Found out: %(when)s. Began: %(began)s. Ended: %(ended)s.",
                when=moment(violation.found_at),
                began=moment(violation.began_at) if violation.began_at else _("not known yet"),
                ended=moment(violation.ended_at) if violation.ended_at else _("not known yet"),
            ),
            _("2. What happened: %(text)s", text=violation.what),
            _(
                "3. Data and people: %(text)s (%(parties)s parties, %(people)s people)",
                text=violation.data,
                parties=number(touched.parties),
                people=number(touched.people),
            ),
            _("4. What can follow: %(text)s", text=violation.consequences or _("not known yet")),
            _("5. Measures: %(text)s", text=violation.measures or _("not known yet")),
        ]
        if violation.why_late:
            lines.append(_("6. Why the notice comes later than 72 hours: %(text)s", text=violation.why_late))
        return "\n\n".join(lines)


def _to_people(violation: Violation, lang: str) -> str:
    with speaking(lang):  # type: ignore[arg-type] # one of LANGUAGES
        parts = [
            _("We must tell you that the protection of personal data was violated. We are sorry."),
            _("Noticed on %(when)s.", when=moment(violation.found_at)),
        ]
        if (
            lang == "vi"
        ):  # the record is written in Vietnamese; who looks at the letter adds the details in the others
            parts += [violation.what, violation.data]
            parts += [text for text in (violation.consequences, violation.measures) if text]
        parts.append(
            _("You may ask us what is stored about you, and to correct or delete it, on your ticket page.")
        )
        return "\n\n".join(part.replace("{", "(").replace("}", ")") for part in parts)
