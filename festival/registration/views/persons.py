"""Persons at the desk: found by any script, added, changed, and put together where two are one."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.audit.queries import history
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.forms.sending import as_version
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.registration.accreditation_words import likeness_labels, state_labels
from festival.registration.contacts import shown_phone
from festival.registration.forms.people import PersonForm, person_values
from festival.registration.models import Person
from festival.registration.queries.accreditation import of_person, photo_of
from festival.registration.queries.people import get_person, merges, persons, search_people, tickets_of
from festival.registration.rules import names
from festival.registration.services import people
from festival.registration.types.people import Inseparable, Stale
from festival.registration.views.picking import MOST, picked, picking
from festival.web import access
from festival.web.forms import Form
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext

blueprint = Blueprint("persons", __name__)
_PAIRS = 50


def _edition_id() -> int:
    return current_edition(current()).id


def _may_change() -> bool:
    return access.signed_in().has(Right.CHANGE_PERSONS)


def shown(person: Person) -> str:
    """Return a person's name as the reader can read it."""
    return names.shown(person, language())


@blueprint.get("/persons")
@access.staff(Right.SEE_PERSONS)
def listed() -> str:
    """List persons; names are found in any script."""
    text = tidy(request.args.get("q", ""))[:100]
    page = search_people(
        current(), edition_id=_edition_id(), text=text, number=request.args.get("page", 1, type=int)
    )

    def address(number: int) -> str:
        return url_for(".listed", q=text or None, page=number)

    return render_template(
        "registration/persons/persons.html",
        page={
            "rows": page.rows,
            "number": page.number,
            "pages": page.pages,
            "total": page.total,
            "previous_url": address(page.number - 1) if page.number > 1 else None,
            "next_url": address(page.number + 1) if page.number < page.pages else None,
        },
        q=text,
        shown=shown,
        shown_phone=shown_phone,
        may_change=_may_change(),
    )


@blueprint.get("/persons/find")
@access.staff(Right.SEE_PERSONS)
def find() -> Response:
    """Give the picker what matches: number, name, Latin letters, position and organisation."""
    text = tidy(request.args.get("q", ""))[:100]
    rows = search_people(current(), edition_id=_edition_id(), text=text, per_page=MOST).rows if text else []
    return jsonify(
        [
            {
                "id": one.id,
                "name": shown(one),
                "latin": one.latin if one.latin != shown(one) else "",
                "about": " · ".join(
                    filter(None, (one.position.in_(language()), one.organisation.in_(language())))
                ),
            }
            for one in rows
        ]
    )


@blueprint.get("/persons/new")
@access.staff(Right.CHANGE_PERSONS)
def new() -> str:
    """Show an empty form."""
    return _form_page(None, PersonForm(formdata=None, data={"language": "vi"}), [])


def _form_page(person: Person | None, form: PersonForm, alike: list[tuple[Person, list[str]]]) -> str:
    return render_template(
        "registration/persons/form.html", person=person, form=form, alike=alike, shown=shown
    )


@blueprint.post("/persons/new")
@access.staff(Right.CHANGE_PERSONS)
def make() -> Answer:
    """Add a person; who may be the same is shown first, and added all the same when somebody says so."""
    form = PersonForm()
    if not form.validate():
        return _form_page(None, form, []), 422
    content = form.content()
    found = people.find_duplicates(current(), edition_id=_edition_id(), content=content)
    if found and request.form.get("sure") != "yes":
        labels = likeness_labels()
        alike = [(one, [labels[reason] for reason in sorted(why)]) for one, why in found[:10]]
        return _form_page(None, form, alike), 409
    edition_id = _edition_id()
    with writing() as session:
        made = people.add(
            session, actor=access.signed_in().actor, edition_id=edition_id, content=content, now=clock.now()
        )
    flash(_("The person is kept."), "good")
    return redirect(url_for(".person", person_id=made.id), 303)


