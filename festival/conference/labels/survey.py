"""How the words of surveys are said."""

from festival.conference.types.survey import NoOpinion, Organisation, Useful
from festival.web.locale import gettext as _


def rating_labels() -> dict[int, str]:
    """Return a rating → words."""
    return {
        5: _("5 – very good"),
        4: _("4 – good"),
        3: _("3 – fair"),
        2: _("2 – poor"),
        1: _("1 – very poor"),
    }


def useful_labels() -> dict[Useful, str]:
    """Return what somebody took home → words."""
    return {
        Useful.CONTENT: _("The contents"),
        Useful.SPEAKERS: _("The speakers"),
        Useful.DISCUSSION: _("Questions and discussion"),
        Useful.CONTACTS: _("New contacts"),
        Useful.INTERPRETING: _("The interpreting"),
        Useful.MATERIALS: _("The materials"),
    }


def organisation_labels() -> dict[Organisation, str]:
    """Return a kind of organisation → words."""
    return {
        Organisation.UNSAID: _("I would rather not say"),
        Organisation.COMPANY_VN: _("Company in Viet Nam"),
        Organisation.COMPANY_JP: _("Company in Japan"),
        Organisation.AUTHORITY: _("Authority or agency"),
        Organisation.ASSOCIATION: _("Association or organisation"),
        Organisation.SCHOOL: _("School or university"),
        Organisation.PRESS: _("Press"),
        Organisation.OTHER: _("Other"),
    }


def no_opinion_sentence(why: NoOpinion) -> str:
    """Return why an answer is not taken."""
    return {
        NoOpinion.CLOSED: _("The survey of this session opens at its end and stays open for two weeks."),
        NoOpinion.ALREADY: _("Your answer is stored already. Thank you."),
        NoOpinion.TOO_MANY: _("Many answers have just come from here. Please try again in an hour."),
    }[why]
