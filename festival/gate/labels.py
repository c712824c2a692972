"""How ticket classes are called, in all three languages at once: a gate's phone switches without asking us."""

from festival.core.trilingual import Trilingual
from festival.registration.types import TicketClass

_CLASSES = {
    TicketClass.CITIZEN: Trilingual("Người dân", "一般来場者", "Citizen"),
    TicketClass.DELEGATE: Trilingual("Đại biểu", "代表者", "Delegate"),
    TicketClass.PRESS: Trilingual("Báo chí", "報道関係者", "Press"),
    TicketClass.CREW: Trilingual("Lực lượng phục vụ", "スタッフ", "Crew"),
    TicketClass.GUEST: Trilingual("Khách mời", "招待客", "Guest"),
}


def class_label(ticket_class: int) -> Trilingual:
    """Return a ticket class in the three languages."""
    return _CLASSES[TicketClass(ticket_class)]
