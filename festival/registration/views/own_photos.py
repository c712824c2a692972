"""The photo for a badge, brought by the guest behind the personal link or by an agency for its people.

A guest sees and removes what is stored. An agency brings photos and never sees one: a person may be known to several, or have
given a photo of their own, which no agency replaces.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.views.answers import Answer
from festival.registration import consent
from festival.registration.forms.accreditation import PhotoForm
from festival.registration.models import Accreditation, Person
from festival.registration.queries.accreditation import may_have_badge, photo_of
from festival.registration.services import photos
from festival.registration.types.accreditation import OPEN_STATES, GivenBy
from festival.registration.views import agency, invited
from festival.registration.views.hosting import coming, named
from festival.registration.views.photos import allow_photos, picture, received
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("own_photos", __name__)
blueprint.url_value_preprocessor(allow_photos)


def _guest(code: str) -> Person:
    found = invited.own(code)
    person = coming(found)
    if not may_have_badge(current(), person.id):
        raise NotFound
    return person


def _page(person: Person, form: PhotoForm, given_by: GivenBy, back: str, **addresses: str) -> str:
    photo = photo_of(current(), person.id)
    return render_template(
        "registration/photos/own.html",
        edition=catalogue().edition,
        name=named(person),
        form=form,
        has_photo=photo is not None,
        is_theirs=photo is not None and photo.given_by != GivenBy.AGENCY and given_by is GivenBy.AGENCY,
        text=consent.photo_texts()[given_by],
        back=back,
        addresses=addresses,
    )


def _keep(person: Person, jpeg: bytes, given_by: GivenBy) -> None:
    with writing() as session:
        photos.keep_photo(
            session,
            actor=CITIZEN,
            person_id=person.id,
            jpeg=jpeg,
            given_by=given_by,
            language=language(),
            now=clock.now(),
        )


# --- a guest -----------------------------------------------------------------------------------------------------------


@blueprint.get("/i/<code>/photo")
@access.token
def guest(code: str) -> str:
    """Show the photo with the form for another."""
    return _guest_page(code, _guest(code), PhotoForm(formdata=None))


def _guest_page(code: str, person: Person, form: PhotoForm) -> str:
    return _page(
        person,
        form,
        GivenBy.PERSON,
        url_for("registration.invited.invitation", code=code),
        send=url_for(".guest_brings", code=code),
        picture=url_for(".guest_photo", code=code),
        remove=url_for(".guest_removes", code=code),
    )


@blueprint.get("/i/<code>/photo.jpg")
@access.token
def guest_photo(code: str) -> Response:
    """Give the photo itself to whom it shows."""
    found = photo_of(current(), _guest(code).id)
    if found is None:
        raise NotFound
    return picture(found.jpeg)


@blueprint.post("/i/<code>/photo")
@access.token
def guest_brings(code: str) -> Answer:
    """Keep the guest's own photo."""
    person, form = _guest(code), PhotoForm()
    jpeg = received(form)
    if jpeg is None:
        return _guest_page(code, person, form), 422
    _keep(person, jpeg, GivenBy.PERSON)
    flash(_("Thank you, your photo is stored. This is how it will stand on your badge."), "good")
    return redirect(url_for(".guest", code=code), 303)


@blueprint.post("/i/<code>/photo/remove")
@access.token
def guest_removes(code: str) -> Response:
    """Take the photo and the consent back."""
    person = _guest(code)
    with writing() as session:
        photos.remove_photo(session, actor=CITIZEN, person_id=person.id, now=clock.now())
    flash(_("Your photo is deleted."), "good")
    return redirect(url_for(".guest", code=code), 303)


# --- an agency ---------------------------------------------------------------------------------------------------------


def _of_agency(token: str, number: int) -> Person:
    asking = agency.own(token)
    found = current().get(Accreditation, number)
    if found is None or found.agency_id != asking.id or found.state not in OPEN_STATES:
        raise NotFound
    return found.person


@blueprint.get("/accreditation/<token>/<int:number>/photo")
@access.token
def member(token: str, number: int) -> str:
    """Show the form for the photo of one of an agency's people."""
    return _member_page(token, number, _of_agency(token, number), PhotoForm(formdata=None))


def _member_page(token: str, number: int, person: Person, form: PhotoForm) -> str:
    return _page(
        person,
        form,
        GivenBy.AGENCY,
        url_for("registration.agency.page", token=token),
        send=url_for(".agency_brings", token=token, number=number),
    )


@blueprint.post("/accreditation/<token>/<int:number>/photo")
@access.token
def agency_brings(token: str, number: int) -> Answer:
    """Keep the photo of one of an agency's people, unless the person has given one."""
    person, form = _of_agency(token, number), PhotoForm()
    jpeg = received(form)
    if jpeg is None:
        return _member_page(token, number, person, form), 422
    known = photo_of(current(), person.id)
    if known is not None and known.given_by != GivenBy.AGENCY:
        flash(_("This person has given a photo already. It stays."), "info")
    else:
        _keep(person, jpeg, GivenBy.AGENCY)
        flash(_("The photo of %(name)s is stored.", name=named(person)), "good")
    return redirect(url_for("registration.agency.page", token=token), 303)
