"""The plan (kế hoạch): purpose, activities, what each field of work has to do, and all tasks as an annex."""

from festival.core.clock import local
from festival.core.trilingual import Language
from festival.logistics.papers.official.content import (
    Annex,
    Band,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
)
from festival.logistics.papers.report_words import (
    ROMAN,
    festival,
    in_charge,
    letterhead,
    name_of,
    names_of,
    official_day,
    paragraphs,
    signature,
    table_day,
    within,
)
from festival.logistics.rules import reports as rules
from festival.logistics.task_words import area_labels
from festival.logistics.types.reports import Issued, Work
from festival.logistics.types.tasks import Area, Priority, TaskFacts
from festival.programme.types import EventFacts, EventState
from festival.web.locale import clock_time, date_only, joined, ngettext, number, speaking, tr_plain
from festival.web.locale import gettext as _

_PRESSING = 4  # urgent tasks that the body names for each field of work; the annex has all


def plan(work: Work, issued: Issued, reader: Language, *, with_annex: bool = True) -> Document:
    """Return the plan in a language."""
    with speaking(reader):
        subject = within(
            _("Carrying out the tasks assigned for the %(festival)s in %(year)s", **festival(work))
            if work.office
            else _("Holding of the %(festival)s in %(year)s", **festival(work)),
            work,
        )
        return Document(
            language=reader,
            title=f"{_('Work plan')} – {subject}",
            dated=issued.signed_on,
            head=letterhead(issued, _("PLAN"), subject, reader),
            blocks=tuple(_body(work, issued, reader, with_annex=with_annex)),
            signature=signature(issued),
            recipients_title=_("Recipients:"),
            recipients=tuple(rules.recipients(issued.head.recipients)),
            annexes=(_annex(work, issued, reader),) if with_annex and work.tasks else (),
        )


def _body(work: Work, issued: Issued, reader: Language, *, with_annex: bool) -> list[Block]:
    head = issued.head
    made: list[Block] = [*basis(work, reader)]
    names = {"issuer": head.issuer, **festival(work)}
    made.append(
        Paragraph(
            _(
                "%(issuer)s issues the plan for carrying out its tasks for the %(festival)s in %(year)s, as follows:",
                **names,
            )
            if work.office
            else _(
                "%(issuer)s issues the plan for holding the %(festival)s in %(year)s, as follows:", **names
            )
        )
    )
    made += [
        Heading(1, _("%(n)s. PURPOSE AND REQUIREMENTS", n=ROMAN[0])),
        Heading(2, _("%(n)s. Purpose", n=1)),
        *paragraphs(head.purpose),
        Heading(2, _("%(n)s. Requirements", n=2)),
        *paragraphs(head.demands),
        Heading(1, _("%(n)s. TIME, PLACES AND ACTIVITIES", n=ROMAN[1])),
        Paragraph(
            _(
                "from %(first)s to %(last)s; the main night is %(main)s.",
                first=date_only(work.edition.starts_on),
                last=date_only(work.edition.ends_on),
                main=date_only(work.edition.main_day),
            ),
            lead=_("%(n)s. Time:", n=1),
        ),
        Paragraph(_("“%(theme)s”.", theme=tr_plain(work.edition.theme)), lead=_("%(n)s. Theme:", n=2)),
    ]
    if work.events:
        made += [Heading(2, _("%(n)s. Activities:", n=3)), _activities(work.events)]
    made.append(Heading(1, _("%(n)s. TASKS AND WHO CARRIES THEM OUT", n=ROMAN[2])))
    for place, (area, tasks) in enumerate(rules.parts(work.tasks), 1):
        made += _part(place, area, tasks, work, reader)
    made.append(Heading(1, _("%(n)s. CARRYING IT OUT", n=ROMAN[3])))
    made += _carrying_out(issued, with_annex=with_annex and bool(work.tasks))
    return made


def basis(work: Work, reader: Language) -> list[Paragraph]:
    """Return the directives that a document rests on, each a line in italics."""
    return [
        Paragraph(
            _(
                "Pursuant to document no. %(number)s of %(day)s of %(issuer)s (%(title)s);",
                number=one.number,
                day=official_day(one.issued_on, reader),
                issuer=one.issuer,
                title=tr_plain(one.title),
            ),
            italic=True,
        )
        for one in work.basis
    ]


def _activities(events: tuple[EventFacts, ...]) -> Table:
    return Table(
        (
            Column(_("Line no."), 6, "center"),
            Column(_("Day and time"), 21, "center"),
            Column(_("Activity"), 42),
            Column(_("Place"), 31),
        ),
        tuple(
            Row((str(place), _times(one), tr_plain(one.title), tr_plain(one.venue_name)))
            for place, one in enumerate((one for one in events if one.state is not EventState.CANCELLED), 1)
        ),
    )


