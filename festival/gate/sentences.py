"""Every sentence of the gate's pages in all three languages at once: the phone switches language with no network."""

import json
from functools import cache
from pathlib import Path

from festival.core.trilingual import LANGUAGES


@cache
def sentences(page: str = "") -> dict[str, dict[str, str]]:
    """Return language → key → sentence of the scanner's page, with those of another `page` ("count") beside them.

    Source: sentences.json, count_sentences.json: key → language → sentence.
    """
    table = _read("sentences.json") | (_read(f"{page}_sentences.json") if page else {})
    return {language: {key: said[language] for key, said in table.items()} for language in LANGUAGES}


def _read(name: str) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return table
