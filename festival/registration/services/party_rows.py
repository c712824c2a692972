"""A party as rows: its registration, its tickets, what it agreed to. Who inserts them, and when, is the caller's business."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from festival.core import ids, names
from festival.registration.types import (
    CONSENT_VERSION,
    Application,
    RegistrationKind,
    TicketClass,
    TicketState,
    Validity,
)


def registration_row(
    event_id: int, application: Application, *, now: datetime, sample: bool = False
) -> dict[str, Any]:
    """Return the registration's row, with a short code that may be taken once in a long while."""
    return {
        "event_id": event_id,
        "kind": RegistrationKind.PARTY,
        "code": ids.short_code(),
        "submission": application.submission,
        "language": application.language,
        "phone": application.phone,
        "mail": application.mail,
        "needs": ",".join(sorted(application.needs)),
        "needs_note": application.needs_note,
        "manage_epoch": 1,
        "category": application.category,
        "slot_id": application.slot_id,
        "is_sample": sample,
        "made_at": now,
    }


def ticket_rows(
    registration_id: int,
    event_id: int,
    people: Sequence[str],
    valid: Validity,
    *,
    companion: bool = False,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return the rows of a party's tickets: position 0 is the party's own code, 1… are its people.

    With `companion` the last of them is one.
    """
    return [
        {
            "registration_id": registration_id,
            "event_id": event_id,
            "position": position,
            "ticket_class": int(
                TicketClass.COMPANION if companion and position == len(people) else TicketClass.CITIZEN
            ),
            "name": name,
            "name_folded": names.fold(name),
            "state": TicketState.VALID,
            "valid_from": valid.since,
            "valid_until": valid.until,
            "made_at": now,
            "changed_at": now,
        }
        for position, name in enumerate(("", *people))
    ]


def consent_rows(registration_id: int, application: Application, *, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of what a party agreed to."""
    return [
        {
            "registration_id": registration_id,
            "purpose": purpose,
            "text_version": CONSENT_VERSION,
            "language": application.consent_language,
            "given_at": now,
        }
        for purpose in sorted(application.consents)
    ]
