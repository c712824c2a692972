"""What every page about guests uses: who acts, which edition, whose links, and what somebody may see."""

from typing import Any

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import Trilingual
from festival.programme.queries import current_edition, get_event
from festival.programme.types import EventFacts
from festival.registration.guest_links import GuestLinks
from festival.registration.guest_words import missing_labels
from festival.registration.models import Delegation, Guest, Invitation, Person
from festival.registration.queries.guests import gaps
from festival.registration.rules import names
from festival.registration.rules.guests import Missing
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language
from festival.web.settings import settings


def common() -> dict[str, Any]:
    """Return who acts, and when, as services are told."""
    return {"actor": access.signed_in().actor, "now": clock.now()}


def may_change() -> bool:
    """Tell whether who is signed in may change guests."""
    return access.signed_in().has(Right.CHANGE_GUESTS)


def may_see_care() -> bool:
    """Tell whether who is signed in may see what guests eat, and when they fly and where they sleep."""
    return access.signed_in().has(Right.SEE_GUEST_CARE)


def edition_id() -> int:
    """Return the edition that the desk works on."""
    return current_edition(current()).id


def event_of_edition(event_id: int) -> EventFacts:
    """Return an event of the desk's edition. Raises NotFound, for another edition's too."""
    event = get_event(current(), event_id)
    if event.edition_id != edition_id():
        raise NotFound(event_id)
    return event


def links() -> GuestLinks:
    """Return what makes and checks guests' addresses."""
    return GuestLinks(settings().public_url, settings().secret_key)


def named(person: Person) -> str:
    """Return a person's name as the reader can read it."""
    return names.shown(person, language())


def delegation_name(delegation: Delegation | None) -> Trilingual:
    """Return what a delegation is called."""
    return delegation.name if delegation is not None else Trilingual()


def coming(invitation: Invitation) -> Person:
    """Return who comes by an invitation: the guest, or the deputy."""
    return invitation.deputy or invitation.guest.person


def title(person: Person) -> Trilingual:
    """Return what stands under a name: the position, or the organisation where nobody has said one."""
    return person.position if person.position != Trilingual() else person.organisation


def overtaken() -> str:
    """Return what is said to somebody whom a colleague was quicker than."""
    return _(
        "Somebody else has saved this in the meantime. Nothing of yours was stored; here is what stands now."
    )


def guest_name(guest: Guest) -> str:
    """Return a guest's name as the reader can read it."""
    return named(guest.person)


def gap_words(guest: Guest) -> list[str]:
    """Return what is still missing of a guest, in words; of food and travel only to who may see them."""
    labels, care = missing_labels(), may_see_care()
    return [labels[one] for one in gaps(guest) if care or one in {Missing.LATIN, Missing.POSITION}]
