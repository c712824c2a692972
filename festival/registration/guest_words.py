"""How the words of guests are called on pages and papers."""

from festival.registration.rules.guest_rows import Fault, Field
from festival.registration.rules.guests import Missing
from festival.registration.types.guests import (
    GuestPart,
    InvitationState,
    Matter,
    Off,
    QuestionKind,
    Side,
)
from festival.registration.types.people import Likeness
from festival.web.locale import gettext as _


def part_labels() -> dict[str, str]:
    """Return part → its words."""
    return {
        GuestPart.GUEST: _("Guest"),
        GuestPart.INTERPRETER: _("Interpreter"),
        GuestPart.STAFF: _("Staff of the delegation"),
    }


def side_labels() -> dict[str, str]:
    """Return side → its words."""
    return {
        Side.ANY: _("Either side"),
        Side.LEFT: _("Left, seen from the guests"),
        Side.RIGHT: _("Right, seen from the guests"),
    }


def invitation_label(state: str) -> str:
    """Return how an invitation stands."""
    return {
        InvitationState.LISTED: _("Not asked yet"),
        InvitationState.SENT: _("Waiting for an answer"),
        InvitationState.ACCEPTED: _("Coming"),
        InvitationState.REVIEW: _("To be approved"),
        InvitationState.DECLINED: _("Not coming"),
        InvitationState.WITHDRAWN: _("Withdrawn"),
    }[InvitationState(state)]


INVITATION_KINDS = {
    InvitationState.LISTED: "plain",
    InvitationState.SENT: "lavender",
    InvitationState.ACCEPTED: "good",
    InvitationState.REVIEW: "warn",
    InvitationState.DECLINED: "bad",
    InvitationState.WITHDRAWN: "plain",
}


def off_sentences() -> dict[Off, str]:
    """Return why nobody is asked to an event any more → the sentence for the desk."""
    return {
        Off.OVER: _("This event is over: nobody is invited or reminded any more."),
        Off.CALLED_OFF: _("This event has been called off: nobody is invited or reminded."),
    }


def matter_labels() -> dict[str, str]:
    """Return what may matter → its words."""
    return {
        Matter.DEPUTY: _("Who comes (a deputy)"),
        Matter.NAME: _("The name"),
        Matter.POSITION: _("Position or organisation"),
        Matter.CAR: _("Car plate"),
        Matter.FLIGHTS: _("Flights"),
    }


def question_kind_labels() -> dict[str, str]:
    """Return kind of question → its words."""
    return {
        QuestionKind.TEXT: _("A line of text"),
        QuestionKind.CHOICE: _("One of several choices"),
        QuestionKind.NUMBER: _("A number"),
    }


def missing_labels() -> dict[str, str]:
    """Return what is missing → its words."""
    return {
        Missing.LATIN: _("Name in Latin letters"),
        Missing.POSITION: _("Position"),
        Missing.DIETARY: _("Food"),
        Missing.HOTEL: _("Hotel"),
        Missing.ARRIVAL: _("Arrival"),
        Missing.DEPARTURE: _("Departure"),
    }


def field_labels() -> dict[str, str]:
    """Return what a column can mean → its words."""
    return {
        Field.NAME: _("Whole name"),
        Field.FAMILY: _("Family name"),
        Field.GIVEN: _("Given name"),
        Field.LATIN: _("Name in Latin letters"),
        Field.KANA: _("Reading in kana"),
        Field.LANGUAGE: _("Language"),
        Field.POSITION: _("Position"),
        Field.ORGANISATION: _("Organisation"),
        Field.DELEGATION: _("Delegation"),
        Field.PART: _("Part in the delegation"),
        Field.PHONE: _("Phone number"),
        Field.MAIL: _("Mail address"),
        Field.HOTEL: _("Hotel"),
        Field.CAR: _("Car plate"),
        Field.FLIGHT_IN: _("Flight in"),
        Field.ARRIVES: _("Arrives (time in Viet Nam)"),
        Field.FLIGHT_OUT: _("Flight out"),
        Field.DEPARTS: _("Leaves (time in Viet Nam)"),
        Field.DIETARY: _("Food: what to avoid or prefer"),
        Field.GIFT: _("Gift"),
    }


def fault_sentence(fault: Fault) -> str:
    """Return what is wrong with a cell, and what to do."""
    return {
        Fault.NO_NAME: _("There is no name in this row."),
        Fault.NO_LETTERS: _("A name needs letters. Please check it."),
        Fault.TOO_LONG: _("This is too long. Please shorten it."),
        Fault.LANGUAGE: _("Please write Vietnamese, Japanese or English, or vi, ja or en."),
        Fault.PART: _("Please write head, guest, interpreter or staff, or leave it empty."),
        Fault.PHONE: _("No such phone number can exist."),
        Fault.MAIL: _("This is no mail address."),
        Fault.MOMENT: _("Please write day and time: 16/11/2027 14:10."),
        Fault.FLIGHT: _("Please write a flight number, for example VN9891."),
        Fault.TWO_HEADS: _("A delegation has one head, and a head has a delegation."),
        Fault.BACKWARDS: _("This is before the arrival. Please check both."),
    }[fault]


def likeness_label(why: Likeness) -> str:
    """Return why two may be one person."""
    return {
        Likeness.PHONE: _("the same phone number"),
        Likeness.MAIL: _("the same mail address"),
        Likeness.NAME: _("the same name"),
        Likeness.LATIN: _("the same name in Latin letters"),
        Likeness.KANA: _("the same reading in kana"),
    }[why]
