"""Addresses made from titles: plain Latin letters, đ as d."""

import re
from collections.abc import Callable

from festival.core import names

_LIMIT = 70


def slug_of(title: str) -> str:
    """Return `title` as a slug, or "" when it has no Latin letter or digit ("Đêm hội" → "dem-hoi")."""
    return "-".join(re.findall(r"[a-z0-9]+", names.fold(title)))[:_LIMIT].strip("-")


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return `wanted`, or the first of wanted-2, wanted-3 … that is free."""
    number, slug = 1, wanted
    while is_taken(slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug
