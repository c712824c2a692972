"""The progress report (báo cáo tiến độ): counts by field of work, what was done, what is late and why, what is proposed."""

from collections.abc import Iterable

from festival.core.clock import local
from festival.core.trilingual import Language
from festival.logistics.papers.official.content import (
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
    letterhead,
    name_of,
    official_day,
    official_time,
    paragraphs,
    share,
    signature,
    table_day,
    within,
)
from festival.logistics.rules import reports as rules
from festival.logistics.task_words import area_labels, state_labels
from festival.logistics.types.reports import AreaCounts, Issued, Moved, Stood, Work
from festival.logistics.types.tasks import Standing, TaskFacts, TaskState
from festival.web.locale import date_only, ngettext, number, speaking, tr_plain
from festival.web.locale import gettext as _

_LONGEST = 240  # of what somebody wrote about a task; the system has the rest
_WEEK = 7


def progress(work: Work, issued: Issued, reader: Language) -> Document:
    """Return the report in a language."""
    with speaking(reader):
        subject = within(
            _("Progress of the preparations for the %(festival)s in %(year)s", **festival(work)), work
        )
        return Document(
            language=reader,
            title=f"{_('Progress report')} – {subject}",
            dated=issued.signed_on,
            head=letterhead(issued, _("REPORT"), subject, reader),
            blocks=tuple(_body(work, issued, reader)),
            signature=signature(issued),
            recipients_title=_("Recipients:"),
            recipients=tuple(rules.recipients(issued.head.recipients)),
        )


def proposals(work: Work, reader: Language) -> list[str]:
    """Return what can be proposed from what is late: to each agency, the tasks that it is asked to complete."""
    with speaking(reader):
        late: dict[int | None, list[int]] = {}
        for one in rules.standing_as(work.tasks, Standing.LATE, work.today):
            late.setdefault(one.task.content.agency_id, []).append(one.task.number)
        return [
            ngettext(
                "%(agency)s is asked to complete the late task no. %(numbers)s and to report the day by which it is done.",
                "%(agency)s is asked to complete the late tasks no. %(numbers)s and to report the days by which they are done.",
                len(numbers),
                agency=name_of(agency_id, work),
                numbers=", ".join(map(str, sorted(numbers))),
            )
            if agency_id in work.agencies
            else ngettext(
                "An agency is to be assigned to the late task no. %(numbers)s.",
                "Agencies are to be assigned to the late tasks no. %(numbers)s.",
                len(numbers),
                numbers=", ".join(map(str, sorted(numbers))),
            )
            for agency_id, numbers in late.items()
        ]


def _body(work: Work, issued: Issued, reader: Language) -> list[Block]:
    whole = rules.counts(work.tasks, work.today)
    made: list[Block] = [
        *_stand(work, issued, reader),
        Heading(1, _("%(n)s. RESULTS IN ALL", n=ROMAN[0])),
        Paragraph(_summary(whole)),
    ]
    days = (work.edition.main_day - work.today).days
    if days > 0:
        made.append(Paragraph(_days_left(days, is_past=work.is_past)))
    if whole.total:
        made.append(_by_area(work, whole))
    made += [Heading(1, _("%(n)s. WHAT WAS DONE", n=ROMAN[1])), *_done(work, reader)]
    late = rules.standing_as(work.tasks, Standing.LATE, work.today)
    made.append(Heading(1, _("%(n)s. TASKS THAT ARE LATE, AND WHY", n=ROMAN[2])))
    made.append(_late(late, work, reader) if late else Paragraph(_("No task is late.")))
    risky = rules.standing_as(work.tasks, Standing.AT_RISK, work.today)
    made.append(Heading(1, _("%(n)s. TASKS AT RISK", n=ROMAN[3])))
    made.append(
        _listed((one.task for one in risky), work, reader) if risky else Paragraph(_("No task is at risk."))
    )
    named = {one.task.id for one in risky}
    soon = [task for task in rules.due_next(work.tasks, work.today, _WEEK) if task.id not in named]
    made.append(Heading(1, _("%(n)s. OTHER TASKS DUE IN THE NEXT SEVEN DAYS", n=ROMAN[4])))
    made.append(_listed(soon, work, reader) if soon else Paragraph(_("No other task is due.")))
    made.append(Heading(1, _("%(n)s. PROPOSALS", n=ROMAN[5])))
    made += paragraphs(issued.proposals) or [Paragraph(_("None."))]
    made.append(
        Paragraph(
            _(
                "This is the report of %(issuer)s, for consideration and instruction.",
                issuer=issued.head.issuer,
            )
            + "/."
        )
    )
    return made


def _stand(work: Work, issued: Issued, reader: Language) -> list[Block]:
    """Return of which moment the report tells; of a day that is over also from what it knows that."""
    said = {"issuer": issued.head.issuer, "day": official_day(work.today, reader), **festival(work)}
    if not work.is_past:
        return [
            Paragraph(
                _(
                    "%(issuer)s reports how far the preparations for the %(festival)s in %(year)s are at %(time)s on %(day)s, as follows:",
                    time=official_time(work.now, reader),
                    **said,
                )
            )
        ]
    return [
        Paragraph(
            _(
                "%(issuer)s reports how far the preparations for the %(festival)s in %(year)s were at the end of %(day)s, as follows:",
                **said,
            )
        ),
        Paragraph(
            _(
                "This report was drawn up at %(time)s on %(day)s from the record of changes. It tells of the tasks as they stood at the end of the day named above; what was added or changed later is not in it.",
                time=official_time(work.now, reader),
                day=official_day(local(work.now).date(), reader),
            )
        ),
    ]


