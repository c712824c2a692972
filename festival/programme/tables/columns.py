"""The one list of columns: key, what its head says in each language, and what to write below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, TypeVar

from festival.core.names import fold
from festival.core.trilingual import LANGUAGES, Language
from festival.programme.labels import audience_label, kind_label
from festival.programme.types import Audience, EventKind
from festival.web.locale import gettext, lazy, speaking

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `label` and `help` are said in the reader's language; `example` is what the template shows."""

    key: str
    label: Any
    help: Any
    example: Any = ""


_TEXT = lazy("May stay empty; the editor counts what is missing.")
_TITLE = lazy("At least one of the three titles is needed.")
COLUMNS = (
    Column("id", lazy("Id"), lazy("Leave it empty for a new event. What an export wrote here stays as it is.")),
    Column("version", lazy("Version of the draft"), lazy("Comes from the export and stays as it is; empty for a new event.")),
    Column("title_vi", lazy("Title in Vietnamese"), _TITLE, "Biểu diễn trống hội (mẫu)"),
    Column("title_ja", lazy("Title in Japanese"), _TITLE, "太鼓の演奏（見本）"),
    Column("title_en", lazy("Title in English"), _TITLE, "Drum performance (sample)"),
    Column("summary_vi", lazy("Summary in Vietnamese"), _TEXT),
    Column("summary_ja", lazy("Summary in Japanese"), _TEXT),
    Column("summary_en", lazy("Summary in English"), _TEXT),
    Column("text_vi", lazy("Full text in Vietnamese"), _TEXT),
    Column("text_ja", lazy("Full text in Japanese"), _TEXT),
    Column("text_en", lazy("Full text in English"), _TEXT),
    Column("kind", lazy("Kind"), lazy("One of the kinds listed below.")),
    Column("audience", lazy("Who may come"), lazy("One of the words listed below; empty means everybody.")),
    Column("venue", lazy("Venue"), lazy("Name or short name of a venue listed below, with or without accents.")),
    Column("space", lazy("Space"), lazy("A space of this venue; empty when it needs none.")),
    Column("date", lazy("Day"), lazy("17/11/2027 or 2027-11-17. Without day and start it stays outside the timetable.")),
    Column("start", lazy("Begins at"), lazy("20:00 or 20h00, time in Viet Nam."), "19:00"),
    Column("end", lazy("Ends at"), lazy("22:00, or with its day when it ends more than a day later. This or the length is enough."), "19:45"),
    Column("length", lazy("Length in minutes"), lazy("A number from 5 to 20160, when there is no end.")),
    Column("doors", lazy("Doors open, minutes before the start"), lazy("A number of minutes, or empty."), "30"),
    Column("capacity", lazy("Places for registration"), lazy("A number, or empty when nobody registers.")),
    Column("party_max", lazy("Largest party"), lazy("From 1 to 20; empty means 6.")),
    Column("registration_opens", lazy("Registration opens"), lazy("Day and time: 01/10/2027 08:00. Both ends, or none.")),
    Column("registration_closes", lazy("Registration closes"), lazy("Day and time, after it opens.")),
)  # fmt: skip
KEYS = tuple(column.key for column in COLUMNS)


@cache
def labels(language: Language) -> Mapping[str, str]:
    """Return key → head of every column in a language."""
    with speaking(language):
        return {column.key: str(column.label) for column in COLUMNS}


def label(key: str) -> str:
    """Return what a column is called, in the reader's language."""
    return str(next(column.label for column in COLUMNS if column.key == key))


@cache
def _heads() -> Mapping[str, str]:
    said = {fold(head): key for language in LANGUAGES for key, head in labels(language).items()}
    return said | {fold(key): key for key in KEYS}


@lru_cache(maxsize=1_000)  # asked for each cell of a table
def key_of(head: str) -> str | None:
    """Return the column that a head names, in any of the three languages or by its key; None for another."""
    return _heads().get(fold(head))


@cache
def kind_words(language: Language) -> Mapping[EventKind, str]:
    """Return how a language calls the kinds."""
    with speaking(language):
        return {kind: kind_label(kind) for kind in EventKind}


@cache
def audience_words(language: Language) -> Mapping[Audience, str]:
    """Return how a language calls those who may come."""
    with speaking(language):
        return {audience: audience_label(audience) for audience in Audience}


def find_kind(text: str) -> EventKind | None:
    """Return the kind that a cell names, in any language or by its key."""
    return _kinds().get(fold(text))


def find_audience(text: str) -> Audience | None:
    """Return the audience that a cell names, in any language or by its key."""
    return _audiences().get(fold(text))


@cache
def _kinds() -> Mapping[str, EventKind]:
    return _by_words(EventKind, [kind_words(language) for language in LANGUAGES])


@cache
def _audiences() -> Mapping[str, Audience]:
    return _by_words(Audience, [audience_words(language) for language in LANGUAGES])


def _by_words(words: type[Word], said: list[Mapping[Word, str]]) -> dict[str, Word]:
    """Return folded text → word; where two share a text the first one counts."""
    found: dict[str, Word] = {}
    for word in words:
        for text in (str(word), *(one[word] for one in said)):
            found.setdefault(fold(text), word)
    return found


def example_word() -> str:
    """Return what stands as the id of a template's example."""
    return gettext("Example, not read")


@cache
def _example_words() -> frozenset[str]:
    found = set()
    for language in LANGUAGES:
        with speaking(language):
            found.add(fold(example_word()))
    return frozenset(found)


def is_example(text: str) -> bool:
    """Tell whether an id marks the example of a template, which is never imported."""
    return fold(text) in _example_words()
