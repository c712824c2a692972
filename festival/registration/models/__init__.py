"""What registration stores: parties with their tickets and consents, persons, places and who waits for them, guests with their invitations and seats, letters, requests about personal data, and what the desk keeps."""

from festival.registration.models.accreditation import (
    Accreditation,
    Agency,
    BadgeBatch,
    BadgeTerms,
    Category,
    Photo,
    PrintedBadge,
    Zone,
)
from festival.registration.models.changing import (
    FormTaken,
    LinkRequest,
    Transfer,
)
from festival.registration.models.desk import (
    BulkAction,
    PartyImport,
)
from festival.registration.models.groups import (
    Group,
    GroupLimit,
)
from festival.registration.models.guest_lists import (
    GuestList,
    RememberedColumn,
)
from festival.registration.models.guests import (
    Delegation,
    Guest,
)
from festival.registration.models.invitations import (
    Answer,
    Invitation,
    InvitationTerms,
    Question,
)
from festival.registration.models.letters import (
    Mailing,
    MessageText,
)
from festival.registration.models.parties import (
    Consent,
    Registration,
    Ticket,
)
from festival.registration.models.people import (
    DistinctPersons,
    Person,
    PersonMerge,
)
from festival.registration.models.places import (
    Allotment,
    EventPlaces,
    Pool,
    PoolEvent,
    Slot,
)
from festival.registration.models.privacy import (
    Holiday,
    PrivacyRequest,
)
from festival.registration.models.processing import (
    ConsentText,
    ProcessingPurpose,
    Purge,
    RetentionRule,
    Violation,
)
from festival.registration.models.seating import (
    Seating,
    SeatingPlan,
)
from festival.registration.models.waiting import (
    Waiting,
)

__all__ = [
    "Accreditation",
    "Agency",
    "Allotment",
    "Answer",
    "BadgeBatch",
    "BadgeTerms",
    "BulkAction",
    "Category",
    "Consent",
    "ConsentText",
    "Delegation",
    "DistinctPersons",
    "EventPlaces",
    "FormTaken",
    "Group",
    "GroupLimit",
    "Guest",
    "GuestList",
    "Holiday",
    "Invitation",
    "InvitationTerms",
    "LinkRequest",
    "Mailing",
    "MessageText",
    "PartyImport",
    "Person",
    "PersonMerge",
    "Photo",
    "Pool",
    "PoolEvent",
    "PrintedBadge",
    "PrivacyRequest",
    "ProcessingPurpose",
    "Purge",
    "Question",
    "Registration",
    "RememberedColumn",
    "RetentionRule",
    "Seating",
    "SeatingPlan",
    "Slot",
    "Ticket",
    "Transfer",
    "Violation",
    "Waiting",
    "Zone",
]
