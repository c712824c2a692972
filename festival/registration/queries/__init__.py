"""Who is registered, how many places are left, and how an event stands."""

from festival.registration.queries.counts import (
    Figures,
    figures,
)
from festival.registration.queries.groups import (
    GroupRow,
    find_group,
    group_most,
    groups,
)
from festival.registration.queries.listing import (
    Listed,
    listed,
)
from festival.registration.queries.parties import (
    active_by_contact,
    awaits_consent,
    consents,
    find_registration,
    find_ticket,
    get_registration,
    get_ticket,
    get_ticket_of,
    holds,
    live_tickets,
    party_ticket,
    passed_on,
    was_sent,
)
from festival.registration.queries.places import (
    places_of,
    registered_in,
)
from festival.registration.queries.supply import (
    all_counts,
    choice,
    find_counts,
    slot_of,
    windows,
)
from festival.registration.queries.waiting import (
    events_with_a_queue,
    events_with_overdue_offers,
    find_waiting,
    get_waiting,
    place_in_queue,
    queue,
    tallies,
    waiting_by_contact,
    waiting_list,
    waiting_of,
)

__all__ = [
    "Figures",
    "GroupRow",
    "Listed",
    "active_by_contact",
    "all_counts",
    "awaits_consent",
    "choice",
    "consents",
    "events_with_a_queue",
    "events_with_overdue_offers",
    "figures",
    "find_counts",
    "find_group",
    "find_registration",
    "find_ticket",
    "find_waiting",
    "get_registration",
    "get_ticket",
    "get_ticket_of",
    "get_waiting",
    "group_most",
    "groups",
    "holds",
    "listed",
    "live_tickets",
    "party_ticket",
    "passed_on",
    "place_in_queue",
    "places_of",
    "queue",
    "registered_in",
    "slot_of",
    "tallies",
    "waiting_by_contact",
    "waiting_list",
    "waiting_of",
    "was_sent",
    "windows",
]
