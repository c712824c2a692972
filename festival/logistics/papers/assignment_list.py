"""The assignment of tasks (thông báo phân công nhiệm vụ): of one agency, or of all with a list by agency as an annex."""

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
from festival.logistics.papers.plan import basis, belonging
from festival.logistics.papers.report_words import (
    ROMAN,
    festival,
    in_charge,
    letterhead,
    name_of,
    names_of,
    paragraphs,
    signature,
    table_day,
    within,
)
from festival.logistics.rules import reports as rules
from festival.logistics.types.reports import Issued, Work
from festival.logistics.types.tasks import TaskFacts
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, number, speaking, tr_plain


def assignment(work: Work, issued: Issued, reader: Language) -> Document:
    """Return the assignment in a language: of the agency that the work is narrowed to, or of all."""
    with speaking(reader):
        subject = within(
            _("Assignment of tasks for preparing and holding the %(festival)s in %(year)s", **festival(work)),
            work,
        )
        alone = work.agency_id is not None
        return Document(
            language=reader,
            title=f"{_('Assignment of tasks')} – {subject}",
            dated=issued.signed_on,
            head=letterhead(issued, _("ANNOUNCEMENT"), subject, reader),
            blocks=tuple(_of_one(work, issued, reader) if alone else _of_all(work, issued, reader)),
            signature=signature(issued),
            recipients_title=_("Recipients:"),
            recipients=tuple(rules.recipients(issued.head.recipients)),
            annexes=() if alone or not work.tasks else (_annex(work, issued, reader),),
        )


def _of_one(work: Work, issued: Issued, reader: Language) -> list[Block]:
    assert work.agency_id is not None
    names = {"issuer": issued.head.issuer, "agency": name_of(work.agency_id, work), **festival(work)}
    leads, helps = rules.led_by(work.tasks, work.agency_id), rules.helped_by(work.tasks, work.agency_id)
    made: list[Block] = [
        *basis(work, reader),
        Paragraph(
            _(
                "%(agency)s carries out the following tasks for preparing and holding the %(festival)s in %(year)s:",
                **names,
            )
            if work.office
            else _(
                "%(issuer)s assigns to %(agency)s the following tasks for preparing and holding the %(festival)s in %(year)s:",
                **names,
            )
        ),
    ]
    place = 0
    for title, tasks, leading in (
        (_("TASKS THAT IT LEADS"), leads, True),
        (_("TASKS ON WHICH IT WORKS WITH OTHERS"), helps, False),
    ):
        if tasks:
            made += [
                Heading(1, f"{ROMAN[place]}. {title}"),
                _table(tasks, work, reader, leading=leading),
            ]
            place += 1
    if not place:
        made.append(Paragraph(_("No task is assigned to it yet.")))
    return made + _demands(issued, ROMAN[place])


def _table(tasks: list[TaskFacts], work: Work, reader: Language, *, leading: bool) -> Table:
    other = _("Agencies that work with it") if leading else _("Leading agency")
    return Table(
        (
            Column(_("Line no."), 6, "center"),
            Column(_("Task"), 42),
            Column(other, 22),
            Column(_("In charge"), 15.5),
            Column(_("Due on"), 14.5, "center"),
        ),
        tuple(
            Row(
                (
                    str(place),
                    _("%(task)s (no. %(number)s)", task=tr_plain(task.content.title), number=task.number),
                    names_of(task.content.partners, work, reader=reader)
                    if leading
                    else name_of(task.content.agency_id, work),
                    in_charge(task, work),
                    table_day(task.content.due_on),
                )
            )
            for place, task in enumerate(tasks, 1)
        ),
    )


def _demands(issued: Issued, numeral: str) -> list[Block]:
    made: list[Block] = []
    if issued.head.demands:
        made += [Heading(1, _("%(n)s. REQUIREMENTS", n=numeral)), *paragraphs(issued.head.demands)]
    made.append(
        Paragraph(
            _(
                "%(issuer)s informs the agencies and units so that they carry it out.",
                issuer=issued.head.issuer,
            )
            + "/."
        )
    )
    return made


def _of_all(work: Work, issued: Issued, reader: Language) -> list[Block]:
    made: list[Block] = [
        *basis(work, reader),
        Paragraph(
            _(
                "%(issuer)s assigns the tasks for preparing and holding the %(festival)s in %(year)s to agencies, units and localities as follows:",
                issuer=issued.head.issuer,
                **festival(work),
            )
        ),
        Heading(1, _("%(n)s. WHO HAS HOW MANY TASKS", n=ROMAN[0])),
        Paragraph(
            ngettext(
                "There is %(n)s task in all; each stands with its agencies and its date in the annex.",
                "There are %(n)s tasks in all; each stands with its agencies and its date in the annex.",
                len(rules.counted(work.tasks)),
            )
        ),
    ]
    rows = [
        (agency_id, len(rules.led_by(work.tasks, agency_id)), len(rules.helped_by(work.tasks, agency_id)))
        for agency_id in work.agencies
    ]
    busy = [one for one in rows if one[1] or one[2]]
    made.append(
        Table(
            (
                Column(_("Line no."), 8, "center"),
                Column(_("Agency, unit"), 56),
                Column(_("Leads"), 18, "center"),
                Column(_("Works with others"), 18, "center"),
            ),
            tuple(
                Row((str(place), name_of(agency_id, work), number(leads), number(helps)))
                for place, (agency_id, leads, helps) in enumerate(busy, 1)
            ),
        )
    )
    return made + _demands(issued, ROMAN[1])


def _annex(work: Work, issued: Issued, reader: Language) -> Annex:
    rows: list[Row | Band] = []
    for agency_id in work.agencies:
        leads, helps = rules.led_by(work.tasks, agency_id), rules.helped_by(work.tasks, agency_id)
        if leads or helps:
            rows.append(Band(name_of(agency_id, work)))
            rows += [
                _row(task, place, work, reader, leads=place <= len(leads))
                for place, task in enumerate([*leads, *helps], 1)
            ]
    nobody = [task for task in rules.counted(work.tasks) if task.content.agency_id is None]
    if nobody:
        rows.append(Band(_("Not assigned yet")))
        rows += [_row(task, place, work, reader, leads=True) for place, task in enumerate(nobody, 1)]
    columns = (
        Column(_("Line no."), 5, "center"),
        Column(_("Task no."), 6, "center"),
        Column(_("Task"), 36),
        Column(_("Part"), 10, "center"),
        Column(_("Together with"), 22),
        Column(_("In charge"), 11),
        Column(_("Due on"), 10, "center"),
    )
    return Annex(
        label=_("Annex"),
        title=_("TASKS BY AGENCY"),
        belongs=belonging(issued, _("Announcement"), reader),
        blocks=(Table(columns, tuple(rows)),),
        wide=True,
    )


def _row(task: TaskFacts, place: int, work: Work, reader: Language, *, leads: bool) -> Row:
    content = task.content
    return Row(
        (
            str(place),
            str(task.number),
            tr_plain(content.title),
            _("Leads") if leads else _("Works with others"),
            names_of(content.partners, work, reader=reader) if leads else name_of(content.agency_id, work),
            in_charge(task, work),
            table_day(content.due_on),
        )
    )
