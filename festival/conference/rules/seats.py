"""Who may have a seat in a session, and which of its seats: one that is kept back, or one for everybody. Pure."""

from festival.conference.types.halls import Giver, Kinds, NotAdmitted, SeatsFull, SeatTerms


def seat_for(
    terms: SeatTerms, taken: int, kept_taken: int, kinds: Kinds, giver: Giver = Giver.SELF
) -> bool | SeatsFull | NotAdmitted:
    """Return whether somebody gets a seat that is kept back (True) or one for everybody (False), or why they get none.

    `taken` are all seats that are given, `kept_taken` those of them that were kept back.
    """
    if giver is Giver.SELF and not may_sit(terms, kinds):
        return NotAdmitted(terms.admits)
    left = terms.reserved - kept_taken
    if left > 0 and (giver is Giver.DESK or (giver is Giver.SELF and terms.kept_for & kinds)):
        return True
    return False if open_left(terms, taken, kept_taken) > 0 else SeatsFull(kept=left > 0)


def may_sit(terms: SeatTerms, kinds: Kinds) -> bool:
    """Tell whether a session is for somebody."""
    return not terms.admits or bool(terms.admits & kinds)


def open_left(terms: SeatTerms, taken: int, kept_taken: int) -> int:
    """Return how many seats are left that are kept for nobody."""
    return max(0, terms.seats - terms.reserved - (taken - kept_taken))


def left_for(terms: SeatTerms, taken: int, kept_taken: int, kinds: Kinds) -> int:
    """Return how many seats are left that somebody may take."""
    kept = max(0, terms.reserved - kept_taken) if terms.kept_for & kinds else 0
    return open_left(terms, taken, kept_taken) + kept
