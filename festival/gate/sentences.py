"""Every sentence of the gate's page in all three languages at once: the phone switches language with no network."""

import json
from functools import cache
from pathlib import Path

from festival.core.trilingual import LANGUAGES


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Return language → key → sentence (source: sentences.json, key → language → sentence)."""
    table: dict[str, dict[str, str]] = json.loads(
        (Path(__file__).parent / "sentences.json").read_text(encoding="utf-8")
    )
    return {language: {key: said[language] for key, said in table.items()} for language in LANGUAGES}
