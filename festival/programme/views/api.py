"""The programme for whoever builds on it: `/api/v1/programme`, described by `/api/v1/openapi.json`."""

from flask import Blueprint
from werkzeug.wrappers import Response

from festival.programme.catalogue import catalogue
from festival.programme.feeds import api, openapi
from festival.programme.feeds.reader import last_change
from festival.web import access, documents
from festival.web.documents import Made
from festival.web.settings import settings

blueprint = Blueprint("api", __name__)
documents.open_to_all(blueprint)


@blueprint.get("/programme")
@access.public
def programme() -> Response:
    """Send the whole programme."""
    kept = catalogue()

    def make() -> Made:
        body = api.programme_json(kept.edition, kept.events, public_url=settings().public_url)
        return Made(body, last_change(kept.events))

    return documents.shared(("api", kept.revision), make, mimetype=api.MIMETYPE)


@blueprint.get("/programme/<slug>")
@access.public
def event(slug: str) -> Response:
    """Send one event."""
    kept = catalogue()

    def make() -> Made:
        facts = kept.event(slug)
        return Made(api.event_json(facts, public_url=settings().public_url), facts.changed_at)

    return documents.shared(("api", slug, kept.revision), make, mimetype=api.MIMETYPE)


@blueprint.get("/openapi.json")
@access.public
def description() -> Response:
    """Send the description of this interface."""
    return documents.shared(
        "openapi",
        lambda: Made(api.to_bytes(openapi.document(settings().public_url))),
        mimetype=api.MIMETYPE,
    )
