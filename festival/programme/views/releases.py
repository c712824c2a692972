"""Publishing at the desk: what would change, whom it touches, what stands in the way; and what was published before."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.change_words import in_words
from festival.programme.concerned import Touched
from festival.programme.draft_words import who
from festival.programme.queries import current_edition
from festival.programme.queries.places import place_names
from festival.programme.queries.releases import ReleaseFacts, changes_of, get_release, releases_of
from festival.programme.release_forms import PublishForm
from festival.programme.services import publishing, releasing
from festival.programme.services.publishing import Published, Review
from festival.web import access
from festival.web.forms import Form
from festival.web.locale import gettext as _
from festival.web.locale import moment, ngettext

blueprint = Blueprint("releases", __name__)


@blueprint.get("/programme/publish")
@access.staff(Right.SEE_DRAFTS)
def publish() -> str:
    """Show what publishing would do now."""
    session = current()
    edition = current_edition(session)
    looked = publishing.review(session, edition.id, clock.now())
    form = PublishForm(formdata=None, name=_next_name(releases_of(session, edition.id)), seen=looked.seen)
    return _publish_page(looked, form)


def _next_name(releases: list[ReleaseFacts]) -> str:
    return f"1.{releases[0].number}" if releases else "1.0"


def _publish_page(looked: Review, form: PublishForm, refusal: str | None = None) -> str:
    session = current()
    places = place_names(session)
    touched: dict[int, list[Touched]] = {}
    for one in looked.touched:
        touched.setdefault(one.event_id, []).append(one)
    form.seen.data = looked.seen
    known = account_names(
        session, {clash.accepted.by for clash in looked.accepted if clash.accepted and clash.accepted.by}
    )
    return render_template(
        "programme/releases/publish.html",
        review=looked,
        changes=[in_words(change, places, for_desk=True) for change in looked.changes],
        touched=touched,
        form=form,
        refusal=refusal,
        given=lambda reason: _("%(who)s, %(when)s", who=who(reason.by, known), when=moment(reason.at)),
        may_publish=access.signed_in().has(Right.PUBLISH_PROGRAMME),
        may_edit=access.signed_in().has(Right.EDIT_PROGRAMME),
    )


@blueprint.post("/programme/publish")
@access.staff(Right.PUBLISH_PROGRAMME)
def publish_now() -> str | Response | tuple[str, int]:
    """Publish what was looked at, or show again what there is now."""
    form = PublishForm()
    edition = current_edition(current())
    if not form.validate():
        return _publish_page(publishing.review(current(), edition.id, clock.now()), form), 422
    with writing() as session:
        outcome = publishing.publish(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            name=form.name.data,
            note=form.note,
            seen=form.seen.data or "",
            now=clock.now(),
        )
    if isinstance(outcome, Published):
        flash(_("Version %(name)s is published.", name=outcome.release.name), "good")
        if outcome.messages:
            flash(
                ngettext(
                    "%(n)s message to people with tickets is on its way.",
                    "%(n)s messages to people with tickets are on their way.",
                    outcome.messages,
                ),
                "info",
            )
        return redirect(url_for(".release", number=outcome.release.number), 303)
    return _publish_page(outcome, form, _refusal(outcome)), 409


def _refusal(looked: Review) -> str:
    if not looked.changes:
        return _("There is nothing new to publish: everybody sees the programme as it stands in the draft.")
    if looked.hard:
        return _("Nothing was published: what is listed in red below has to be solved first.")
    if looked.unanswered:
        return _("Nothing was published: what is listed in yellow below needs your reason first.")
    return _(
        "Nothing was published: the draft has changed since you opened this page. Please look at it once more."
    )


@blueprint.get("/programme/releases")
@access.staff(Right.SEE_DRAFTS)
def releases() -> str:
    """List what was published."""
    session = current()
    edition = current_edition(session)
    return render_template("programme/releases/releases.html", releases=releases_of(session, edition.id))


@blueprint.get("/programme/releases/<int:number>")
@access.staff(Right.SEE_DRAFTS)
def release(number: int) -> str:
    """Show what one release changed."""
    session = current()
    edition = current_edition(session)
    places = place_names(session)
    facts = get_release(session, edition.id, number)
    return render_template(
        "programme/releases/release.html",
        release=facts,
        is_last=number == releases_of(session, edition.id)[0].number,
        changes=[
            in_words(change, places, for_desk=True) for change in changes_of(session, edition.id, number)
        ],
        form=Form(formdata=None),
        may_restore=access.signed_in().has(Right.PUBLISH_PROGRAMME),
    )


@blueprint.post("/programme/releases/<int:number>/restore")
@access.staff(Right.PUBLISH_PROGRAMME)
def restore(number: int) -> Response:
    """Take a release back into the draft; then look at what publishing it would change."""
    edition = current_edition(current())
    with writing() as session:
        changed = releasing.restore(
            session, actor=access.signed_in().actor, edition_id=edition.id, number=number, now=clock.now()
        )
    if changed:
        flash(
            ngettext(
                "%(n)s event in the draft is again as it was in that version. Nothing is published yet: please look at it here.",
                "%(n)s events in the draft are again as they were in that version. Nothing is published yet: please look at them here.",
                changed,
            ),
            "good",
        )
    else:
        flash(_("The draft says the same as that version already; nothing was changed."), "info")
    return redirect(url_for(".publish"), 303)
