"""The files of the desk: the working copy as a table, and the template that explains one."""

from collections.abc import Mapping, Sequence
from typing import Literal

from festival.core.trilingual import Language
from festival.programme.queries.drafts import Drafted
from festival.programme.tables.cells import cell
from festival.programme.tables.columns import COLUMNS, KEYS, audience_words, example_word, kind_words
from festival.programme.tables.places import Places
from festival.programme.tables.writing import as_csv, as_xlsx, heads
from festival.programme.types import Audience, EditionFacts, EventKind
from festival.web.locale import gettext as _

Kind = Literal["xlsx", "csv"]
_PARTY = "6"


def export(drafts: Mapping[str, Drafted], places: Places, language: Language, kind: Kind) -> bytes:
    """Return the working copy (guid → draft) as a file in a language."""
    rows = [heads()]
    for guid, draft in drafts.items():
        own = {"id": guid, "version": str(draft.version)}
        rows.append([own.get(key) or cell(key, draft.content, places, language) for key in KEYS])
    return _file(rows, places, language, kind)


def template(edition: EditionFacts, places: Places, language: Language, kind: Kind) -> bytes:
    """Return a table with one example, which is never imported, and in XLSX a sheet that explains it."""
    venue = next(iter(places.venues), None)
    space = next(iter(venue.spaces), None) if venue else None
    own = {
        "id": example_word(),
        "kind": kind_words(language)[EventKind.PERFORMANCE],
        "audience": audience_words(language)[Audience.PUBLIC],
        "venue": places.venue_name(venue.id if venue else None, language),
        "space": places.space_name(space.id if space else None, language),
        "date": f"{edition.main_day:%d/%m/%Y}",
        "party_max": _PARTY,
    }
    example = [own.get(column.key) or str(column.example) for column in COLUMNS]
    return _file([heads(), example], places, language, kind)


def _file(rows: Sequence[Sequence[str]], places: Places, language: Language, kind: Kind) -> bytes:
    if kind == "csv":
        return as_csv(rows)
    return as_xlsx([(_("Programme"), rows), (_("Explanation"), _explanation(places, language))])


def _explanation(places: Places, language: Language) -> list[list[str]]:
    rows = [[_("Column"), _("What to write"), _("Also understood")]]
    rows += [[str(column.label), str(column.help), column.key] for column in COLUMNS]
    rows += [[], [_("Kind")]]
    rows += [["", word, str(kind)] for kind, word in kind_words(language).items()]
    rows += [[], [_("Who may come")]]
    rows += [["", word, str(audience)] for audience, word in audience_words(language).items()]
    rows += [[], [_("Venue"), _("Space"), _("Also understood")]]
    for venue in places.venues:
        rows.append([venue.name.in_(language), "", venue.slug])
        rows += [["", space.name.in_(language), space.slug] for space in venue.spaces]
    return rows
