"""Placeholders are words from a list: nothing in braces is ever evaluated, and what fills them is never looked at again."""

import pytest

from festival.registration.rules.placeholders import fill, one_line, unknown, used

ALLOWED = ("name", "event")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dear {name}", []),
        ("{event}{name}", []),
        ("{nmae}", ["{nmae}"]),
        ("{name.__class__}", ["{name.__class__}"]),
        ("{name.__class__.__mro__[1].__subclasses__}", ["{name.__class__.__mro__[1].__subclasses__}"]),
        ("{name!r}", ["{name!r}"]),
        ("{name:>10}", ["{name:>10}"]),
        ("{0}", ["{0}"]),
        ("{}", ["{}"]),
        ("{Name}", ["{Name}"]),
        ("{ name }", ["{ name }"]),
        ("{{name}}", ["{", "}"]),
        ("{{ config.SECRET_KEY }}", ["{", "{ config.SECRET_KEY }", "}"]),
        ("{% for x in y %}", ["{% for x in y %}"]),
        ("a { b", ["{"]),
        ("a } b", ["}"]),
        ("{name\n}", ["{name\n}"]),
        ("%(name)s $name <%= name %> #{name}", []),
        ("{x} and {x} and {y}", ["{x}", "{y}"]),
    ],
)
def test_only_words_of_the_list_may_stand_in_braces(text: str, found: list[str]) -> None:
    assert unknown(text, ALLOWED) == found


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Dear {name}, {event}", "Dear Lan, Đêm hội"),
        ("{name.__class__}", "{name.__class__}"),
        ("{name!r} {name:99999999}", "{name!r} {name:99999999}"),
        ("{missing} {name}", "{missing} Lan"),
        ("{{name}}", "{Lan}"),
    ],
)
def test_a_placeholder_becomes_its_fact_and_everything_else_stays_text(text: str, filled: str) -> None:
    assert fill(text, {"name": "Lan", "event": "Đêm hội"}) == filled


def test_what_a_fact_holds_is_not_filled_again() -> None:
    """Somebody who registers as "{tickets}" gets a letter to "{tickets}"."""
    assert (
        fill("Dear {name}, {tickets}", {"name": "{tickets}", "tickets": "secret"}) == "Dear {tickets}, secret"
    )
    assert fill("{name}", {"name": r"\g<0> \1 {name.__class__}"}) == r"\g<0> \1 {name.__class__}"


def test_the_names_of_a_text_are_known() -> None:
    assert used("{name} {event} {name.x} {}") == {"name", "event"}


def test_a_subject_is_one_line() -> None:
    assert one_line("Vé\r\nBcc: ai@khac.example\n\n x") == "Vé Bcc: ai@khac.example x"
