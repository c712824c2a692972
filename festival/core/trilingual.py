"""A text in the festival's three languages."""

from dataclasses import dataclass
from typing import Literal, cast

Language = Literal["vi", "ja", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "ja", "en")
DEFAULT_LANGUAGE: Language = "vi"

# Who has no text in the own language reads the next of these.
_FALLBACKS: dict[Language, tuple[Language, ...]] = {
    "vi": ("vi", "en", "ja"),
    "ja": ("ja", "en", "vi"),
    "en": ("en", "vi", "ja"),
}


def as_language(code: str | None) -> Language | None:
    """Return `code` as a Language when it is one of the three, else None."""
    return code if code in LANGUAGES else None


@dataclass(frozen=True, slots=True)
class Trilingual:
    """One text in Vietnamese, Japanese and English; a missing one is the empty string."""

    vi: str = ""
    ja: str = ""
    en: str = ""

    def exact(self, language: Language) -> str:
        """Return the text in `language`, or "" when nobody has written it."""
        return cast("str", getattr(self, language))

    def best(self, language: Language) -> tuple[str, Language]:
        """Return the text a reader of `language` gets and the language it is really in."""
        for candidate in _FALLBACKS[language]:
            text = self.exact(candidate)
            if text:
                return text, candidate
        return "", language

    def in_(self, language: Language) -> str:
        """Return the text a reader of `language` gets."""
        return self.best(language)[0]

    def as_dict(self) -> dict[str, str]:
        """Return {"vi": …, "ja": …, "en": …} for JSON."""
        return {"vi": self.vi, "ja": self.ja, "en": self.en}

    def missing(self) -> tuple[Language, ...]:
        """Return the languages nobody has written yet."""
        return tuple(code for code in LANGUAGES if not self.exact(code))
