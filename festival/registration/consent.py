"""The words people agree to. A change here is a new CONSENT_VERSION in types.py."""

from festival.registration.types import Purpose
from festival.registration.types.accreditation import GivenBy
from festival.web.locale import gettext as _


def texts() -> dict[Purpose, str]:
    """Return purpose → the sentence beside its box, in the reader's language."""
    return {
        Purpose.REGISTRATION: _(
            "I agree that the festival's organizers use the names and contact I enter here to issue tickets, to admit us and to tell us about "
            "changes. They are deleted 90 days after the event. I can cancel on my ticket page at any time, and ask the organizers to show, "
            "correct or delete what is stored."
        ),
        Purpose.ACCESS_NEEDS: _(
            "I agree that the access needs I tick or write here are stored and shown to the staff who look after registration or help us on "
            "the day, and to nobody else. They too are deleted 90 days after the event."
        ),
        Purpose.RECEIVED: _(
            "I agree that the festival's organizers use my name and the contact that was given for me to admit me and to tell me about changes. "
            "They are deleted 90 days after the event. I can give the ticket back at any time, and ask the organizers to show, correct or delete "
            "what is stored."
        ),
    }


def photo_texts() -> dict[GivenBy, str]:
    """Return who brings a photo → what they agree to or confirm. A change here is a new PHOTO_CONSENT_VERSION."""
    confirmed = _(
        "The person in the picture has agreed that it is printed on their badge and shown to the staff of protocol and security. It is deleted 30 "
        "days after the festival, or at once when the person wishes."
    )
    return {
        GivenBy.PERSON: _(
            "I agree that my photo is printed on my badge and shown to the staff of protocol and security. It is deleted 30 days after the "
            "festival, or at once when I remove it here."
        ),
        GivenBy.AGENCY: confirmed,
        GivenBy.DESK: confirmed,
    }


def group_text() -> str:
    """Return the sentence to which who answers for a group agrees, for themselves and those on the list."""
    return _(
        "I agree that the festival's organizers use my name and contact, and I confirm that the people on the list, or their parents, know and agree "
        "that their names are used, to issue tickets, to admit us and to tell us about changes. All is deleted 90 days after the event."
    )
