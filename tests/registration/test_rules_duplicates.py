"""Who may be one person, and who is only called like many."""

from festival.registration.rules.duplicates import pairs
from festival.registration.types.people import Likeness, Pair, PersonCard


def card(
    number: int, name: str = "", *, phone: str | None = None, latin: str = "", kana: str = ""
) -> PersonCard:
    return PersonCard(number, name or f"n{number}", latin, kana, phone, None)


def test_a_shared_phone_name_or_reading_makes_a_pair_and_more_of_them_come_first() -> None:
    found = pairs(
        [
            card(1, "an nguyen"),
            card(2, phone="+84912345678"),
            card(3, "an nguyen", phone="+84912345678"),
            card(4, "高崎鷗", kana="たかさきかもめ", latin="kamome takasaki"),
            card(5, "takasaki", kana="たかさきかもめ", latin="kamome takasaki"),
        ]
    )
    assert found == [
        Pair(4, 5, frozenset({Likeness.KANA, Likeness.LATIN})),
        Pair(1, 3, frozenset({Likeness.NAME})),
        Pair(2, 3, frozenset({Likeness.PHONE})),
    ]


def test_a_common_name_and_the_phone_of_a_secretariat_say_nothing_alone() -> None:
    crowd = [card(number, "an nguyen van", phone="+84203123456") for number in range(1, 8)]
    assert pairs(crowd) == []


def test_a_common_name_with_the_same_reading_does() -> None:
    crowd = [card(number, "an nguyen van") for number in range(1, 8)]
    twins = [card(8, "an nguyen van", kana="あん"), card(9, "an nguyen van", kana="あん")]
    assert pairs([*crowd, *twins]) == [Pair(8, 9, frozenset({Likeness.NAME, Likeness.KANA}))]
