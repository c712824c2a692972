"""From the sentences in code and templates to complete catalogues."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from festival.core.config import ROOT
from festival.web.locale import CATALOGUES

TRANSLATED = ("vi", "ja")
_METHODS = [("festival/**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
_KEYWORDS = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}


def extract() -> Catalog:
    """Return every sentence of the project with where it stands."""
    catalog = Catalog(project="festival", charset="utf-8")
    for folder in ("festival", "templates"):
        methods = [
            (pattern.removeprefix(f"{folder}/"), method)
            for pattern, method in _METHODS
            if pattern.startswith(folder)
        ]
        options = {
            pattern.removeprefix(f"{folder}/"): found
            for pattern, found in _OPTIONS.items()
            if pattern.startswith(folder)
        }
        found = extract_from_dir(
            str(ROOT / folder),
            methods,
            options,
            keywords=_KEYWORDS,
            comment_tags=("Note:",),
            strip_comment_tags=True,
        )
        for filename, _line, message, comments, _context in found:
            # Without line numbers: a moved line is no change of the catalogue.
            catalog.add(message, locations=[(f"{folder}/{filename}", 0)], auto_comments=comments)
    return catalog


def path_of(language: str) -> Path:
    """Return a language's catalogue file."""
    return CATALOGUES / language / "messages.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue; empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_catalogues() -> None:
    """Add new sentences, drop gone ones; nothing is guessed (no fuzzy matches)."""
    template = extract()
    for language in TRANSLATED:
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(
                file,
                catalog,
                width=120,
                sort_output=True,
                include_lineno=False,
                ignore_obsolete=True,
                omit_header=True,
            )


def problems() -> list[str]:
    """Return one line for every sentence that is missing, unfinished or has other placeholders than the English one."""
    template = extract()
    return [line for language in TRANSLATED for line in _problems(template, language)]


def _problems(template: Catalog, language: str) -> Iterator[str]:
    catalog = read(language)
    for message in template:
        if not message.id:
            continue
        said = catalog.get(message.id)
        words = said.string if said else None
        texts = words if isinstance(words, (tuple, list)) else [words]
        if said is None or not all(texts):
            yield f"{language}: not translated: {message.id}"
        elif said.fuzzy:
            yield f"{language}: unfinished: {message.id}"
        else:
            yield from (f"{language}: {error}: {message.id}" for error in said.check(catalog))
