"""What the documents share: days and shares as documents say them, agencies' names, the head and the signature from what was written."""

from collections.abc import Iterable
from datetime import date, datetime

from festival.core.clock import local
from festival.core.trilingual import Language
from festival.logistics.papers.official.content import Letterhead, Paragraph, Signature
from festival.logistics.rules import reports as rules
from festival.logistics.task_words import area_labels
from festival.logistics.types.reports import Issued, Work
from festival.logistics.types.tasks import TaskFacts
from festival.web.locale import clock_time, date_only, joined, language, number, tr_plain
from festival.web.locale import gettext as _

ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
)  # there are twelve fields of work
_LINE = 64  # letters of what it is about that stand in a line, in bold
_BY_HAND = "\u00a0" * 8  # room for a number that is written by hand


def official_day(day: date, reader: Language) -> str:
    """Return a day in a sentence of an official document: ngày 05 tháng 11 năm 2026 · 2026年11月5日 · 5 November 2026."""
    return rules.vietnamese_day(day) if reader == "vi" else date_only(day)


def official_time(moment: datetime, reader: Language) -> str:
    """Return a time in a sentence: 16 giờ 05 · 16:05."""
    return local(moment).strftime("%H giờ %M") if reader == "vi" else clock_time(moment)


def table_day(day: date) -> str:
    """Return a day as it stands in a narrow column: 05/11/2026 · 2026/11/5 · 5 Nov 2026."""
    match language():
        case "ja":
            return f"{day.year}/{day.month}/{day.day}"
        case "en":
            return f"{day.day} {day:%b} {day.year}"
        case _:
            return f"{day:%d/%m/%Y}"


def share(percent: float) -> str:
    """Return a share as 24,6%."""
    return f"{number(round(percent, 1))}%"


def letterhead(issued: Issued, kind: str, subject: str, reader: Language) -> Letterhead:
    """Return the upper part of a document from what somebody wrote for it."""
    head = issued.head
    return Letterhead(
        parent=rules.balanced(head.parent.upper()),
        issuer=rules.balanced(head.issuer.upper()),
        number=_("No. %(number)s/%(symbol)s", number=issued.number or _BY_HAND, symbol=head.symbol),
        nation=_("SOCIALIST REPUBLIC OF VIET NAM"),
        motto=_("Independence – Freedom – Happiness"),
        place=_("%(place)s, %(day)s", place=head.place, day=official_day(issued.signed_on, reader))
        if head.place
        else official_day(issued.signed_on, reader),
        kind=kind,
        subject=rules.balanced(subject, _LINE),
        remark="" if reader == "vi" else _("Translation for reference; the Vietnamese text counts."),
    )


def signature(issued: Issued) -> Signature:
    """Return who signs."""
    head = issued.head
    return Signature(
        head.authority.upper(), tuple(line.upper() for line in rules.lines(head.position)), head.signer
    )


def festival(work: Work) -> dict[str, str]:
    """Return the festival's name and year for sentences."""
    return {"festival": tr_plain(work.edition.title), "year": str(work.edition.year)}


def within(subject: str, work: Work) -> str:
    """Return what a document is about, narrowed to its field of work."""
    if work.area is None:
        return subject
    return _("%(subject)s – field of work: %(area)s", subject=subject, area=area_labels()[work.area])


def name_of(agency_id: int | None, work: Work, *, short: bool = False, reader: Language = "vi") -> str:
    """Return an agency's name: whole, or for Vietnamese readers `short`; "" for nobody."""
    found = work.agencies.get(agency_id or 0)
    if found is None:
        return ""
    return found.short if short and found.short and reader == "vi" else tr_plain(found.name)


def paragraphs(text: str) -> list[Paragraph]:
    """Return the lines of a text that somebody wrote, each a paragraph behind a dash."""
    stop = "。" if language() == "ja" else "."
    return [Paragraph(f"- {line}") for line in rules.sentences(text, stop)]


def in_charge(task: TaskFacts, work: Work) -> str:
    """Return who is responsible for a task."""
    content = task.content
    return content.responsible or work.people.get(content.responsible_id or 0, "")


def names_of(ids: Iterable[int], work: Work, *, reader: Language) -> str:
    """Return agencies in a line, short ones for Vietnamese readers."""
    return joined(name for one in ids if (name := name_of(one, work, short=True, reader=reader)))
