"""What is wrong with a seating plan, in sentences that say what to do."""

from collections.abc import Callable

from festival.registration.rules.seating import Conflict, ConflictKind
from festival.web.locale import gettext as _
from festival.web.locale import joined, ngettext

HARD = frozenset(
    {ConflictKind.TWO_ON_A_SEAT, ConflictKind.NO_SUCH_SEAT, ConflictKind.RESERVED, ConflictKind.TOO_FEW}
)


def sentence(conflict: Conflict, name: Callable[[int], str], delegation: Callable[[int], str]) -> str:
    """Return a conflict in words. `name` and `delegation` say who is meant."""
    who = [name(one) for one in conflict.sitters]
    seat = str(conflict.place)
    match conflict.kind:
        case ConflictKind.TWO_ON_A_SEAT:
            return _("Seat %(seat)s is given to several: %(names)s.", seat=seat, names=joined(who))
        case ConflictKind.NO_SUCH_SEAT:
            return _("There is no seat %(seat)s any more, where %(name)s sits.", seat=seat, name=who[0])
        case ConflictKind.RESERVED:
            return _("Seat %(seat)s is kept free, and %(name)s sits on it.", seat=seat, name=who[0])
        case ConflictKind.INTERPRETER_AWAY:
            return _("The interpreter %(name)s does not sit beside %(head)s.", name=who[0], head=who[1])
        case ConflictKind.RANK:
            return _(
                "%(name)s sits nearer to the stage or the aisle than %(higher)s, who has a higher rank.",
                name=who[0],
                higher=who[1],
            )
        case ConflictKind.SPLIT:
            assert conflict.delegation is not None
            return _(
                "The delegation %(delegation)s does not sit together.",
                delegation=delegation(conflict.delegation),
            )
        case ConflictKind.SIDE:
            return _("%(name)s sits on the other side of the aisle than the delegation.", name=who[0])
        case ConflictKind.TOO_FEW:
            return ngettext(
                "There is a seat too few: %(n)s guest has none.",
                "There are too few seats: %(n)s guests have none.",
                conflict.n,
            )
