"""Anybody who scans a certificate's code reads whether it is genuine, and what it says: nothing that is not on the paper."""

from flask import Blueprint, abort, render_template

from festival.conference.links import CertificateLinks
from festival.conference.papers.certificates import number_of
from festival.conference.queries.certificates import find_certificate
from festival.conference.services.checking import tried_too_often
from festival.conference.types.certificates import Said
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.requests import network
from festival.web.settings import settings

blueprint = Blueprint("checking", __name__)


def certificate_links() -> CertificateLinks:
    """Return what makes and checks certificates' addresses."""
    return CertificateLinks(settings().public_url, settings().secret_key)


@blueprint.get("/verify/<token>")
@access.token
def verify(token: str) -> Answer:
    """Say whether a certificate is genuine; what we never made is told in the same words, whatever it is."""
    number = certificate_links().opened(token)
    found = find_certificate(current(), number) if number is not None else None
    if found is None:
        current().rollback()
        with writing() as session:
            too_often = tried_too_often(
                session, network=network(), secret=settings().secret_key, now=clock.now()
            )
        if too_often:
            abort(429)
    return render_template(
        "conference/checking/verify.html",
        edition=catalogue().edition,
        certificate=found,
        said=Said.from_json(found.said) if found else None,
        number=number_of(found) if found else "",
    ), 200 if found else 404
