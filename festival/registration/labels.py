"""How the words of registration are called on pages."""

from festival.outbox.types import MessageKind, MessageState
from festival.registration.types import (
    AccessNeed,
    Category,
    GroupKind,
    ListFault,
    RegistrationKind,
    TicketClass,
    TicketState,
)
from festival.registration.types.privacy import Basis, Kept, RequestKind, RequestState
from festival.web.locale import gettext as _


def need_labels() -> dict[str, str]:
    """Return access need → its words in the reader's language."""
    return {
        AccessNeed.WHEELCHAIR: _("Somebody uses a wheelchair"),
        AccessNeed.WALKING: _("Somebody cannot stand or walk for long"),
        AccessNeed.SIGHT: _("Somebody sees little or nothing"),
        AccessNeed.HEARING: _("Somebody hears little or nothing"),
        AccessNeed.CHILD: _("We come with a pram or a small child"),
        AccessNeed.COMPANION: _("Somebody comes along to help"),
        AccessNeed.OTHER: _("Something else"),
    }


def asked_needs() -> dict[str, str]:
    """Return the access needs that forms and lists ask for; a companion is asked for by name."""
    return {need: words for need, words in need_labels().items() if need != AccessNeed.COMPANION}


def state_label(state: str) -> str:
    """Return a ticket's state in the reader's language."""
    return {
        TicketState.VALID: _("Valid"),
        TicketState.CANCELLED: _("Cancelled"),
        TicketState.REVOKED: _("Replaced by a new code"),
        TicketState.BLOCKED: _("Blocked"),
    }[TicketState(state)]


def class_label(ticket_class: int) -> str:
    """Return what a ticket of a party says of its holder beside the name; nothing for most."""
    return {TicketClass.COMPANION: _("Companion"), TicketClass.CHILD: _("Child")}.get(
        TicketClass(ticket_class), ""
    )


def request_label(kind: RequestKind) -> str:
    """Return what somebody asks concerning their data, in the reader's language."""
    return {
        RequestKind.SEE: _("See my data"),
        RequestKind.CORRECT: _("Correct my data"),
        RequestKind.GET: _("Get a copy of my data"),
        RequestKind.DELETE: _("Delete my data"),
        RequestKind.OBJECT: _("Object to the use of my data"),
        RequestKind.WITHDRAW: _("Take back my consent"),
        RequestKind.RESTRICT: _("Restrict the use of my data"),
    }[kind]


def asked_label(kind: RequestKind) -> str:
    """Return the same in the third person, for officials who note or read what somebody asks."""
    return {
        RequestKind.SEE: _("See the person’s data"),
        RequestKind.CORRECT: _("Correct the person’s data"),
        RequestKind.GET: _("Get a copy of the person’s data"),
        RequestKind.DELETE: _("Delete the person’s data"),
        RequestKind.OBJECT: _("Object to the use of the person’s data"),
        RequestKind.WITHDRAW: _("Take back the person’s consent"),
        RequestKind.RESTRICT: _("Restrict the use of the person’s data"),
    }[kind]


def short_code(party: str, position: int) -> str:
    """Return a code as people read it aloud: ABC-1234 for the party, ABC-1234-2 for its second person."""
    return f"{party[:3]}-{party[3:]}" + (f"-{position}" if position else "")


def kind_labels() -> dict[str, str]:
    """Return how a registration came about → its words in the reader's language."""
    return {
        RegistrationKind.PARTY: _("Families and friends, by the public form"),
        RegistrationKind.GROUP: _("Groups with a list"),
        RegistrationKind.GUEST: _("Invited guests and accredited people"),
        RegistrationKind.WALK_IN: _("Walk-ins"),
    }


def category_labels() -> dict[str, str]:
    """Return category of places → its words in the reader's language."""
    return {
        Category.CITIZEN: _("Citizens"),
        Category.STUDENT: _("Students"),
        Category.PRESS: _("Press"),
        Category.PARTNER: _("Partners"),
        Category.ACCESS: _("People with disabilities and who comes along"),
    }


def message_label(kind: str) -> str:
    """Return what a message is about, in the reader's language."""
    return {
        MessageKind.CONFIRMATION: _("Confirmation"),
        MessageKind.LINKS: _("Lost ticket links"),
        MessageKind.CHANGE: _("Change of time or place"),
        MessageKind.CALLED_OFF: _("Called off"),
        MessageKind.RETURNED: _("Takes place after all"),
        MessageKind.CANCELLATION: _("Places given back"),
        MessageKind.TRANSFER: _("Ticket passed on, to the new holder"),
        MessageKind.PASSED_ON: _("Ticket passed on, to who gave it"),
        MessageKind.NAMES: _("Names changed"),
        MessageKind.MORE: _("People added"),
        MessageKind.SLOT: _("Arrival time changed"),
        MessageKind.CONTACT: _("Contact changed, to the new one"),
        MessageKind.CONTACT_LEFT: _("Contact changed, to the old one"),
        MessageKind.WAITING: _("Waiting list"),
        MessageKind.OFFER: _("Offer of places"),
        MessageKind.REMINDER: _("Reminder"),
        MessageKind.NOTES: _("Practical notes"),
        MessageKind.INVITATION: _("Invitation"),
        MessageKind.INVITATION_REMINDER: _("Reminder of an invitation"),
        MessageKind.ASKED_AGAIN: _("Invitation to answer once more"),
        MessageKind.ACCEPTED: _("Thanks for an acceptance"),
        MessageKind.DEPUTY: _("Ticket of a deputy"),
        MessageKind.DETAILS: _("Details to complete"),
        MessageKind.APPROVAL: _("Approval"),
        MessageKind.REFUSAL: _("Refusal"),
        MessageKind.RENEWED: _("New QR code"),
        MessageKind.ENDED: _("Ticket no longer valid"),
        MessageKind.BLOCKED: _("Ticket blocked"),
        MessageKind.FREED: _("Ticket valid again"),
        MessageKind.GROUP: _("Group"),
        MessageKind.MEETINGS: _("Business meetings"),
        MessageKind.SPEAKERS: _("To speakers"),
        MessageKind.PRIVACY: _("Request about personal data"),
        MessageKind.VIOLATION: _("Notice of a data violation"),
        MessageKind.OTHER: _("Other messages"),
    }[MessageKind(kind)]


