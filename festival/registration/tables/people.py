"""People as rows of a list that leaves the desk: one row for each ticket that counts, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from festival.core.clock import local
from festival.registration.contacts import shown_phone
from festival.registration.desk_labels import kind_labels
from festival.registration.labels import need_labels, state_label
from festival.registration.queries.people_rows import PersonRow
from festival.registration.types import TicketState
from festival.web.locale import gettext as _


def heads() -> list[str]:
    """Return the first row."""
    return [
        _("Code"),
        _("Person of the party"),
        _("Name"),
        _("State of the ticket"),
        _("Admitted on"),
        _("Event"),
        _("How they came to be registered"),
        _("Language"),
        _("Phone number"),
        _("Mail address"),
        _("Access needs"),
        _("About the access needs"),
        _("Registered on"),
    ]


def rows(people: Iterable[PersonRow], events: Mapping[int, str]) -> Iterator[list[str]]:
    """Give a row for each person; `events` says what each event is called."""
    # The same few words stand in every row: they are said once.
    kinds, needs = kind_labels(), need_labels()
    states = {str(state): state_label(state) for state in TicketState}
    for one in people:
        yield [
            one.code,
            str(one.position),
            one.name,
            states[one.state],
            _moment(one.admitted_at),
            events.get(one.event_id, ""),
            kinds[one.kind],
            one.language,
            shown_phone(one.phone) if one.phone else "",
            one.mail or "",
            "; ".join(needs[need] for need in one.needs.split(",") if need in needs),
            one.needs_note,
            _moment(one.made_at),
        ]


def _moment(value: datetime | None) -> str:
    return f"{local(value):%Y-%m-%d %H:%M}" if value else ""
