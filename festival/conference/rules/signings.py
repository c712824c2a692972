"""What the register of signed documents says: which are late, what a reader asked for, what the public reads, sums."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from festival.conference.types.signings import (
    PUBLISHED,
    SETTLED,
    Currency,
    Signing,
    SigningContent,
    SigningsWanted,
)
from festival.core.trilingual import Language, Trilingual


def is_late(content: SigningContent, today: date) -> bool:
    """Tell whether what follows from it was due before today and nobody has said that it is done."""
    return content.due_on is not None and content.due_on < today and content.state not in SETTLED


def is_published(content: SigningContent) -> bool:
    """Tell whether the public reads of it: somebody has said so, and it is signed."""
    return content.is_public and content.state in PUBLISHED


def chosen(signings: Iterable[Signing], wanted: SigningsWanted, today: date) -> tuple[Signing, ...]:
    """Return what a reader asked for, in its order."""
    return tuple(
        one
        for one in signings
        if (wanted.kind is None or one.content.kind is wanted.kind)
        and (wanted.state is None or one.content.state is wanted.state)
        and (not wanted.field or one.content.field == wanted.field)
        and (not wanted.late or is_late(one.content, today))
    )


def sums(signings: Iterable[Signing]) -> dict[Currency, int]:
    """Return currency → what all that is signed and has not lapsed comes to; nothing is changed from one into another."""
    found: Counter[Currency] = Counter()
    for one in signings:
        if one.content.amount and one.content.state in PUBLISHED:
            found[one.content.currency] += one.content.amount
    return {currency: found[currency] for currency in Currency if found[currency]}


def named_sides(sides: Trilingual, language: Language) -> tuple[str, ...]:
    """Return the named sides as a reader of this language reads them, one each."""
    return tuple(line.strip() for line in sides.in_(language).splitlines() if line.strip())


def named_publicly(signing: Signing) -> tuple[tuple[Trilingual, ...], int]:
    """Return the names of the companies that agreed to be named to everybody, and how many more sign."""
    named = tuple(one.name for one in signing.parties if one.is_listed)
    return named, len(signing.parties) - len(named)


def changes(before: SigningContent | None, after: SigningContent) -> tuple[tuple[str, Any, Any], ...]:
    """Return (field, before, after) of what differs; what was not there before has changed in nothing."""
    if before is None:
        return ()
    return tuple(
        (field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(SigningContent)
        if getattr(before, field.name) != getattr(after, field.name)
    )
