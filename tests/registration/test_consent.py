"""What people agree to: the words stay with the version that is stored beside their names."""

import hashlib

from flask import Flask

from festival.core.trilingual import LANGUAGES
from festival.registration import consent
from festival.registration.types import CONSENT_VERSION, Purpose
from festival.web.locale import speaking

# A change of the words, in any language, is a new version: set CONSENT_VERSION to the day of the change, then this.
WORDS = ("2026-11-25", "4e8ba6d9a6ba0e4d")


def _words() -> str:
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said += [f"{purpose}: {text}" for purpose, text in sorted(consent.texts().items())]
    return "\n".join(said)


def test_other_words_are_another_version(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        digest = hashlib.sha256(_words().encode()).hexdigest()[:16]
    assert (CONSENT_VERSION, digest) == WORDS


def test_who_writes_a_note_agrees_to_its_use_too(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        for language in LANGUAGES:
            with speaking(language):
                assert {"vi": "ghi", "ja": "記入", "en": "write"}[language] in consent.texts()[
                    Purpose.ACCESS_NEEDS
                ]
