"""A list of parties that comes in: its columns, and what each row says or what is wrong in which cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from festival.core.names import fold, tidy
from festival.core.trilingual import LANGUAGES, Language
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.labels import asked_needs
from festival.registration.types import AccessNeed
from festival.web.locale import gettext as _
from festival.web.locale import lazy, speaking

NAME_LIMIT = 80
MOST_PEOPLE = 100  # of one party; a code stands for 127 at most
Lines = Sequence[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its head says, what to write below it, and what the template shows."""

    key: str
    label: Any
    help: Any
    examples: tuple[str, str] = ("", "")


COLUMNS = (
    Column("party", lazy("Party"), lazy("The same number or word for all who come together; empty for somebody alone."), ("1", "1")),
    Column("name", lazy("Full name"), lazy("One person in each row."), ("Nguyễn Thị Lan (mẫu)", "髙﨑 花子（見本）")),
    Column("phone", lazy("Phone number"), lazy("One phone or mail for each party is enough."), ("0912 345 678", "")),
    Column("mail", lazy("Mail address"), lazy("One phone or mail for each party is enough.")),
    Column("language", lazy("Language"), lazy("vi, ja or en; empty means Vietnamese."), ("vi", "")),
    Column("needs", lazy("Access needs"), lazy("Words as on the form, with a semicolon between two; or nothing.")),
)  # fmt: skip
_LANGUAGES = {"vi": "vi", "tieng viet": "vi", "ja": "ja", "日本語": "ja", "en": "en", "english": "en"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is not right: its row in the file, its column, why, and what it says."""

    row: int
    key: str
    sentence: str
    said: str


@dataclass(frozen=True, slots=True)
class ListedParty:
    """A party of the list whose rows are all right."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    phone: str | None
    mail: str | None
    language: Language
    needs: frozenset[AccessNeed]


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What a list would do. A party with one wrong row is left out as a whole: `left_out` are the rows of such parties."""

    parties: tuple[ListedParty, ...]
    wrong: tuple[Wrong, ...]
    left_out: int
    unknown: tuple[str, ...]

    @property
    def people(self) -> int:
        """How many people would be registered."""
        return sum(len(party.names) for party in self.parties)


@cache
def _heads() -> Mapping[str, str]:
    found = {column.key: column.key for column in COLUMNS}
    for language in LANGUAGES:
        with speaking(language):
            found |= {fold(str(column.label)): column.key for column in COLUMNS}
    return found


@cache
def _needs() -> Mapping[str, AccessNeed]:
    found = {need: AccessNeed(need) for need in asked_needs()}
    for language in LANGUAGES:
        with speaking(language):
            found |= {fold(words): AccessNeed(need) for need, words in asked_needs().items()}
    return found


def plan(heads: Sequence[str], lines: Lines) -> ListPlan:
    """Return what a list with these heads and rows (number in the file, cells) would do."""
    keys = [_heads().get(fold(head)) for head in heads]
    unknown = tuple(head for head, key in zip(heads, keys, strict=True) if head and key is None)
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number, cells in lines:
        row = {key: tidy(cell) for key, cell in zip(keys, cells, strict=True) if key is not None}
        if any(row.values()):
            groups.setdefault(fold(row.get("party", "")) or f"\0{number}", []).append((number, row))
    parties, wrong, left_out = [], [], 0
    for rows in groups.values():
        party, errors = _read(rows)
        wrong += errors
        if party is None:
            left_out += len(rows)
        else:
            parties.append(party)
    return ListPlan(tuple(parties), tuple(sorted(wrong, key=lambda one: one.row)), left_out, unknown)


def _read(rows: Sequence[tuple[int, dict[str, str]]]) -> tuple[ListedParty | None, list[Wrong]]:
    wrong: list[Wrong] = []
    names: list[str] = []
    phones: list[str] = []
    mails: list[str] = []
    languages: list[Language] = []
    needs: set[AccessNeed] = set()
    for number, row in rows:
        names.append(_name(number, row.get("name", ""), wrong))
        language = _language(number, row.get("language", ""), wrong)
        if row.get("language"):
            languages.append(language)
        if text := row.get("phone"):
            phones.append(_checked(number, "phone", text, normal_phone(text, language), wrong))
        if text := row.get("mail"):
            mails.append(_checked(number, "mail", text, normal_mail(text), wrong))
        needs |= _access(number, row.get("needs", ""), wrong)
    first = rows[0][0]
    if not phones and not mails:
        wrong.append(Wrong(first, "phone", _("A party needs one phone number or mail address."), ""))
    if len(rows) > MOST_PEOPLE:
        sentence = _("A party has at most %(n)s people. Please divide it.", n=MOST_PEOPLE)
        wrong.append(Wrong(first, "party", sentence, rows[0][1].get("party", "")))
    if wrong:
        return None, wrong
    party = ListedParty(
        tuple(number for number, _row in rows),
        tuple(names),
        phones[0] if phones else None,
        mails[0] if mails else None,
        languages[0] if languages else "vi",
        frozenset(needs),
    )
    return party, []


def _name(number: int, text: str, wrong: list[Wrong]) -> str:
    if not text:
        wrong.append(Wrong(number, "name", _("Please enter a name."), text))
    elif len(text) > NAME_LIMIT:
        sentence = _("Please use at most %(limit)d characters.", limit=NAME_LIMIT)
        wrong.append(Wrong(number, "name", sentence, text))
    elif not any(c.isalpha() for c in text):
        wrong.append(Wrong(number, "name", _("A name needs letters. Please check it."), text))
    return text


def _language(number: int, text: str, wrong: list[Wrong]) -> Language:
    found = _LANGUAGES.get(fold(text) or "vi")
    if found is None:
        wrong.append(Wrong(number, "language", _("Please write vi, ja or en."), text))
    return found or "vi"  # type: ignore[return-value] # the table holds no others


def _checked(number: int, key: str, text: str, normal: str | None, wrong: list[Wrong]) -> str:
    if normal is None:
        sentence = (
            _("This phone number cannot be right.")
            if key == "phone"
            else _("This mail address cannot be right.")
        )
        wrong.append(Wrong(number, key, sentence, text))
    return normal or ""


def _access(number: int, text: str, wrong: list[Wrong]) -> set[AccessNeed]:
    words = [word for word in text.replace("；", ";").split(";") if word.strip()]
    found = {_needs().get(fold(word)) for word in words}
    if None in found:
        sentence = _("These words are not on the form. Please write them as the template explains.")
        wrong.append(Wrong(number, "needs", sentence, text))
    return {need for need in found if need is not None}
