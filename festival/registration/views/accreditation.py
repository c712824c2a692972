"""Requests for accreditation at the desk: asked for, approved, countersigned, refused, withdrawn."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.audit.queries import history
from festival.core import clock
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition, get_event
from festival.programme.views.answers import Answer
from festival.registration.accreditation_words import (
    STATE_KINDS,
    reason_labels,
    said_parts,
    state_labels,
    zone_words,
)
from festival.registration.forms.accreditation import AgainForm, AskForm, DecideForm, EndForm, opening_values
from festival.registration.models import Accreditation
from festival.registration.queries.accreditation import (
    Filter,
    agency_names,
    categories,
    get_accreditation,
    get_category,
    photo_of,
    printed,
    search_accreditations,
    state_counts,
    with_photo,
    zones,
)
from festival.registration.rules.asking import AskedPerson, read_lines
from festival.registration.services import accrediting
from festival.registration.services.asking import Asked, ask_for
from festival.registration.types import Full
from festival.registration.types.accreditation import (
    PASTE_LIMIT,
    AccreditationState,
    NotNow,
    PhotoMissing,
    SamePerson,
)
from festival.registration.types.people import Stale
from festival.registration.views.persons import shown
from festival.registration.views.picking import picked, picking
from festival.registration.views.speaking import sender
from festival.web import access
from festival.web.forms import choices
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext, tr_plain

blueprint = Blueprint("accreditation", __name__)


def _edition_id() -> int:
    return current_edition(current()).id


def _common() -> dict[str, Any]:
    return {"actor": access.signed_in().actor, "now": clock.now()}


@blueprint.get("/accreditation")
@access.staff(Right.SEE_ACCREDITATION)
def requests() -> str:
    """List requests; filters stay in the address."""
    session = current()
    edition_id = _edition_id()
    state = request.args.get("state", "")
    wanted = Filter(
        text=tidy(request.args.get("q", ""))[:100],
        state=AccreditationState(state) if state in set(AccreditationState) else None,
        category_id=request.args.get("category", type=int),
    )
    page = search_accreditations(
        session, edition_id=edition_id, wanted=wanted, number=request.args.get("page", 1, type=int)
    )

    def address(number: int, at: str | None = wanted.state) -> str:
        return url_for(
            ".requests",
            q=wanted.text or None,
            state=at or None,
            category=wanted.category_id,
            page=number if number > 1 else None,
        )

    counts = state_counts(session, edition_id)
    labels = state_labels()
    chips = [(_("All"), str(sum(counts.values())), address(1, ""), wanted.state is None)] + [
        (labels[one], str(counts.get(one, 0)), address(1, one), wanted.state == one)
        for one in AccreditationState
    ]
    return render_template(
        "registration/accreditation/requests.html",
        page={
            "rows": page.rows,
            "number": page.number,
            "pages": page.pages,
            "total": page.total,
            "previous_url": address(page.number - 1) if page.number > 1 else None,
            "next_url": address(page.number + 1) if page.number < page.pages else None,
        },
        chips=chips,
        wanted=wanted,
        categories=categories(session, edition_id),
        agencies=agency_names(session, edition_id),
        zones=zones(session, edition_id),
        labels=labels,
        kinds=STATE_KINDS,
        shown=shown,
        may_ask=access.signed_in().has(Right.MANAGE_ACCREDITATION),
    )


@blueprint.get("/accreditation/new")
@access.staff(Right.MANAGE_ACCREDITATION)
def new() -> str:
    """Show the form for one person or a pasted list; `?person=` asks for somebody who is known, `?who=` looks for them."""
    form = AskForm(formdata=None, data={"submission": form_number()})
    return _ask_page(form, picked(_edition_id()))


def _ask_page(form: AskForm, known: Any = None) -> str:
    offered = categories(current(), _edition_id())
    form.category_id.choices = choices((one.id, tr_plain(one.name)) for one in offered)
    return render_template(
        "registration/accreditation/new.html",
        form=form,
        known=known,
        shown=shown,
        picking=picking(_edition_id()),
        has_categories=bool(offered),
    )


@blueprint.post("/accreditation/new")
@access.staff(Right.MANAGE_ACCREDITATION)
def ask() -> Answer:
    """Ask for a category for one person or for a list."""
    edition_id = _edition_id()
    form = AskForm()
    form.category_id.choices = choices((one.id, one.id) for one in categories(current(), edition_id))
    known = picked(edition_id)
    if known is not None:
        form.people.data = "–"
        form.people.validators = []
    if not form.validate():
        return _ask_page(form, known), 422
    category = get_category(current(), edition_id, form.category_id.data)
    if known is not None:
        return _ask_for_known(form, known, category)
    people, wrong = read_lines(form.people.data or "", language())
    if (problem := unreadable(people, wrong)) is not None:
        form.take_errors({"people": problem})
        return _ask_page(form), 422
    with writing() as session:
        done = ask_for(
            session,
            category=category,
            people=people,
            submission=form_number(),
            desk=form.desk.data,
            **_common(),
        )
    flash(*said(done))
    return redirect(url_for(".requests", state="requested"), 303)


def _ask_for_known(form: AskForm, known: Any, category: Any) -> Answer:
    with writing() as session:
        made = accrediting.ask(
            session,
            person=known,
            category=category,
            submission=form_number(),
            desk=form.desk.data,
            **_common(),
        )
    if not isinstance(made, Accreditation):
        flash(_("This person has this category already, or it has been asked for."), "warn")
        return redirect(url_for("registration.persons.person", person_id=known.id), 303)
    flash(_("The accreditation has been requested."), "good")
    return redirect(url_for(".one", number=made.id), 303)


def unreadable(people: list[AskedPerson], wrong: list[int]) -> str | None:
    """Return what is wrong with a pasted list, or None."""
    if wrong:
        return _("There is no name in line %(number)s. Please check it.", number=wrong[0])
    if not people:
        return _("Please enter at least one person.")
    if len(people) > PASTE_LIMIT:
        return _("Please send at most %(most)s people at once.", most=PASTE_LIMIT)
    return None


def said(done: Asked) -> tuple[str, str]:
    """Return what became of a list, as a sentence and its kind."""
    sentence = ngettext(
        "%(n)s accreditation has been requested.", "%(n)s accreditations have been requested.", done.asked
    )
    if done.closed is not None:
        return f"{sentence} {_('No more can be asked for: the number or the day is reached.')}", "warn"
    if done.known:
        more = ngettext("%(n)s person had it already.", "%(n)s people had it already.", done.known)
        return f"{sentence} {more}", "good"
    return sentence, "good"


@blueprint.get("/accreditation/<int:number>")
@access.staff(Right.SEE_ACCREDITATION)
def one(number: int) -> str:
    """Show one request with what can be done about it."""
    return _page(number)


def _page(number: int, *, decide: DecideForm | None = None, end: EndForm | None = None) -> str:
    session = current()
    edition_id = _edition_id()
    found = get_accreditation(session, edition_id, number)
    grounds = zones(session, edition_id)
    person = access.signed_in()
    entries = history(session, "accreditation", number)
    staff = {entry.actor_id for entry in entries if entry.actor_kind == "person" and entry.actor_id}
    if decide is None:
        decide = DecideForm(
            formdata=None,
            data={
                "version": found.version,
                "openings": opening_values(found.parts),
            },
        )
        decide.offer(zone_words(grounds))
    return render_template(
        "registration/accreditation/request.html",
        found=found,
        event=get_event(session, found.category.event_id),
        parts=said_parts(found.parts, grounds),
        agency=agency_names(session, edition_id).get(found.agency_id or 0),
        photo=photo_of(session, found.person_id) if person.has(Right.SEE_PHOTOS) else None,
        is_photo_due=found.category.needs_photo and not with_photo(session, [found.person_id]),
        prints=printed(session, found.person_id),
        reasons=reason_labels(),
        labels=state_labels(),
        kinds=STATE_KINDS,
        entries=entries,
        staff=account_names(session, staff),
        shown=shown,
        decide=decide,
        end=end or EndForm(formdata=None, data={"version": found.version}),
        again=AgainForm(formdata=None, data={"submission": form_number(), "reason": "lost", "sheet": "a6"}),
        may={
            "approve": person.has(Right.APPROVE_ACCREDITATION) and found.state == "requested",
            "sign": person.has(Right.COUNTERSIGN_ACCREDITATION) and found.state == "approved",
            "refuse": found.state in {"requested", "approved"} and _may_decide(),
            "withdraw": found.state == "signed" and _may_decide(),
            "photo": person.has(Right.MANAGE_ACCREDITATION),
            "print": person.has(Right.MANAGE_ACCREDITATION) and found.state == "signed",
        },
        approved_by_me=found.approved_by is not None and found.approved_by == person.actor.id,
    )


def _may_decide() -> bool:
    person = access.signed_in()
    return person.has(Right.APPROVE_ACCREDITATION) or person.has(Right.COUNTERSIGN_ACCREDITATION)


@blueprint.post("/accreditation/<int:number>/approve")
@access.staff(Right.APPROVE_ACCREDITATION)
def approve(number: int) -> Answer:
    """Approve for the protocol."""
    return _decide(
        number, accrediting.approve, {}, _("The request is approved. Security countersigns it next.")
    )


@blueprint.post("/accreditation/<int:number>/countersign")
@access.staff(Right.COUNTERSIGN_ACCREDITATION)
def countersign(number: int) -> Answer:
    """Countersign for security, which gives the code."""
    return _decide(
        number,
        accrediting.countersign,
        {"links": sender().links},
        _("Countersigned. The badge can be printed."),
    )


def _decide(number: int, step: Any, more: dict[str, Any], good: str) -> Answer:
    edition_id = _edition_id()
    get_accreditation(current(), edition_id, number)
    form = DecideForm()
    form.offer(zone_words(zones(current(), edition_id)), more="more" in request.form)
    if "more" in request.form:  # one line more, nothing decided yet
        return _page(number, decide=form)
    if not form.validate():
        return _page(number, decide=form), 422
    with writing() as session:
        done = step(session, number=number, version=form.sent, decided=form.decided(), **more, **_common())
    if isinstance(done, Accreditation):
        flash(good, "good")
    else:
        flash(why_not(done), "warn")
    return redirect(url_for(".one", number=number), 303)


def why_not(answer: Stale | NotNow | SamePerson | PhotoMissing | Full) -> str:
    """Return why a decision did not happen."""
    if isinstance(answer, SamePerson):
        return _("You approved this request yourself. Somebody else countersigns it.")
    if isinstance(answer, PhotoMissing):
        return _("This category needs a photo, and there is none yet.")
    if isinstance(answer, Full):
        return _("There is no place left for this group at the event. Please raise its places first.")
    if isinstance(answer, NotNow):
        return _(
            "Somebody else was quicker: the request stands at “%(state)s”.",
            state=state_labels()[answer.state],
        )
    return _("Somebody else has changed this in the meantime. Please look at it again.")


@blueprint.post("/accreditation/<int:number>/refuse")
@access.staff(Right.SEE_ACCREDITATION)
def refuse(number: int) -> Answer:
    """Refuse a request with a reason, for protocol or for security."""
    return _end(number, accrediting.refuse, {}, _("The request is refused."))


@blueprint.post("/accreditation/<int:number>/withdraw")
@access.staff(Right.SEE_ACCREDITATION)
def withdraw(number: int) -> Answer:
    """Take an accreditation back; its code is dead at once."""
    return _end(
        number,
        accrediting.withdraw,
        {"links": sender().links},
        _("The accreditation is withdrawn. Its code is refused at every gate."),
    )


def _end(number: int, step: Any, more: dict[str, Any], good: str) -> Answer:
    get_accreditation(current(), _edition_id(), number)
    if not _may_decide():
        flash(_("Only protocol and security decide on requests."), "warn")
        return redirect(url_for(".one", number=number), 303)
    form = EndForm()
    if not form.validate():
        return _page(number, end=form), 422
    with writing() as session:
        done = step(session, number=number, version=form.sent, reason=form.reason.data, **more, **_common())
    if isinstance(done, Accreditation):
        flash(good, "good")
    else:
        flash(why_not(done), "warn")
    return redirect(url_for(".one", number=number), 303)
