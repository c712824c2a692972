"""How slots, categories and states of waiting are called on pages."""

from collections.abc import Mapping, Sequence

from festival.registration.types import ANY_SLOT, Category, SlotFacts, WaitingState, Window
from festival.web.locale import clock_time, day_short, ngettext
from festival.web.locale import gettext as _


def category_label(category: str) -> str:
    """Return for whom places are, in the reader's language."""
    return {
        Category.CITIZEN: _("Everybody"),
        Category.STUDENT: _("Pupils and students"),
        Category.PRESS: _("Press"),
        Category.PARTNER: _("Partners"),
        Category.ACCESS: _("A person with a disability and a companion"),
    }[Category(category)]


def slot_label(slot: SlotFacts) -> str:
    """Return an arrival slot as its hours: 18:00–18:30."""
    return f"{clock_time(slot.starts_at)}–{clock_time(slot.ends_at)}"


def window_label(slot: Window) -> str:
    """Return an arrival slot with its day: 17/11, 18:00–18:30."""
    return f"{day_short(slot.starts_at)}, {clock_time(slot.starts_at)}–{clock_time(slot.ends_at)}"


def left_label(left: int) -> str:
    """Return how many places are left, or that there are none."""
    return ngettext("%(n)s place left", "%(n)s places left", left) if left else _("Full: waiting list only")


def slot_choices(slots: Sequence[SlotFacts]) -> list[tuple[str, str]]:
    """Return the slots to choose from with what is left of each; when all are full, one may wait for any."""
    made = [(str(slot.id), f"{slot_label(slot)} · {left_label(slot.left)}") for slot in slots]
    return made if any(slot.left for slot in slots) else [(ANY_SLOT, _("Any time that comes free")), *made]


def category_choices(left: Mapping[Category, int]) -> list[tuple[str, str]]:
    """Return the categories that people may say of themselves, with what is left of each."""
    return [
        (category, f"{category_label(category)} · {left_label(number)}") for category, number in left.items()
    ]


def waiting_label(state: str) -> str:
    """Return how a party waits, in the reader's language."""
    return {
        WaitingState.WAITING: _("Waits"),
        WaitingState.OFFERED: _("Has an offer"),
        WaitingState.ACCEPTED: _("Accepted"),
        WaitingState.DECLINED: _("Declined"),
        WaitingState.EXPIRED: _("Did not answer"),
        WaitingState.SKIPPED: _("Put aside"),
        WaitingState.LEFT: _("Left the list"),
        WaitingState.ENDED: _("Over"),
    }[WaitingState(state)]
