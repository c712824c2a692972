"""Posts at the desk: where people stand, how many of them when, the shifts that are made from it, and the code that hangs there."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.transaction import current, writing
from festival.logistics.forms.posts import (
    CountsForm,
    DemandForm,
    MakeShiftsForm,
    PostForm,
    TieForm,
    post_values,
)
from festival.logistics.models import Post
from festival.logistics.post_codes import spaced
from festival.logistics.queries import shifts as reading
from festival.logistics.services import manning
from festival.logistics.types.tasks import Area
from festival.logistics.views import rostering
from festival.logistics.views.overtaken import differing
from festival.logistics.views.rostering import common, here
from festival.logistics.views.seeing import form_number, sent_number
from festival.programme.site_plan import PLANS
from festival.registration.types.people import Stale
from festival.web import access, qr
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain

blueprint = Blueprint("posts", __name__)
Answer = Response | tuple[str, int]
_HOURS = 4  # of a shift, unless somebody says otherwise


@blueprint.get("/posts")
@access.staff(Right.SEE_ROSTER)
def listed() -> str:
    """List the posts and show them on the plan."""
    place, session = here(), current()
    found = reading.posts(session, place.edition.id)
    venues = {one.id: one for one in reading.venues(session)}
    slugs = {one.slug: one for one in venues.values()}
    return render_template(
        "logistics/posts/list.html",
        here=place,
        posts=found,
        needs=reading.needs_by_post(session, place.edition.id),
        venues=venues,
        plans=[
            (
                slugs[slug],
                plan,
                [one for one in found if one.venue_id == slugs[slug].id and one.x is not None],
            )
            for slug, plan in PLANS.items()
            if slug in slugs
        ],
        form=MakeShiftsForm(formdata=None, data={"hours": _HOURS}),
        **rostering.words(),
    )


@blueprint.get("/posts/new")
@access.staff(Right.MANAGE_ROSTER)
def new() -> str:
    """Show the form of a new post."""
    return _post_page(_post_form(data={"submission": form_number(), "area": Area.SECURITY}), None)


@blueprint.post("/posts")
@access.staff(Right.MANAGE_ROSTER)
def add() -> Answer:
    """Add a post."""
    return _save(None)


@blueprint.get("/posts/<int:post_id>")
@access.staff(Right.SEE_ROSTER)
def post(post_id: int) -> str:
    """Show a post with what it needs."""
    found = reading.get_post(current(), here().edition.id, post_id)
    return _post_page(_post_form(data=post_values(found)), found)


@blueprint.post("/posts/<int:post_id>")
@access.staff(Right.MANAGE_ROSTER)
def change(post_id: int) -> Answer:
    """Change a post."""
    return _save(reading.get_post(current(), here().edition.id, post_id))


def _save(known: Post | None) -> Answer:
    form = _post_form()
    if not form.validate():
        return _post_page(form, known), 422
    with writing() as session:
        outcome = manning.save_post(
            session,
            post_id=known.id if known else None,
            version=form.sent,
            content=form.content(),
            submission=sent_number(form.submission.data),
            **common(),
        )
    if isinstance(outcome, manning.CodeTaken):
        form.take_errors({"code": _("Another post is called so. Please choose another short name.")})
        return _post_page(form, known), 422
    if isinstance(outcome, Stale):
        assert known is not None
        return _post_page(form, known, is_stale=True), 409
    flash(_("The post has been saved."), "good")
    return redirect(url_for(".post", post_id=outcome.id), 303)


@blueprint.post("/posts/<int:post_id>/needs")
@access.staff(Right.MANAGE_ROSTER)
def need(post_id: int) -> Answer:
    """Say what a post needs in one block of time."""
    found = reading.get_post(current(), here().edition.id, post_id)
    form = DemandForm(rostering.event_choices(here().edition.id))
    if not form.validate():
        return _post_page(_post_form(formdata=None, data=post_values(found)), found, form), 422
    with writing() as session:
        manning.add_demand(
            session,
            post_id=post_id,
            content=form.content(),
            submission=sent_number(form.submission.data),
            **common(),
        )
    flash(_("Added. Shifts are made from it by the button below."), "good")
    return redirect(url_for(".post", post_id=post_id), 303)


@blueprint.post("/posts/<int:post_id>/needs/<int:demand_id>")
@access.staff(Right.MANAGE_ROSTER)
def change_need(post_id: int, demand_id: int) -> Answer:
    """Need more or fewer people; the shifts follow."""
    reading.get_post(current(), here().edition.id, post_id)
    form = CountsForm()
    if not form.validate():
        flash(" ".join(str(one) for errors in form.errors.values() for one in errors), "bad")
        return redirect(url_for(".post", post_id=post_id), 303)
    with writing() as session:
        manning.change_counts(
            session,
            demand_id=demand_id,
            minimum=form.minimum.data or 0,
            target=form.target.data or 0,
            **common(),
        )
    flash(_("Saved. The shifts follow; nobody was taken off."), "good")
    return redirect(url_for(".post", post_id=post_id), 303)


@blueprint.post("/posts/<int:post_id>/needs/<int:demand_id>/event")
@access.staff(Right.MANAGE_ROSTER)
def tie(post_id: int, demand_id: int) -> Response:
    """Let a need and its shifts go by an event."""
    reading.get_post(current(), here().edition.id, post_id)
    form = TieForm(rostering.event_choices(here().edition.id))
    if not form.validate():
        flash(" ".join(str(one) for errors in form.errors.values() for one in errors), "bad")
        return redirect(url_for(".post", post_id=post_id), 303)
    with writing() as session:
        manning.tie_demand(session, demand_id=demand_id, event_id=form.event.data or None, **common())
    flash(_("Saved. When the event moves, its shifts are proposed to follow."), "good")
    return redirect(url_for(".post", post_id=post_id), 303)


@blueprint.post("/posts/<int:post_id>/needs/<int:demand_id>/remove")
@access.staff(Right.MANAGE_ROSTER)
def drop_need(post_id: int, demand_id: int) -> Answer:
    """Need nobody any more."""
    reading.get_post(current(), here().edition.id, post_id)
    with writing() as session:
        refused = manning.drop_demand(session, demand_id=demand_id, **common())
    if refused is not None:
        flash(
            ngettext(
                "%(n)s person is or was on its shifts: it cannot be removed. Set the numbers to 0 instead.",
                "%(n)s people are or were on its shifts: it cannot be removed. Set the numbers to 0 instead.",
                refused.count,
            ),
            "bad",
        )
    else:
        flash(_("Removed, with its shifts."), "good")
    return redirect(url_for(".post", post_id=post_id), 303)


@blueprint.post("/posts/shifts")
@access.staff(Right.MANAGE_ROSTER)
def make_shifts() -> Response:
    """Make shifts from every need of all posts that has none yet."""
    return _make_shifts(url_for("logistics.roster.posts"), None)


def _make_shifts(after: str, post_ids: list[int] | None) -> Response:
    form = MakeShiftsForm()
    if not form.validate():
        flash(" ".join(str(one) for errors in form.errors.values() for one in errors), "bad")
        return redirect(url_for(".listed") if post_ids is None else after, 303)
    with writing() as session:
        made = manning.make_shifts(
            session,
            hours=form.hours.data or _HOURS,
            is_open=bool(form.is_open.data),
            post_ids=post_ids,
            **common(),
        )
    flash(
        ngettext("%(n)s shift was made.", "%(n)s shifts were made.", made)
        if made
        else _("Every need has its shifts already."),
        "good",
    )
    return redirect(after, 303)


@blueprint.post("/posts/<int:post_id>/shifts")
@access.staff(Right.MANAGE_ROSTER)
def make_its_shifts(post_id: int) -> Response:
    """Make shifts from what one post needs, where there are none yet."""
    reading.get_post(current(), here().edition.id, post_id)
    return _make_shifts(url_for(".post", post_id=post_id), [post_id])


@blueprint.get("/posts/<int:post_id>/code")
@access.staff(Right.SEE_ROSTER)
def code(post_id: int) -> str:
    """Show the sheet that hangs at a post, to be printed."""
    found = reading.get_post(current(), here().edition.id, post_id)
    made = rostering.codes()
    return render_template(
        "logistics/posts/code.html",
        here=here(),
        post=found,
        code=spaced(made.code(found.id, found.epoch)),
        qr=qr.svg(
            made.url(found.id, found.epoch),
            title=_("QR code of the post %(post)s", post=tr_plain(found.name)),
        ),
        **rostering.words(),
    )


@blueprint.post("/posts/<int:post_id>/code")
@access.staff(Right.MANAGE_ROSTER)
def new_code(post_id: int) -> Response:
    """End the code of a post and make another."""
    with writing() as session:
        manning.new_code(session, post_id=post_id, **common())
    flash(_("The earlier code is no longer good. Please hang the new sheet at the post."), "good")
    return redirect(url_for(".code", post_id=post_id), 303)


def _post_form(**more: Any) -> PostForm:
    return PostForm(rostering.venue_choices(), **more)


def _post_page(
    form: PostForm, found: Post | None, demand: DemandForm | None = None, *, is_stale: bool = False
) -> str:
    session = current()
    different: list[tuple[str, str, str]] = []
    if found is not None and is_stale:
        different = differing(form, _post_form(formdata=None, data=post_values(found)))
        form.version.data = str(found.version)
    slug = rostering.plan_slug(found) if found else None
    events = rostering.event_choices(here().edition.id) if found else []
    demands = manning.demands_of(session, [found.id]) if found else []
    with_shifts = reading.demands_with_shifts(session, [one.id for one in demands])
    return render_template(
        "logistics/posts/post.html",
        here=here(),
        form=form,
        is_stale=is_stale,
        differing=different,
        post=found,
        demands=demands,
        with_shifts=with_shifts,
        making=MakeShiftsForm(formdata=None, data={"hours": _HOURS}),
        events=events,
        demand_form=demand
        or DemandForm(
            events,
            formdata=None,
            data={"submission": form_number(), "minimum": 1, "target": 1, "role": "member"},
        ),
        plan=PLANS.get(slug) if slug else None,
        **rostering.words(),
    )
