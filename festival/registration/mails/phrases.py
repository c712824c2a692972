"""The parts that standard texts have in common."""

from festival.web.locale import gettext as _


def mail(*paragraphs: str) -> str:
    """Return the paragraphs of a mail."""
    return "\n\n".join(paragraphs)


def dear() -> str:
    """Greet by the name alone."""
    return _("Dear {name},")


def dear_guest() -> str:
    """Greet with the title that somebody is addressed by."""
    return _("Dear {guest},")


def event() -> str:
    """Say which event, when and where."""
    return "{event}\n{when}\n{place}"
