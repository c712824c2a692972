"""Letters to agencies, in their language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from festival.core.trilingual import Language, Trilingual
from festival.outbox.types import Channel, Letter
from festival.web.locale import day_short, ngettext, speaking
from festival.web.locale import gettext as _

MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Due:
    """A task that a reminder names; `leads` when the reader's agency is the leading one."""

    id: int
    number: int
    title: Trilingual
    due_on: date
    leads: bool


def reminder(
    to: str,
    language: Language,
    agency: Trilingual,
    tasks: Sequence[Due],
    today: date,
    *,
    public_url: str,
) -> Letter:
    """Return the morning's letter about tasks, late ones first."""
    with speaking(language):
        late = [task for task in tasks if task.due_on < today]
        if late:
            subject = ngettext("%(n)s task is late", "%(n)s tasks are late", len(late))
        else:
            subject = ngettext("%(n)s task is due soon", "%(n)s tasks are due soon", len(tasks))
        lines = [_("To %(agency)s", agency=agency.in_(language)), ""]
        lines += [_line(task, today, language) for task in tasks[:MOST_LINES]]
        if len(tasks) > MOST_LINES:
            lines.append(_("and %(n)s more", n=len(tasks) - MOST_LINES))
        lines += ["", _("Please report the progress of each task, or say what keeps it.")]
        return Letter(
            channel=Channel.MAIL,
            to=to,
            language=language,
            subject=subject,
            text="\n".join(lines),
            link=f"{public_url}/desk/tasks/mine",
            link_label=_("Open my tasks"),
        )


def _line(task: Due, today: date, language: Language) -> str:
    left = (task.due_on - today).days
    if left < 0:
        when = ngettext("%(n)s day late", "%(n)s days late", -left)
    elif left == 0:
        when = _("due today")
    else:
        when = ngettext("due in %(n)s day", "due in %(n)s days", left)
    said = _(
        "– No. %(number)s, %(title)s: %(when)s (%(day)s)",
        number=task.number,
        title=task.title.in_(language),
        when=when,
        day=day_short(task.due_on),
    )
    return said if task.leads else _("%(line)s – working with the leading agency", line=said)
