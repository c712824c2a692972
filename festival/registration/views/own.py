"""Whose page it is: the registration that a party's own link opens, and what every page of it shows."""

from flask import request

from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import as_language
from festival.registration import queries
from festival.registration.links import read_token
from festival.registration.models import Registration
from festival.registration.views.speaking import sender
from festival.web import locale


def own_registration(code: str) -> Registration:
    """Return the registration of a party's own link. Raises NotFound for a link that is not, or no longer, one."""
    claimed = read_token(code)
    if claimed is None:
        raise NotFound
    registration = queries.get_registration(current(), claimed.number)
    if not sender().links.is_genuine(claimed, registration.manage_epoch):
        raise NotFound
    if "lang" not in request.cookies:  # a link in a message opens in the language of the registration
        spoken = as_language(registration.language)
        if spoken:
            locale.speak(spoken)
    return registration
