"""Codes nobody guesses, and short ones that survive being read aloud."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.core import ids

quick = settings(max_examples=200, deadline=None, database=None, derandomize=True)


@pytest.mark.parametrize("bits", [1, 128, 192, 256])
def test_a_token_holds_at_least_the_bits_it_promises(bits: int) -> None:
    token = ids.token(bits)
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert len(raw) * 8 >= bits


def test_no_two_tokens_are_alike() -> None:
    assert len({ids.token(128) for _ in range(1000)}) == 1000


def test_a_short_code_has_no_letter_that_sounds_or_looks_like_another() -> None:
    codes = "".join(ids.short_code() for _ in range(500))
    assert set(codes) == set(ids.ALPHABET)
    assert not set("ILOU") & set(ids.ALPHABET)
    assert len(ids.ALPHABET) == 32  # five bits a character


@pytest.mark.parametrize("typed", ["7kq-3m0z", "7KQ 3MOZ", " 7kq–3moz ", "7KQ.3M0Z", "7kq_3m0z"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert ids.clean_code(typed) == "7KQ3M0Z"


@quick
@given(st.text(ids.ALPHABET, min_size=7, max_size=7))
def test_cleaning_changes_nothing_about_a_code_of_ours(code: str) -> None:
    assert ids.clean_code(code) == code
    assert ids.clean_code(f"{code[:3]}-{code[3:]}".lower()) == code


def test_letters_that_are_not_in_the_alphabet_are_read_as_the_digits_they_look_like() -> None:
    assert ids.clean_code("iLoO") == "1100"
