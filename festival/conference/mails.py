"""What is written to companies about their meetings, in the company's language."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from festival.conference import calendars
from festival.conference.labels.meetings import whereabouts
from festival.conference.models import Company, DeskRow, MeetingRow, SlotRow
from festival.core.trilingual import DEFAULT_LANGUAGE, Language, as_language
from festival.outbox.types import Attachment, Channel, Letter, MessageKind
from festival.registration.models import Person
from festival.registration.rules import names
from festival.web.locale import clock_time, day, speaking
from festival.web.locale import gettext as _


def announcements(
    session: Session, company: Company, asked: Sequence[int], off: Sequence[int], *, link: str
) -> Iterator[tuple[Letter, str]]:
    """Give the letters a company gets: what is new or moved, and what is off. Samples are written to by nobody."""
    if company.is_sample or company.mail is None:
        return
    with speaking(company.reader):
        if asked:
            yield (
                _letter(
                    company,
                    _("Your business meetings on %(day)s", day=_day(session, asked)),
                    [
                        _("These are your meetings, new or changed:"),
                        "\n".join(_lines(session, asked, company)),
                        _(
                            "Please be at the table five minutes before. Your page always shows all of your meetings:"
                        ),
                    ],
                    link,
                    calendars.asked(company.id, asked),
                ),
                "asked",
            )
        if off:
            yield (
                _letter(
                    company,
                    _("A business meeting does not take place"),
                    [
                        _("We are sorry that this cannot be held as planned:"),
                        "\n".join(_lines(session, off, company)),
                        _("Your page shows the meetings that remain:"),
                    ],
                    link,
                    calendars.off(company.id, off),
                ),
                "off",
            )


def invitation(company: Company, *, link: str) -> Letter | None:
    """Return the letter with which a company gets its page; None when nobody knows an address."""
    if company.is_sample or company.mail is None:
        return None
    with speaking(company.reader):
        return _letter(
            company,
            _("Business meetings in Quảng Ninh: whom would you like to meet?"),
            [
                _("On your page you can say whom you would like to meet, and when your people cannot come."),
                _("Whoever holds this link can answer for your company. Please do not pass it on."),
            ],
            link,
        )


def own_cards(company: Company, person: Person, *, link: str) -> Letter | None:
    """Return the letter with which somebody who speaks for a company gets the page of their business cards; None without an address."""
    reader = as_language(person.language) or DEFAULT_LANGUAGE
    if company.is_sample or not person.mail:
        return None
    with speaking(reader):
        paragraphs = [
            _("Dear %(name)s,", name=names.shown(person, reader)),
            _(
                "at the conference you can exchange business cards by scanning each other’s badge. You decide what your card shows, and who gets it."
            ),
            _("This link is yours alone. Please do not pass it on."),
        ]
        return Letter(
            Channel.MAIL,
            person.mail,
            reader,
            _("Your business cards at the conference"),
            "\n\n".join(paragraphs),
            link=link,
            link_label=_("Open my business cards"),
            kind=MessageKind.MEETINGS,
        )


def _letter(
    company: Company, subject: str, paragraphs: list[str], link: str, file: Attachment | None = None
) -> Letter:
    name = company.name.in_(company.reader)
    greeting = _("Dear %(company)s,", company=name)
    return Letter(
        Channel.MAIL,
        company.mail or "",
        company.reader,
        subject,
        "\n\n".join([greeting, *paragraphs]),
        link=link,
        link_label=_("Open our page"),
        kind=MessageKind.MEETINGS,
        attachments=(file,) if file else (),
    )


def _rows(session: Session, numbers: Sequence[int]) -> list[tuple[MeetingRow, SlotRow, DeskRow]]:
    found = session.execute(
        select(MeetingRow, SlotRow, DeskRow)
        .join(SlotRow, SlotRow.id == MeetingRow.slot_id)
        .join(DeskRow, DeskRow.id == MeetingRow.desk_id)
        .where(MeetingRow.id.in_(numbers))
        .options(selectinload(MeetingRow.firms))
        .order_by(SlotRow.starts_at)
    )
    return [(row, slot, desk) for row, slot, desk in found]


def _day(session: Session, numbers: Sequence[int]) -> str:
    return day(_rows(session, numbers)[0][1].starts_at)


def _lines(session: Session, numbers: Sequence[int], company: Company) -> list[str]:
    rows = _rows(session, numbers)
    wanted = {one.company_id for row, _slot, _desk in rows for one in row.firms} - {company.id}
    others = {one.id: one for one in session.scalars(select(Company).where(Company.id.in_(wanted)))}
    return [_line(row, slot, desk, others, company.reader) for row, slot, desk in rows]


def _line(row: MeetingRow, slot: SlotRow, desk: DeskRow, others: dict[int, Company], reader: Language) -> str:
    names = [others[one.company_id].name.in_(reader) for one in row.firms if one.company_id in others]
    return _(
        "%(since)s–%(until)s, %(table)s: %(companies)s",
        since=clock_time(slot.starts_at),
        until=clock_time(slot.ends_at),
        table=whereabouts(desk.name, desk.area),
        companies=", ".join(names),
    )
