"""What a document's head and texts are until somebody writes others: in the language of the document, for the committee or an agency."""

from festival.core.trilingual import Language
from festival.logistics.rules.reports import initials
from festival.logistics.types.reports import AgencyNames, Head, ReportKind
from festival.programme.types import EditionFacts
from festival.web.locale import gettext as _
from festival.web.locale import speaking, tr_plain

SYMBOLS = {
    ReportKind.PLAN: "KH",
    ReportKind.ASSIGNMENT: "TB",
    ReportKind.PROGRESS: "BC",
    ReportKind.SHEET: "",
}


def standard_head(
    kind: ReportKind, reader: Language, edition: EditionFacts, office: AgencyNames | None
) -> Head:
    """Return the head for a kind of report, issued by an agency or (None) by the organizing committee."""
    with speaking(reader):
        sign = initials(office.name.vi) if office else "BTC"
        return Head(
            parent=_("People's Committee of the province of Quảng Ninh"),
            issuer=tr_plain(office.name)
            if office
            else _("Organizing committee of the %(festival)s", festival=tr_plain(edition.title)),
            symbol=f"{SYMBOLS[kind]}-{sign}",
            place="Quảng Ninh" if reader != "ja" else "クアンニン",
            authority="" if office else _("For the organizing committee"),
            position=_("Director") if office else _("Chair"),
            recipients="\n".join(_recipients(kind)),
            purpose="\n".join(_purpose()) if kind is ReportKind.PLAN else "",
            demands="\n".join(_demands(kind)),
            meeting=_("At the post, 30 minutes before the shift begins.") if kind is ReportKind.SHEET else "",
            safety="\n".join(_safety()) if kind is ReportKind.SHEET else "",
        )


def _recipients(kind: ReportKind) -> list[str]:
    above = [
        _("The Standing Committee of the Provincial Party Committee (to report)"),
        _("The leaders of the Provincial People's Committee (to report)"),
    ]
    beside = [
        _("The members of the organizing committee"),
        _("The agencies, units and localities concerned"),
    ]
    kept = [_("Kept: office")]
    if kind is ReportKind.SHEET:
        return []
    return [*above, *([] if kind is ReportKind.PROGRESS else beside), *kept]


def _purpose() -> list[str]:
    return [
        _(
            "Carry out what the leaders have instructed; hold the festival with dignity, safely and thriftily, rich in identity."
        ),
        _(
            "Deepen the friendship and cooperation of Quảng Ninh and Hokkaido; introduce the land, its people and its opportunities to visitors, investors and companies."
        ),
    ]


def _demands(kind: ReportKind) -> list[str]:
    if kind is ReportKind.PLAN:
        return [
            _(
                "Every task has an agency that leads, agencies that work with it, somebody in charge and a date; agencies say regularly how far they are."
            ),
            _(
                "Security, traffic safety, medical care, fire safety and food safety come first; plans are ready for far more people than expected."
            ),
        ]
    if kind is ReportKind.ASSIGNMENT:
        return [
            _(
                "Agencies carry out what is assigned to them well and on time; what stands in the way is reported to the organizing committee at once."
            ),
            _("Agencies that work with another send people, forces and means as the leading agency asks."),
        ]
    return []


def _safety() -> list[str]:
    return [
        _("Keep emergency ways and exits free at all times."),
        _("Do not leave the post before somebody has relieved you."),
        _("Report every danger to the control room at once: where, what, how many people."),
        _("When people touch one another on all sides, report at once and let nobody further in."),
    ]
