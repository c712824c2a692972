"""The sample's zones of the square with their areas, and the ways into them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.trilingual import Trilingual as T  # noqa: N817 (a table of names)
from festival.gate.models import Crossing, CrowdZone, Gate
from festival.programme.models import Edition, Space, Venue
from festival.programme.site_plan import SQUARE

_PER_SQUARE_METRE = 2  # people, HSG195: what open ground is planned for
# What is left of the square's 23,000 m² beside the plan's rectangles lies before the gates and counts to no zone.
_TABLES = {"am-thuc": 1, "hoi-cho": 1}  # people stand and sit about stalls: 1 m² each
# Gate number → slug of the zone it leads to from outside, as they lie on the plan.
_GATES = {
    1: "am-thuc",
    2: "san-bon-odori",
    3: "khan-gia-c",
    4: "khan-gia-d",
    5: "hoi-cho",
    6: "nghe-thuat-duong-pho",
}
# Where people are counted by hand between two zones: from, to.
_INNER = (
    ("am-thuc", "khan-gia-a"),
    ("san-bon-odori", "khan-gia-c"),
    ("hoi-cho", "khan-gia-d"),
    ("nghe-thuat-duong-pho", "khan-gia-b"),
    ("khan-gia-a", "khan-dai-dai-bieu"),
)


def zones(session: Session, edition: Edition) -> None:
    """Make the square's eleven zones and the ways into them, once."""
    if session.scalar(select(CrowdZone.id).where(CrowdZone.edition_id == edition.id).limit(1)):
        return
    spaces = {
        slug: number
        for number, slug in session.execute(
            select(Space.id, Space.slug)
            .join(Venue, Venue.id == Space.venue_id)
            .where(Venue.slug == "quang-truong-30-10")
        )
    }
    made: dict[str, CrowdZone] = {}
    for position, one in enumerate(SQUARE.zones):
        slug = one.slug or one.number
        area = one.width * one.height
        made[slug] = CrowdZone(
            edition_id=edition.id,
            space_id=spaces.get(slug),
            name=one.name,
            area=area,
            capacity=area * _TABLES.get(slug, _PER_SQUARE_METRE),
            stale_after=10,
            position=position,
            is_sample=True,
        )
    session.add_all(made.values())
    session.flush()
    gates = session.scalars(
        select(Gate)
        .where(Gate.edition_id == edition.id, Gate.is_sample, Gate.checks_time)
        .order_by(Gate.position)
    ).all()
    ways = [
        Crossing(name=gate.name, gate_id=gate.id, inner_id=made[_GATES[number]].id, position=number)
        for number, gate in enumerate(gates, start=1)
        if number in _GATES
    ]
    for position, (outer, inner) in enumerate(_INNER, start=10):
        name = T(
            f"Lối {made[outer].name.vi} – {made[inner].name.vi}",
            f"{made[outer].name.ja}から{made[inner].name.ja}への通路",
            f"Way from {made[outer].name.en} to {made[inner].name.en}",
        )
        ways.append(Crossing(name=name, outer_id=made[outer].id, inner_id=made[inner].id, position=position))
    for way in ways:
        way.edition_id, way.is_sample = edition.id, True
    session.add_all(ways)