@blueprint.get("/persons/<int:person_id>")
@access.staff(Right.SEE_PERSONS)
def person(person_id: int) -> str | Response:
    """Show a person with everything that hangs on them; who was merged leads to whom they are."""
    session = current()
    found = get_person(session, _edition_id(), person_id)
    if found.merged_into is not None:
        return redirect(url_for(".person", person_id=found.merged_into), 302)
    return render_template(
        "registration/persons/person.html",
        person=found,
        shown=shown,
        shown_phone=shown_phone,
        addressed=names.addressed(found, people.content_of(found).honorific, language()),
        tickets=tickets_of(session, person_id),
        requests=of_person(session, person_id),
        state_labels=state_labels(),
        photo=photo_of(session, person_id) if access.signed_in().has(Right.SEE_PHOTOS) else None,
        entries=history(session, "person", person_id),
        may_change=_may_change(),
        may_ask=access.signed_in().has(Right.MANAGE_ACCREDITATION),
    )


@blueprint.get("/persons/<int:person_id>/edit")
@access.staff(Right.CHANGE_PERSONS)
def edit(person_id: int) -> str:
    """Show a person's form."""
    found = get_person(current(), _edition_id(), person_id)
    return _form_page(found, PersonForm(formdata=None, data=person_values(found)), [])


@blueprint.post("/persons/<int:person_id>/edit")
@access.staff(Right.CHANGE_PERSONS)
def change(person_id: int) -> Answer:
    """Change a person."""
    found = get_person(current(), _edition_id(), person_id)
    form = PersonForm()
    if not form.validate():
        return _form_page(found, form, []), 422
    with writing() as session:
        done = people.change(
            session,
            actor=access.signed_in().actor,
            person_id=person_id,
            version=form.sent,
            content=form.content(),
            now=clock.now(),
        )
    if isinstance(done, Stale):
        form.version.data = str(done.version)
        flash(_("Somebody else has changed this in the meantime. Please look at it again."), "warn")
        return _form_page(found, form, []), 409
    flash(_("The person is kept."), "good")
    return redirect(url_for(".person", person_id=person_id), 303)


@blueprint.get("/persons/duplicates")
@access.staff(Right.SEE_PERSONS)
def duplicates() -> str:
    """List pairs that may be one person with why, and what was put together lately."""
    session = current()
    edition_id = _edition_id()
    found = people.duplicates(session, edition_id)
    done = merges(session, edition_id)
    shown_pairs = found[:_PAIRS]
    known = persons(
        session,
        {number for pair in shown_pairs for number in (pair.first, pair.second)}
        | {number for one in done for number in (one.kept_id, one.gone_id)},
    )
    labels = likeness_labels()
    return render_template(
        "registration/persons/duplicates.html",
        pairs=[
            (known[pair.first], known[pair.second], [labels[why] for why in sorted(pair.why)])
            for pair in shown_pairs
        ],
        total=len(found),
        merges=done,
        known=known,
        shown=shown,
        shown_phone=shown_phone,
        may_change=_may_change(),
    )


@blueprint.get("/persons/<int:person_id>/merge")
@access.staff(Right.CHANGE_PERSONS)
def choose_other(person_id: int) -> str | Response:
    """Look for the other of two who are one; whoever is chosen stands beside the first."""
    found = get_person(current(), _edition_id(), person_id)
    other = picked(found.edition_id)
    if other is not None and other.id != person_id:
        first, second = sorted((person_id, other.id))  # the earlier stays
        return redirect(url_for(".compare", person_id=first, other_id=second), 303)
    return render_template(
        "registration/persons/other.html", person=found, shown=shown, picking=picking(found.edition_id)
    )


@blueprint.get("/persons/<int:person_id>/merge/<int:other_id>")
@access.staff(Right.CHANGE_PERSONS)
def compare(person_id: int, other_id: int) -> str:
    """Show two persons side by side, to choose what is kept of each."""
    session = current()
    edition_id = _edition_id()
    pair = [get_person(session, edition_id, number) for number in (person_id, other_id)]
    if person_id == other_id or any(one.merged_into is not None for one in pair):
        raise NotFound
    labels = likeness_labels()
    first, second = pair
    return render_template(
        "registration/persons/merge.html",
        first=first,
        second=second,
        fields=_fields(first, second),
        why=[labels[reason] for reason in sorted(people.why_alike(first, second))],
        shown=shown,
        links=[len(tickets_of(session, one.id)) + len(of_person(session, one.id)) for one in pair],
        form=Form(),
    )


