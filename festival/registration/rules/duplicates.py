"""Which persons may be one and the same: pure."""

from collections import defaultdict
from collections.abc import Iterable

from festival.registration.types.people import Likeness, Pair, PersonCard

SHARED_CONTACT = 4  # a phone or mail of more persons is a secretariat's: alone it says nothing
SHARED_NAME = 6  # a name of more persons is a common one (Nguyễn Văn An): alone it says nothing


def likeness(one: PersonCard, other: PersonCard) -> frozenset[Likeness]:
    """Return all that two cards have in common."""
    alike = {
        Likeness.PHONE: one.phone is not None and one.phone == other.phone,
        Likeness.MAIL: one.mail is not None and one.mail == other.mail,
        Likeness.NAME: bool(one.name) and one.name == other.name,
        Likeness.LATIN: bool(one.latin) and one.latin == other.latin and one.name != other.name,
        Likeness.KANA: bool(one.kana) and one.kana == other.kana,
    }
    return frozenset(why for why, same in alike.items() if same)


def pairs(cards: Iterable[PersonCard]) -> list[Pair]:
    """Return the pairs that share a contact or a name, most in common first. Takes time in proportion to the cards."""
    groups: dict[tuple[Likeness, str], list[PersonCard]] = defaultdict(list)
    for card in cards:
        for why, key in (
            (Likeness.PHONE, card.phone),
            (Likeness.MAIL, card.mail),
            (Likeness.NAME, card.name),
            (Likeness.LATIN, card.latin),
            (Likeness.KANA, card.kana),
        ):
            if key:
                groups[why, key].append(card)
    found: dict[tuple[int, int], Pair] = {}
    for (why, _), group in groups.items():
        contact = why in {Likeness.PHONE, Likeness.MAIL}
        if len(group) > (SHARED_CONTACT if contact else SHARED_NAME):
            continue
        for position, one in enumerate(group):
            for other in group[position + 1 :]:
                first, second = sorted((one.id, other.id))
                if first != second and (first, second) not in found:
                    found[first, second] = Pair(first, second, likeness(one, other))
    return sorted(found.values(), key=lambda pair: (-len(pair.why), pair.first, pair.second))
