"""The words of the conference's fields: what sessions, projects, companies and questions are about."""

from dataclasses import dataclass

from festival.core.trilingual import Trilingual


@dataclass(frozen=True, slots=True)
class FieldContent:
    """What is said of a field. `icon` is one of the site's drawings."""

    name: Trilingual
    summary: Trilingual
    text: Trilingual
    icon: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field as pages show it."""

    id: int
    slug: str
    content: FieldContent
    position: int


# Drawings of the site's sprite that can stand for a field.
ICONS = ("settings", "water", "sun", "flower", "globe", "people", "briefcase", "road", "medical", "star")
