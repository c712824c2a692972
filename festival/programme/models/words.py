"""A column that holds one of the words of an enum, checked by the database too."""

from enum import StrEnum

from sqlalchemy import CheckConstraint


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return the constraint that `column` holds one of `words`."""
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{word}'" for word in words) + ")", name=column)