def _times(event: EventFacts) -> str:
    first, last = (table_day(local(at).date()) for at in (event.starts_at, event.ends_at))
    if first == last:
        return f"{clock_time(event.starts_at)} – {clock_time(event.ends_at)}\n{first}"
    return f"{clock_time(event.starts_at)} {first} –\n{clock_time(event.ends_at)} {last}"


def _part(place: int, area: Area, tasks: list[TaskFacts], work: Work, reader: Language) -> list[Block]:
    first, last = rules.begins(tasks)
    leading = joined(name for one in rules.most_leading(tasks) if (name := name_of(one, work)))
    said = ngettext(
        "%(n)s task, to be carried out from %(first)s to %(last)s.",
        "%(n)s tasks, to be carried out from %(first)s to %(last)s.",
        len(tasks),
        first=date_only(first),
        last=date_only(last),
    )
    made: list[Block] = [
        Heading(2, f"{place}. {area_labels()[area]}"),
        Paragraph(
            said + (" " if reader != "ja" else "") + _("Leading: %(agencies)s.", agencies=leading)
            if leading
            else said
        ),
    ]
    pressing = [task for task in tasks if task.content.priority is Priority.URGENT][:_PRESSING]
    for task in pressing:
        content = task.content
        made.append(
            Paragraph(
                _(
                    "- %(task)s (%(agency)s; by %(day)s);",
                    task=tr_plain(content.title).rstrip("."),
                    agency=name_of(content.agency_id, work, short=True, reader=reader)
                    or _("not assigned yet"),
                    day=date_only(content.due_on),
                )
            )
        )
    if pressing:
        final = made[-1]
        assert isinstance(final, Paragraph)
        made[-1] = Paragraph(final.text.rstrip(";；") + ("。" if reader == "ja" else "."))
    return made


def _carrying_out(issued: Issued, *, with_annex: bool) -> list[Block]:
    lines = [
        _("The leading agencies draw up detailed plans for their tasks, work closely with the others and answer to the organizing committee for the results."),
        _("Progress is reported every week, and from thirty days before the main night every day before 16:00; what is difficult is reported at once."),
        _("The office of the organizing committee follows up, presses and puts together the results."),
    ]  # fmt: skip
    if with_annex:
        lines.insert(
            0,
            _("The tasks, the agencies that carry them out and their dates stand in the annex of this plan."),
        )
    made: list[Block] = [Paragraph(f"{place}. {line}") for place, line in enumerate(lines, 1)]
    made.append(
        Paragraph(
            _(
                "This is the plan of %(issuer)s; the agencies and units are asked to carry it out together.",
                issuer=issued.head.issuer,
            )
            + "/."
        )
    )
    return made


def _annex(work: Work, issued: Issued, reader: Language) -> Annex:
    rows: list[Row | Band] = []
    for place, (area, tasks) in enumerate(rules.parts(work.tasks)):
        rows.append(Band(f"{ROMAN[place]}. {area_labels()[area]} ({number(len(tasks))})"))
        rows += [_row(task, work, reader) for task in tasks]
    columns = (
        Column(_("Task no."), 5, "center"),
        Column(_("Task"), 32),
        Column(_("Leading agency"), 16),
        Column(_("Agencies that work with it"), 17),
        Column(_("In charge"), 10),
        Column(_("Begins on"), 10, "center"),
        Column(_("Due on"), 10, "center"),
    )
    return Annex(
        label=_("Annex"),
        title=_("LIST OF TASKS"),
        belongs=belonging(issued, _("Work plan"), reader),
        blocks=(Table(columns, tuple(rows)),),
        wide=True,
    )


def _row(task: TaskFacts, work: Work, reader: Language) -> Row:
    content = task.content
    return Row(
        (
            str(task.number),
            tr_plain(content.title),
            name_of(content.agency_id, work) or _("not assigned yet"),
            names_of(content.partners, work, reader=reader),
            in_charge(task, work),
            table_day(content.starts_on) if content.starts_on else "",
            table_day(content.due_on),
        )
    )


def belonging(issued: Issued, kind: str, reader: Language) -> str:
    """Return the line that says to which document an annex belongs."""
    head = issued.head
    return _(
        "(Attached to: %(kind)s no. %(number)s/%(symbol)s of %(day)s of %(issuer)s)",
        kind=kind,
        number=issued.number or "\u00a0" * 6,
        symbol=head.symbol,
        day=official_day(issued.signed_on, reader),
        issuer=head.issuer,
    )