def message_state_label(state: str) -> str:
    """Return how a message stands, in the reader's language."""
    return {
        MessageState.QUEUED: _("Waiting"),
        MessageState.SENDING: _("Is being sent"),
        MessageState.SENT: _("Sent"),
        MessageState.DELIVERED: _("Delivered"),
        MessageState.FAILED: _("Failed"),
        MessageState.BOUNCED: _("Came back"),
    }[MessageState(state)]


def placeholder_labels() -> dict[str, str]:
    """Return placeholder → what stands in its place."""
    return {
        "name": _("name of the first person"),
        "guest": _("the guest, with title"),
        "deputies": _("that a deputy can be named, where it is so"),
        "people": _("number of people"),
        "left": _("how many stay"),
        "event": _("title of the event"),
        "day": _("its day"),
        "when": _("its day and hours"),
        "place": _("its venue"),
        "until": _("the time by which to answer"),
        "before": _("time and place until now"),
        "after": _("time and place from now on"),
        "tickets": _("the tickets with their links"),
        "group": _("name of the group"),
        "reason": _("the reason"),
        "notes": _("what is written for this one letter"),
        "request": _("what was asked"),
        "number": _("number of the request"),
        "answer": _("the answer"),
    }


def basis_labels() -> dict[str, str]:
    """Return ground → its words in the reader's language."""
    return {
        Basis.CONSENT: _("Consent"),
        Basis.DUTY: _("Duty of a public authority"),
        Basis.CONTRACT: _("Contract"),
        Basis.LIFE: _("Life and health in an emergency"),
        Basis.RECORD: _("Duty to keep records"),
    }


def kept_label(kind: str) -> str:
    """Return a kind of data with a term, and from when it counts."""
    return {
        Kept.PARTIES: _("Names and contacts of parties, from the end of their event"),
        Kept.NEEDS: _("Access needs, from the end of the event"),
        Kept.PERSONS: _("Guests, press and crew, from the end of the edition"),
        Kept.CREW: _("Phones, qualifications and remarks of the crew, from the end of the edition"),
        Kept.MESSAGES: _("Messages, from the day they ended"),
        Kept.REQUESTS: _("Names and words of requests about data, from the day they were done"),
        Kept.OPT_OUTS: _("Fingerprints of addresses that want no messages, from the day they said so"),
        Kept.INCIDENTS: _("Incident log, from the end of the edition"),
        Kept.QUESTIONS: _(
            "Names and untaken words of questions, and remarks of surveys, from the end of the edition"
        ),
        Kept.SPEAKERS: _("What speakers told us and was not published, from the end of the edition"),
        Kept.CARDS: _("Business cards and who has whose, from the end of the edition"),
        Kept.CERTIFICATES: _("Names on certificates of attendance, from the day they were issued"),
        Kept.PHOTOS: _("Photos on badges, from the end of the edition"),
    }[Kept(kind)]


def request_state_label(state: str) -> str:
    """Return how a request stands."""
    return {
        RequestState.OPEN: _("To be answered"),
        RequestState.ANSWERED: _("To be carried out"),
        RequestState.DONE: _("Done"),
        RequestState.REFUSED: _("Request refused"),
    }[RequestState(state)]


def purge_labels() -> dict[str, str]:
    """Return why something was purged → its words."""
    return {
        "term": _("its time had come"),
        "request": _("somebody asked for it"),
        "backup": _("erased before, and back from a backup"),
    }


def group_kind_labels() -> dict[str, str]:
    """Return kind of a group → its word in the reader's language."""
    return {
        GroupKind.SCHOOL: _("A school or class"),
        GroupKind.COMPANY: _("A company or office"),
        GroupKind.WARD: _("A ward, commune or association"),
        GroupKind.OTHER: _("Another group"),
    }


def list_fault_label(fault: str) -> str:
    """Return what is wrong with a line of a list, and what to do."""
    return {
        ListFault.NO_LETTERS: _("No name: it has no letters."),
        ListFault.TOO_LONG: _("Too long for a name: at most 80 characters."),
        ListFault.TWICE: _("Stands on the list twice. That is fine if two people have this name."),
    }[ListFault(fault)]


def stored_labels() -> dict[str, str]:
    """Return what of a party can be corrected → its words."""
    return {
        "name": _("Name"),
        "phone": _("Phone number"),
        "mail": _("Mail address"),
        "language": _("Language"),
    }
