"""How the words of business cards are said."""

from festival.conference.types.cards import Gives, Outcome
from festival.web.locale import gettext as _


def gives_labels() -> dict[Gives, str]:
    """Return to whom a card is given → words."""
    return {
        Gives.ASK: _("Ask me each time"),
        Gives.SCAN: _("Whoever scans my badge"),
    }


def outcome_sentences() -> dict[Outcome, tuple[str, str]]:
    """Return what came of it → (sentence, kind of notice)."""
    return {
        Outcome.GIVEN: (_("Done. The card is there."), "good"),
        Outcome.ASKED: (_("You have asked. The card appears here as soon as its owner gives it."), "info"),
        Outcome.NO_CARD: (_("Please say first what your own card shows."), "warn"),
        Outcome.CLOSED: (_("Nobody exchanges business cards with this code."), "warn"),
        Outcome.TOO_OFTEN: (_("That was very often within an hour. Please try again later."), "warn"),
    }
