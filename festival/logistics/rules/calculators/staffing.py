"""From what a calculator asks for to people at a post: so many in a role, with a qualification. Pure."""

from collections.abc import Iterable, Mapping

from festival.logistics.types.crew import Role, Skill
from festival.logistics.types.planning import Need
from festival.logistics.types.planning import Role as Asked

MOST = 500  # people of one need; a post has no room for more
# So many people for each lane as somebody says, and one who drives for each ambulance. A first-aid post is a place and nobody to roster.
_SKILLS: Mapping[Asked, Skill | None] = {
    Asked.LANE: None,
    Asked.STEWARD: None,
    Asked.FIRST_AIDER: Skill.FIRST_AID,
    Asked.DOCTOR: Skill.DOCTOR,
    Asked.TRANSPORT_AMBULANCE: Skill.AMBULANCE,
    Asked.EMERGENCY_AMBULANCE: Skill.AMBULANCE,
}


def people(needs: Iterable[Need], *, per_lane: int) -> list[tuple[Role, Skill | None, int]]:
    """Return (role, qualification, how many) of what is asked for; what needs the same people is added up."""
    sums: dict[Skill | None, int] = {}
    for need in needs:
        if need.role in _SKILLS:
            skill = _SKILLS[need.role]
            number = need.number * per_lane if need.role is Asked.LANE else need.number
            sums[skill] = sums.get(skill, 0) + number
    return [(Role.MEMBER, skill, min(MOST, number)) for skill, number in sums.items() if number > 0]
