"""How things of the gates are called.

Ticket classes in all three languages at once, because a gate's phone switches without asking us; the desk's words in the reader's.
"""

from festival.core.trilingual import Trilingual
from festival.gate.types import ConflictKind, Directions, OrderKind, Refusal, Resolution
from festival.registration.types import TicketClass
from festival.web.locale import gettext as _

_CLASSES = {
    TicketClass.CITIZEN: Trilingual("Người dân", "一般来場者", "Citizen"),
    TicketClass.DELEGATE: Trilingual("Đại biểu", "代表者", "Delegate"),
    TicketClass.PRESS: Trilingual("Báo chí", "報道関係者", "Press"),
    TicketClass.CREW: Trilingual("Lực lượng phục vụ", "スタッフ", "Crew"),
    TicketClass.GUEST: Trilingual("Khách mời", "招待客", "Guest"),
    TicketClass.COMPANION: Trilingual("Người đi cùng", "付き添いの方", "Companion"),
    TicketClass.CHILD: Trilingual("Trẻ em", "お子さま", "Child"),
}


def class_label(ticket_class: int) -> Trilingual:
    """Return a ticket class in the three languages."""
    return _CLASSES[TicketClass(ticket_class)]


def conflict_sentence(kind: str, code: str | None) -> str:
    """Return what a conflict is about, in one sentence."""
    if kind == ConflictKind.DOUBLE:
        return _("The same ticket let somebody in twice.")
    if kind == ConflictKind.TURNED_AWAY:
        return _("A phone turned somebody away who could have come in.")
    return {
        str(Refusal.CANCELLED): _("A phone let somebody in whose ticket had been cancelled."),
        str(Refusal.REVOKED): _("A phone let somebody in with an old code that had been replaced."),
        str(Refusal.BLOCKED): _("A phone let somebody in whose ticket is blocked."),
        str(Refusal.WRONG_EVENT): _("A phone let somebody in with a ticket of another event."),
        str(Refusal.NOT_YET_VALID): _("A phone let somebody in before the hours of the ticket."),
        str(Refusal.EXPIRED): _("A phone let somebody in after the hours of the ticket."),
        str(Refusal.NO_SEAT): _("A phone let somebody in who has no seat in the session."),
        str(Refusal.WRONG_SESSION): _("A phone let somebody in who has a seat in another session."),
    }.get(code or "", _("A phone let somebody in against the rules of its gate."))


def resolution_label(resolution: str) -> str:
    """Return what a gate lead may find a conflict to be."""
    return {
        Resolution.SAME_PERSON: _("The same person, scanned twice"),
        Resolution.SHARED_TICKET: _("Two people with one ticket"),
        Resolution.LED_OUT: _("The second person was led out"),
        Resolution.LET_STAY: _("The guest may stay"),
        Resolution.MISTAKE: _("A mistake of the gate"),
    }[Resolution(resolution)]


def order_label(kind: str) -> str:
    """Return an order in the reader's language."""
    return {
        OrderKind.STOP: _("Stop entry"),
        OrderKind.ONE_IN_ONE_OUT: _("One in, one out"),
    }[OrderKind(kind)]


def directions_label(directions: str) -> str:
    """Return which way people go through."""
    return {
        Directions.BOTH: _("In and out"),
        Directions.IN: _("In only"),
        Directions.OUT: _("Out only"),
    }[Directions(directions)]


def refusal_label(code: str) -> str:
    """Return why somebody was refused, in a word or two for figures."""
    return {
        Refusal.INVALID: _("Not a ticket"),
        Refusal.REVOKED: _("Old code"),
        Refusal.CANCELLED: _("Cancelled"),
        Refusal.BLOCKED: _("Blocked"),
        Refusal.NOT_YET_VALID: _("Too early"),
        Refusal.EXPIRED: _("Too late"),
        Refusal.WRONG_EVENT: _("Another event"),
        Refusal.WRONG_ZONE: _("Another zone"),
        Refusal.WRONG_CLASS: _("Another kind of ticket"),
        Refusal.NO_SEAT: _("No seat"),
        Refusal.WRONG_SESSION: _("A seat in another session"),
        Refusal.ALREADY_ADMITTED: _("Already in"),
        Refusal.NOT_INSIDE: _("Was not inside"),
        Refusal.CLOSED: _("Gate closed"),
        Refusal.REHEARSAL: _("Rehearsal ticket"),
        Refusal.ERROR: _("Error"),
    }[Refusal(code)]


def trouble_label(word: str) -> str:
    """Return what is not well with a phone."""
    return {
        "silent": _("Not heard of"),
        "waiting": _("Has scans to send"),
        "battery": _("Battery low"),
        "clock": _("Clock is off"),
        "snapshot": _("Knows too little of used tickets"),
        "version": _("Old page"),
        "signatures": _("Cannot check signatures"),
    }[word]
