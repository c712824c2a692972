"""The words of groups: a school, company or ward that comes by a list, with one who answers for it."""

from dataclasses import dataclass
from enum import StrEnum

from festival.core.trilingual import Language
from festival.registration.types.changing import Reach

GROUP_MOST = 60  # a class and its teachers; the organizers may raise it for an event
# A party's code holds at most 127 people (registration/ticket_code.py), and a gate lets them in at once.
GROUP_CEILING = 120


class GroupKind(StrEnum):
    """What sort of group."""

    SCHOOL = "school"
    COMPANY = "company"
    WARD = "ward"
    OTHER = "other"


class ListFault(StrEnum):
    """What is wrong with a line of a list."""

    NO_LETTERS = "no_letters"
    TOO_LONG = "too_long"
    TWICE = "twice"  # only a hint: two pupils may have one name


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a list: its number as people count, the name, and what is wrong with it."""

    number: int
    name: str
    fault: ListFault | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether the list cannot be taken with this line."""
        return self.fault in {ListFault.NO_LETTERS, ListFault.TOO_LONG}


@dataclass(frozen=True, slots=True)
class GroupApplication:
    """A well-formed request for the places of a whole group."""

    submission: str
    kind: GroupKind
    name: str
    responsible: str
    reach: Reach
    people: tuple[str, ...]
    consent_language: Language
    slot_id: int | None = None
