"""When two rights of one person go into one code: pure."""

from festival.registration.types import TicketClass, Validity
from festival.registration.types.passes import Pass

# Which class a code says for somebody who is several things: the one that is received first.
CLASS_ORDER = (
    TicketClass.DELEGATE,
    TicketClass.GUEST,
    TicketClass.PRESS,
    TicketClass.CREW,
    TicketClass.CITIZEN,
)


def covers(has: Pass, wanted: Pass) -> bool:
    """Tell whether a code gives what is wanted already. Its class says so too, or one that is received before."""
    return (
        _holds_zones(has.zones, wanted.zones)
        and _holds_time(has.valid, wanted.valid)
        and CLASS_ORDER.index(has.ticket_class) <= CLASS_ORDER.index(wanted.ticket_class)
    )


def together(one: Pass, other: Pass) -> Pass | None:
    """Return what one code for both would give, or None when it would open what neither opens.

    All zones of both at all hours of both are right only if the zones are the same, or the hours are, or one right holds
    the other: a stage hand's Sunday and a guest's Monday must not make a stage hand's Monday.
    """
    same_zones = one.zones == other.zones and _touch(one.valid, other.valid)
    nested = any(
        _holds_zones(wide.zones, narrow.zones) and _holds_time(wide.valid, narrow.valid)
        for wide, narrow in ((one, other), (other, one))
    )
    if not (same_zones or one.valid == other.valid or nested):
        return None
    first = min(one.ticket_class, other.ticket_class, key=CLASS_ORDER.index)
    valid = Validity(min(one.valid.since, other.valid.since), max(one.valid.until, other.valid.until))
    return Pass(first, one.zones | other.zones if one.zones and other.zones else 0, valid)


def _holds_zones(wide: int, narrow: int) -> bool:
    """0 is wherever the event is."""
    return wide == 0 or (narrow != 0 and narrow & ~wide == 0)


def _holds_time(wide: Validity, narrow: Validity) -> bool:
    return wide.since <= narrow.since and narrow.until <= wide.until


def _touch(one: Validity, other: Validity) -> bool:
    return one.since <= other.until and other.since <= one.until