def _summary(whole: AreaCounts) -> str:
    return _(
        "Of %(total)s tasks, %(done)s are completed (%(share)s), %(reported)s are reported as done and wait to be accepted, %(on_time)s are on schedule, %(at_risk)s are at risk and %(late)s are late.",
        total=number(whole.total),
        done=number(whole.done),
        share=share(whole.share),
        reported=number(whole.reported),
        on_time=number(whole.on_time),
        at_risk=number(whole.at_risk),
        late=number(whole.late),
    )


def _days_left(days: int, *, is_past: bool) -> str:
    if is_past:
        return ngettext(
            "There was %(n)s day left until the main night.",
            "There were %(n)s days left until the main night.",
            days,
        )
    return ngettext(
        "There is %(n)s day left until the main night.",
        "There are %(n)s days left until the main night.",
        days,
    )


def _by_area(work: Work, whole: AreaCounts) -> Table:
    def row(place: str, name: str, one: AreaCounts, *, strong: bool = False) -> Row:
        figures = (one.total, one.done, one.reported, one.on_time, one.at_risk, one.late)
        return Row((place, name, *map(number, figures), share(one.share)), strong)

    return Table(
        (
            Column(_("Line no."), 6, "center"),
            Column(_("Field of work"), 21),
            Column(_("In all"), 9, "center"),
            Column(_("Completed"), 13, "center"),
            Column(_("Reported as done"), 12, "center"),
            Column(_("On schedule"), 12, "center"),
            Column(_("At risk"), 10, "center"),
            Column(_("Behind schedule"), 12, "center"),
            Column(_("Share completed"), 13, "center"),
        ),
        (
            *(
                row(str(place), area_labels()[one.area], one)
                for place, one in enumerate(rules.by_area(work.tasks, work.today), 1)
                if one.area is not None
            ),
            row("", _("All together"), whole, strong=True),
        ),
    )


def _done(work: Work, reader: Language) -> list[Block]:
    by_id = {task.id: task for task in work.tasks}
    moved = [one for one in work.moved if one.task_id in by_id]
    since = date_only(work.since or work.today)
    if not moved:
        return [Paragraph(_("Nothing was reported since %(day)s.", day=since))]
    finished = sum(one.state is TaskState.DONE for one in moved)
    said = _(
        "Since %(day)s something was reported about %(tasks)s tasks; %(done)s of them were completed.",
        day=since,
        tasks=number(len(moved)),
        done=number(finished),
    )
    return [
        Paragraph(said),
        Table(
            (
                Column(_("Line no."), 6, "center"),
                Column(_("Task"), 38),
                Column(_("Leading agency"), 20),
                Column(_("Result"), 36),
            ),
            tuple(
                Row(
                    (
                        str(place),
                        _titled(by_id[one.task_id]),
                        name_of(by_id[one.task_id].content.agency_id, work, short=True, reader=reader),
                        _result(one),
                    )
                )
                for place, one in enumerate(moved, 1)
            ),
        ),
    ]


def _result(one: Moved) -> str:
    state = state_labels()[one.state] if one.state else ""
    percent = (
        _("%(n)s%% done", n=one.progress)
        if one.progress is not None and one.state is not TaskState.DONE
        else ""
    )
    return "\n".join(part for part in (state or percent, percent if state else "", _cut(one.text)) if part)


def _late(late: list[Stood], work: Work, reader: Language) -> Table:
    return Table(
        (
            Column(_("Line no."), 6, "center"),
            Column(_("Task"), 29),
            Column(_("Leading agency"), 17),
            Column(_("Due on"), 14.5, "center"),
            Column(_("Days late"), 10, "center"),
            Column(_("Why, in the last words about it"), 23.5),
        ),
        tuple(
            Row(
                (
                    str(place),
                    _titled(one.task),
                    name_of(one.task.content.agency_id, work, short=True, reader=reader)
                    or _("not assigned yet"),
                    table_day(one.task.content.due_on),
                    number(one.days_late),
                    _why(one.task, work) or _("nothing reported yet"),
                )
            )
            for place, one in enumerate(late, 1)
        ),
    )


def _listed(tasks: Iterable[TaskFacts], work: Work, reader: Language) -> Table:
    return Table(
        (
            Column(_("Line no."), 6, "center"),
            Column(_("Task"), 39),
            Column(_("Leading agency"), 18),
            Column(_("Due on"), 14.5, "center"),
            Column(_("State"), 22.5),
        ),
        tuple(
            Row(
                (
                    str(place),
                    _titled(task),
                    name_of(task.content.agency_id, work, short=True, reader=reader) or _("not assigned yet"),
                    table_day(task.content.due_on),
                    _stands(task, work),
                )
            )
            for place, task in enumerate(tasks, 1)
        ),
    )


def _stands(task: TaskFacts, work: Work) -> str:
    said = state_labels()[task.state]
    if task.progress:
        said = f"{said}, {task.progress}%"
    return "\n".join(part for part in (said, _why(task, work)) if part)


def _why(task: TaskFacts, work: Work) -> str:
    found = work.said.get(task.id)
    if found is None:
        return ""
    return _("%(text)s (%(day)s)", text=_cut(found[0]), day=date_only(found[1]))


def _titled(task: TaskFacts) -> str:
    return _("%(task)s (no. %(number)s)", task=tr_plain(task.content.title), number=task.number)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]}…"
