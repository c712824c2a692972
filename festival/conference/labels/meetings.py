"""How the words of meetings are said: groups, wishes, and each clash as a sentence."""

from festival.conference.types.meetings import Clash, CompanyGroup, Pair, Strength
from festival.web.locale import gettext as _


def group_labels() -> dict[CompanyGroup, str]:
    """Return group → its name."""
    return {
        CompanyGroup.JAPANESE: _("Companies from Japan"),
        CompanyGroup.VIETNAMESE: _("Companies from Viet Nam"),
        CompanyGroup.AGENCY: _("Departments of the province"),
        CompanyGroup.OTHER: _("Others"),
    }


def strength_labels() -> dict[Strength, str]:
    """Return how much somebody wants to meet another → words."""
    return {
        Strength.MUST: _("Must meet"),
        Strength.WANT: _("Would like to meet"),
        Strength.NO: _("Not with them"),
    }


def pair_labels() -> dict[Pair, str]:
    """Return languages somebody interprets between → words."""
    return {
        Pair.VI_JA: _("Vietnamese – Japanese"),
        Pair.VI_EN: _("Vietnamese – English"),
        Pair.JA_EN: _("Japanese – English"),
    }


def clash_sentences() -> dict[Clash, str]:
    """Return clash → what it is, and so what would help."""
    return {
        Clash.TOO_FEW: _("A meeting needs two companies at least."),
        Clash.BREAK: _("This time is a break."),
        Clash.TABLE_TAKEN: _("The table is taken at this time."),
        Clash.COMPANY_BUSY: _("One of the companies meets somebody else at this time."),
        Clash.PERSON_BUSY: _(
            "Somebody comes for two companies and cannot sit at two tables, nor on both sides of one."
        ),
        Clash.COMPANY_AWAY: _("One of the companies has said that it cannot at this time."),
        Clash.INTERPRETER_BUSY: _(
            "The interpreter is at another table at this time, or comes for one of the companies."
        ),
        Clash.INTERPRETER_AWAY: _("The interpreter cannot at this time."),
        Clash.INTERPRETER_NEEDED: _("They have no language in common, so they need an interpreter."),
        Clash.INTERPRETER_WRONG: _("The interpreter does not speak the languages of all of them."),
        Clash.WALKING: _("There is too little time to walk from one zone to the other."),
        Clash.SAID_NO: _("One of them does not want to meet the other."),
        Clash.NOT_ALLOWED: _("Their groups do not meet, after the table of who may ask whom."),
    }
