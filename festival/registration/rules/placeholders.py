"""Placeholders in texts that organizers write: `{name}` and nothing else, pure.

This is no template language: a placeholder is a word from a list, it is replaced by a text once, and what the text holds is
never looked at again. There are no attributes, no formats, no calls; any other brace is refused when the text is saved.
"""

import re
from collections.abc import Collection, Mapping

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"\{[^{}]*\}|[{}]")


def unknown(text: str, allowed: Collection[str]) -> list[str]:
    """Return what stands in braces and may not, in the order of the text, each once."""
    found = (piece for piece in _BRACE.findall(text) if not _is_allowed(piece, allowed))
    return list(dict.fromkeys(found))


def _is_allowed(piece: str, allowed: Collection[str]) -> bool:
    match = _PLACEHOLDER.fullmatch(piece)
    return match is not None and match[1] in allowed


def used(text: str) -> frozenset[str]:
    """Return the names of the placeholders of a text."""
    return frozenset(_PLACEHOLDER.findall(text))


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with its placeholders replaced, each once; one without a fact stays as it is."""
    return _PLACEHOLDER.sub(lambda match: facts.get(match[1], match[0]), text)


def one_line(text: str) -> str:
    """Return text as one line, for a subject: a line break would begin another header."""
    return " ".join(text.split())
