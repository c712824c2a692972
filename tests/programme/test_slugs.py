"""Addresses made of titles: plain Latin, never the same twice, and a code where there is no Latin letter."""

import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from festival.core.trilingual import Trilingual
from festival.programme.slugs import free_slug, slug_of
from tests.programme.editing import make
from tests.programme.happenings import words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đêm khai mạc", "dem-khai-mac"),
        ("đường phố", "duong-pho"),
        ("  Hội thảo – Nông nghiệp / 2027!", "hoi-thao-nong-nghiep-2027"),
        ("Yosakoi よさこい", "yosakoi"),
        ("開幕の夜", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_plain_latin(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(words)
def test_any_title_becomes_an_address_or_nothing(title: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug_of(title))


@given(st.lists(st.sampled_from(["a", "a-2", "b"]), max_size=8))
def test_no_address_is_given_twice(wanted: list[str]) -> None:
    taken: list[str] = []
    for one in wanted:
        taken.append(free_slug(one, taken.__contains__))
    assert len(set(taken)) == len(taken)


def test_a_title_without_latin_letters_gets_a_code(sqlite_app: Flask) -> None:
    draft = make(sqlite_app, title=Trilingual("", "開幕の夜", ""))
    assert re.fullmatch(r"[0-9a-z]{7}", draft.content.slug)