def _fields(first: Person, second: Person) -> list[tuple[str, str, str, str]]:
    """Return (name, label, first's value, second's) of everything a form of a person holds."""
    one, other = person_values(first), person_values(second)
    form = PersonForm(formdata=None)
    words = {"mr": _("Mr"), "ms": _("Ms"), "": "", "vi": "Tiếng Việt", "ja": "日本語", "en": "English"}
    return [
        (name, form[name].label.text, *(_said(name, values[name], words) for values in (one, other)))
        for name in one
        if name != "version"
    ]


def _said(name: str, value: str, words: dict[str, str]) -> str:
    return words.get(value, value) if name in {"honorific", "language"} else value


@blueprint.post("/persons/<int:person_id>/merge/<int:other_id>")
@access.staff(Right.CHANGE_PERSONS)
def put_together(person_id: int, other_id: int) -> Answer:
    """Make two persons one: the earlier stays, with the values that were chosen."""
    session = current()
    edition_id = _edition_id()
    pair = [get_person(session, edition_id, number) for number in (person_id, other_id)]
    values = [person_values(one) for one in pair]
    chosen = {
        name: values[1 if request.form.get(f"take-{name}") == "2" else 0][name]
        for name in values[0]
        if name != "version"
    }
    content = PersonForm(formdata=None, data=chosen).content()
    versions = [as_version(request.form.get(name)) for name in ("first", "second")]
    with writing() as session:
        done = people.merge(
            session,
            actor=access.signed_in().actor,
            keep=(person_id, versions[0]),
            gone=(other_id, versions[1]),
            content=content,
            now=clock.now(),
        )
    if isinstance(done, Stale):
        flash(_("Somebody else has changed this in the meantime. Please look at it again."), "warn")
        return redirect(url_for(".duplicates"), 303)
    if isinstance(done, Inseparable):
        flash(
            _("Both have asked for the same accreditation. Please withdraw one of the requests first.")
            if done.table == "accreditations"
            else _(
                "Both have something that there can be only one of. Please take it from one of them first."
            ),
            "warn",
        )
        return redirect(url_for(".compare", person_id=person_id, other_id=other_id), 303)
    flash(
        ngettext(
            "They are one person now; %(n)s link has moved.",
            "They are one person now; %(n)s links have moved.",
            done.links,
        ),
        "good",
    )
    return redirect(url_for(".person", person_id=person_id), 303)


@blueprint.post("/persons/<int:person_id>/apart/<int:other_id>")
@access.staff(Right.CHANGE_PERSONS)
def keep_apart(person_id: int, other_id: int) -> Response:
    """Say that two who look like one are two."""
    for number in (person_id, other_id):
        get_person(current(), _edition_id(), number)
    with writing() as session:
        people.keep_apart(
            session, actor=access.signed_in().actor, first=person_id, second=other_id, now=clock.now()
        )
    flash(_("They stay two persons, and are not asked about again."), "good")
    return redirect(url_for(".duplicates"), 303)


@blueprint.post("/persons/merges/<int:merge_id>/undo")
@access.staff(Right.CHANGE_PERSONS)
def undo(merge_id: int) -> Response:
    """Take two persons apart again."""
    if merge_id not in {one.id for one in merges(current(), _edition_id(), limit=1000)}:
        raise NotFound
    with writing() as session:
        done = people.undo_merge(session, actor=access.signed_in().actor, merge_id=merge_id, now=clock.now())
    if isinstance(done, Stale):
        flash(_("This person has since become part of another. Please undo that first."), "warn")
    else:
        flash(_("They are two persons again, each with what was theirs."), "good")
    return redirect(url_for(".duplicates"), 303)
