"""Who is registered, how many places are left, and how an event stands."""

from festival.registration.queries.lists import Figures, Page, figures, search
from festival.registration.queries.parties import (
    active_by_contact,
    consents,
    find_ticket,
    get_registration,
    get_ticket_of,
    holds,
    live_tickets,
    party_ticket,
    was_sent,
)
from festival.registration.queries.places import places_of, registered_in

__all__ = [
    "Figures",
    "Page",
    "active_by_contact",
    "consents",
    "figures",
    "find_ticket",
    "get_registration",
    "get_ticket_of",
    "holds",
    "live_tickets",
    "party_ticket",
    "places_of",
    "registered_in",
    "search",
    "was_sent",
]
