"""Tasks seen together: the board, the list, the timeline, the calendar, and one's own."""

from datetime import date, timedelta
from itertools import pairwise

from flask import Blueprint, render_template, request

from festival.accounts.types import Right
from festival.core.transaction import current
from festival.logistics.forms.filters import filters_from
from festival.logistics.queries import tasks as reading
from festival.logistics.queries.following import count_open
from festival.logistics.queries.scope import agencies_of
from festival.logistics.rules.dependencies import critical_path, pressed
from festival.logistics.rules.months import beside, month_from, weeks_of
from festival.logistics.rules.timeline import drawn
from festival.logistics.types.tasks import CLOSED, TaskState
from festival.logistics.views.batches import edit_form
from festival.logistics.views.seeing import address, form_number, seen, with_choices, words
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

blueprint = Blueprint("boards", __name__)

ON_TIMELINE = 250
SCALES = {"month": 6, "week": 14}


@blueprint.get("/tasks")
@access.staff(Right.SEE_TASKS)
def board() -> str:
    """Show the tasks in columns by state."""
    here = seen()
    filters = filters_from(request.args)
    columns = reading.board(current(), here.scope, filters, today=here.today)
    return render_template(
        "logistics/boards/board.html",
        **with_choices(here, words(here, "logistics.boards.board", filters)),
        columns=[column for column in columns if column.total or column.state is not TaskState.DROPPED],
        total=sum(column.total for column in columns),
        proposals=count_open(current(), here.edition.id) if here.manages else 0,
        of_state=lambda state: address("logistics.boards.listed", filters.as_query(), state=state),
    )


@blueprint.get("/tasks/list")
@access.staff(Right.SEE_TASKS)
def listed() -> str:
    """List tasks by due day, a page at a time."""
    here = seen()
    filters = filters_from(request.args)
    back = "before" in request.args
    page = reading.page_of(
        current(),
        here.scope,
        filters,
        today=here.today,
        key=request.args.get("before" if back else "behind", ""),
        back=back,
    )
    query = filters.as_query()
    name = "logistics.boards.listed"
    return render_template(
        "logistics/boards/list.html",
        **with_choices(here, words(here, name, filters)),
        page=page,
        edit=edit_form(here, formdata=None, number=form_number()) if here.manages else None,
        previous_url=address(name, query, before=page.previous) if page.previous else None,
        following_url=address(name, query, behind=page.following) if page.following else None,
    )


@blueprint.get("/tasks/timeline")
@access.staff(Right.SEE_TASKS)
def timeline() -> str:
    """Draw tasks as bars over days, with what depends on what, and the chain that takes longest."""
    here = seen()
    session = current()
    filters = filters_from(request.args)
    scale = request.args.get("scale", "month")
    scale = scale if scale in SCALES else "month"
    tasks = reading.all_matching(session, here.scope, filters, today=here.today, limit=ON_TIMELINE + 1)
    more = len(tasks) > ON_TIMELINE
    with_done = request.args.get("done") == "1" or filters.state is not None
    left_out = {TaskState.DROPPED} if with_done else CLOSED
    tasks = [task for task in tasks[:ON_TIMELINE] if task.state not in left_out]
    before = reading.orders(session, here.edition.id)
    nodes = reading.nodes(tasks)
    chain = critical_path(nodes, before)
    drawing = (
        drawn(
            nodes,
            {task.id: task.progress for task in tasks},
            before,
            today=here.today,
            main_day=here.edition.main_day,
            per_day=SCALES[scale],
        )
        if tasks
        else None
    )
    by_id = {task.id: task for task in tasks}
    done = "1" if with_done else None
    name = "logistics.boards.timeline"
    query = filters.as_query()
    return render_template(
        "logistics/boards/timeline.html",
        **with_choices(here, words(here, name, filters)),
        tasks=tasks,
        by_id=by_id,
        drawing=drawing,
        chain=[by_id[one] for one in chain],
        on_chain=set(chain),
        chain_steps=set(pairwise(chain)),
        pressed=[(by_id[one], by_id[other]) for one, other in pressed(nodes, before)],
        more=more,
        most=ON_TIMELINE,
        scale=scale,
        scales=[(one, address(name, query, scale=one, done=done)) for one in SCALES],
        with_done=with_done,
        done_url=address(name, query, scale=scale, done=None if with_done else "1"),
    )


@blueprint.get("/tasks/calendar")
@access.staff(Right.SEE_TASKS)
def calendar() -> str:
    """Show a month with what is due on each day."""
    here = seen()
    filters = filters_from(request.args)
    year, month = month_from(request.args.get("month", ""), here.today)
    weeks = weeks_of(year, month)
    due = reading.due_between(
        current(), here.scope, filters, first=weeks[0][0], last=weeks[-1][-1], today=here.today
    )
    name = "logistics.boards.calendar"
    query = filters.as_query()
    return render_template(
        "logistics/boards/calendar.html",
        **with_choices(here, words(here, name, filters)),
        first=date(year, month, 1),
        weeks=weeks,
        due=due,
        earlier=address(name, query, month=beside(year, month, -1)),
        later=address(name, query, month=beside(year, month, 1)),
        main=address(name, query, month=f"{here.edition.main_day:%Y-%m}"),
    )


@blueprint.get("/tasks/mine")
@access.staff(Right.SEE_TASKS)
def mine() -> str:
    """Show the open tasks of the person and of the agencies the person works for."""
    here = seen()
    session = current()
    agencies = agencies_of(session, here.account_id)
    tasks = reading.mine(session, here.scope, account_id=here.account_id, agencies=agencies)
    made = words(here, "logistics.boards.mine")
    week = here.today + timedelta(days=7)
    # What is reported as done is late for nobody any more: the organizers have to look.
    reported = [task for task in tasks if task.state is TaskState.REPORTED]
    to_do = [task for task in tasks if task.state is not TaskState.REPORTED]
    return render_template(
        "logistics/boards/mine.html",
        **made,
        own=agencies,
        own_names=[tr_plain(one.name) for one in made["agencies"].values() if one.id in agencies],
        tasks=tasks,
        groups=[
            (title, some)
            for title, some in (
                (_("Late"), [task for task in to_do if task.content.due_on < here.today]),
                (
                    _("Due in the next seven days"),
                    [task for task in to_do if here.today <= task.content.due_on <= week],
                ),
                (_("Later"), [task for task in to_do if task.content.due_on > week]),
                (_("Reported as done; the organizers look at it"), reported),
            )
            if some
        ],
    )
