"""From the rows of a guest list to guests, or errors cell by cell; and which of them are known already. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from enum import StrEnum

from festival.core.clock import LOCAL
from festival.core.names import fold, tidy
from festival.core.trilingual import Language, Trilingual
from festival.programme.rules import cells as reading
from festival.registration.rules import names
from festival.registration.rules.duplicates import likeness
from festival.registration.rules.kana import romaji
from festival.registration.types.guests import GuestPart, Travel
from festival.registration.types.people import Likeness, PersonCard, PersonContent

NAME_LIMIT, WORDS_LIMIT, PLATE_LIMIT, FLIGHT_LIMIT, HOTEL_LIMIT = 80, 200, 40, 12, 120
_FLIGHT = re.compile(r"[A-Z0-9]{2,3}\d{1,4}[A-Z]?", re.ASCII)
NOON = time(12)


class Field(StrEnum):
    """What a column can mean."""

    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    LATIN = "latin"
    KANA = "kana"
    LANGUAGE = "language"
    POSITION = "position"
    ORGANISATION = "organisation"
    DELEGATION = "delegation"
    PART = "part"
    PHONE = "phone"
    MAIL = "mail"
    HOTEL = "hotel"
    CAR = "car"
    FLIGHT_IN = "flight_in"
    ARRIVES = "arrives"
    FLIGHT_OUT = "flight_out"
    DEPARTS = "departs"
    DIETARY = "dietary"
    GIFT = "gift"


# What offices of both countries write above their columns; the folded head is looked up, then what it begins with.
_HEADS: Mapping[Field, tuple[str, ...]] = {
    Field.NAME: ("họ và tên", "họ tên", "tên", "tên khách", "氏名", "お名前", "名前", "name", "full name", "guest"),
    Field.FAMILY: ("họ", "姓", "family name", "surname", "last name"),
    Field.GIVEN: ("tên riêng", "tên đệm và tên", "名", "given name", "first name"),
    Field.LATIN: ("tên la-tinh", "tên latin", "tên không dấu", "ローマ字", "ローマ字氏名", "英字氏名", "latin", "name in latin letters", "romaji", "passport name"),
    Field.KANA: ("kana", "phiên âm", "フリガナ", "ふりがな", "カナ", "reading"),
    Field.LANGUAGE: ("ngôn ngữ", "言語", "language"),
    Field.POSITION: ("chức vụ", "chức danh", "役職", "職名", "肩書", "position", "title", "job title"),
    Field.ORGANISATION: ("đơn vị", "cơ quan", "tổ chức", "công ty", "所属", "団体", "会社名", "機関", "organisation", "organization", "company", "agency"),
    Field.DELEGATION: ("đoàn", "tên đoàn", "代表団", "訪問団", "delegation", "group"),
    Field.PART: ("vai trò", "役割", "区分", "role", "part"),
    Field.PHONE: ("điện thoại", "số điện thoại", "sđt", "số đt", "đt", "đtdđ", "di động", "số di động", "電話", "電話番号", "携帯", "phone", "mobile", "tel"),
    Field.MAIL: ("email", "thư điện tử", "e-mail", "メール", "メールアドレス", "mail", "mail address"),
    Field.HOTEL: ("khách sạn", "ホテル", "宿泊先", "hotel"),
    Field.CAR: ("biển số", "biển số xe", "xe", "車両番号", "ナンバー", "車", "car", "car plate", "plate"),
    Field.FLIGHT_IN: ("chuyến bay đến", "到着便", "flight in", "arrival flight"),
    Field.ARRIVES: ("giờ đến", "ngày giờ đến", "đến", "到着日時", "到着", "arrives", "arrival", "arrival time"),
    Field.FLIGHT_OUT: ("chuyến bay về", "chuyến bay đi", "出発便", "帰国便", "flight out", "departure flight"),
    Field.DEPARTS: ("giờ về", "ngày giờ về", "về", "出発日時", "出発", "departs", "departure", "departure time"),
    Field.DIETARY: ("ăn kiêng", "yêu cầu ăn uống", "ăn uống", "食事", "食事制限", "アレルギー", "dietary", "diet", "food"),
    Field.GIFT: ("quà", "quà tặng", "記念品", "gift"),
}  # fmt: skip
_BY_HEAD = {fold(head): one for one, heads in _HEADS.items() for head in heads} | {
    fold(one): one for one in Field
}
_LANGUAGES: Mapping[Language, tuple[str, ...]] = {
    "vi": ("vi", "tiếng việt", "việt", "vietnamese", "ベトナム語", "越"),
    "ja": ("ja", "jp", "tiếng nhật", "nhật", "japanese", "日本語", "日"),
    "en": ("en", "tiếng anh", "anh", "english", "英語", "英"),
}
_PARTS: Mapping[str, tuple[str, ...]] = {
    "head": ("trưởng đoàn", "団長", "head", "head of delegation", "leader"),
    GuestPart.INTERPRETER: ("phiên dịch", "通訳", "interpreter"),
    GuestPart.STAFF: ("phục vụ", "thư ký", "lái xe", "tùy tùng", "随行", "スタッフ", "staff", "driver", "secretary"),
    GuestPart.GUEST: ("", "thành viên", "khách", "đại biểu", "団員", "来賓", "guest", "member", "delegate"),
}  # fmt: skip


class Fault(StrEnum):
    """What is wrong with a cell."""

    NO_NAME = "no_name"
    NO_LETTERS = "no_letters"
    TOO_LONG = "too_long"
    LANGUAGE = "language"
    PART = "part"
    PHONE = "phone"
    MAIL = "mail"
    MOMENT = "moment"
    FLIGHT = "flight"
    TWO_HEADS = "two_heads"
    BACKWARDS = "backwards"  # leaves before arriving


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell that is not right, and what it says."""

    field: Field
    fault: Fault
    said: str


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One guest of a list, well formed. `delegation` is its name as the list says it, "" for none."""

    person: PersonContent
    delegation: str = ""
    is_head: bool = False
    part: GuestPart = GuestPart.GUEST
    dietary: str = ""
    gift: str = ""
    travel: Travel = field(default_factory=Travel)


@dataclass(frozen=True, slots=True)
class Contacts:
    """How phones and mails become what is stored, or None when they can be none; the caller knows, rules do not."""

    phone: Callable[[str, Language], str | None]
    mail: Callable[[str], str | None]


def guess(heads: Iterable[str], remembered: Mapping[str, str]) -> dict[str, Field | None]:
    """Return head → what it means: what somebody said of this head before, else what offices call it, else None. Each meaning once."""
    found: dict[str, Field | None] = {}
    for head in heads:
        key = fold(head)
        said = remembered.get(key)
        field = Field(said) if said in set(Field) else _BY_HEAD.get(key)
        if said is None and field is None:
            field = _BY_HEAD.get(re.sub(r"\s*[(（\[*:：].*$", "", key))
        found[head] = None if said == "" or field in found.values() else field
    return found


def read_row(cells: Mapping[Field, str], contacts: Contacts) -> GuestRow | tuple[Wrong, ...]:
    """Return a guest, or all that is wrong with the row."""
    said = {field: tidy(text) for field, text in cells.items()}
    wrong: list[Wrong] = []

    def text(field: Field, most: int) -> str:
        found = said.get(field, "")
        if len(found) > most:
            wrong.append(Wrong(field, Fault.TOO_LONG, found))
        return found

    language = _language(said, wrong)
    family, given = _name(said, language, wrong)
    person = PersonContent(
        family=family,
        given=given,
        language=language,
        latin=text(Field.LATIN, 120),
        kana=text(Field.KANA, 120),
        position=_in(text(Field.POSITION, WORDS_LIMIT), language),
        organisation=_in(text(Field.ORGANISATION, WORDS_LIMIT), language),
        phone=_contact(said, Field.PHONE, Fault.PHONE, lambda one: contacts.phone(one, language), wrong),
        mail=_contact(said, Field.MAIL, Fault.MAIL, contacts.mail, wrong),
    )
    part = _part(said, wrong)
    travel = _travel(said, text, wrong)
    made = GuestRow(
        person=person,
        delegation=text(Field.DELEGATION, 120),
        is_head=part == "head",
        part=GuestPart.GUEST if part == "head" else GuestPart(part),
        dietary=text(Field.DIETARY, WORDS_LIMIT),
        gift=text(Field.GIFT, WORDS_LIMIT),
        travel=travel,
    )
    return tuple(wrong) if wrong else made


def _language(said: Mapping[Field, str], wrong: list[Wrong]) -> Language:
    wanted = fold(said.get(Field.LANGUAGE, ""))
    for language, words in _LANGUAGES.items():
        if wanted in {fold(word) for word in words}:
            return language
    if wanted:
        wrong.append(Wrong(Field.LANGUAGE, Fault.LANGUAGE, said[Field.LANGUAGE]))
    whole = said.get(Field.NAME, "") + said.get(Field.FAMILY, "") + said.get(Field.GIVEN, "")
    if names.is_east_asian(whole) or said.get(Field.KANA):
        return "ja"
    return "vi" if names.is_vietnamese(whole) or not whole else "en"


def _name(said: Mapping[Field, str], language: Language, wrong: list[Wrong]) -> tuple[str, str]:
    family, given = said.get(Field.FAMILY, ""), said.get(Field.GIVEN, "")
    field = Field.GIVEN
    if whole := said.get(Field.NAME, ""):
        field = Field.NAME
        if not (family or given):
            family, given = names.split(whole, language)
    if family and not given:
        family, given = "", family
    if not given:
        wrong.append(Wrong(field if said.get(field) is not None else Field.NAME, Fault.NO_NAME, ""))
    elif not any(char.isalpha() for char in family + given):
        wrong.append(Wrong(field, Fault.NO_LETTERS, given))
    elif len(family) > NAME_LIMIT or len(given) > NAME_LIMIT:
        wrong.append(Wrong(field, Fault.TOO_LONG, f"{family} {given}".strip()))
    return family, given


def _in(text: str, language: Language) -> Trilingual:
    """Return a text in the language it is written in: its letters say more than the guest's own language."""
    written: Language = language
    if names.is_east_asian(text):
        written = "ja"
    elif names.is_vietnamese(text):
        written = "vi"
    elif language == "ja" and text:
        written = "en"
    return replace(Trilingual(), **{written: text})


def _contact(
    said: Mapping[Field, str],
    field: Field,
    fault: Fault,
    normal: Callable[[str], str | None],
    wrong: list[Wrong],
) -> str | None:
    text = said.get(field, "")
    if not text:
        return None
    found = normal(text)
    if found is None:
        wrong.append(Wrong(field, fault, text))
    return found


def _part(said: Mapping[Field, str], wrong: list[Wrong]) -> str:
    wanted = fold(said.get(Field.PART, ""))
    for part, words in _PARTS.items():
        if wanted in {fold(word) for word in words}:
            return part
    wrong.append(Wrong(Field.PART, Fault.PART, said[Field.PART]))
    return GuestPart.GUEST


def _travel(said: Mapping[Field, str], text: Callable[[Field, int], str], wrong: list[Wrong]) -> Travel:
    flights = {}
    for column in (Field.FLIGHT_IN, Field.FLIGHT_OUT):
        number = re.sub(r"[\s-]", "", said.get(column, "")).upper()
        if number and not _FLIGHT.fullmatch(number):
            wrong.append(Wrong(column, Fault.FLIGHT, said[column]))
        flights[column] = number[:FLIGHT_LIMIT]
    arrives = _moment(said, Field.ARRIVES, wrong)
    departs = _moment(said, Field.DEPARTS, wrong)
    if arrives and departs and departs < arrives:
        wrong.append(Wrong(Field.DEPARTS, Fault.BACKWARDS, said[Field.DEPARTS]))
    return Travel(
        text(Field.HOTEL, HOTEL_LIMIT),
        text(Field.CAR, PLATE_LIMIT),
        flights[Field.FLIGHT_IN],
        arrives,
        flights[Field.FLIGHT_OUT],
        departs,
    )


def _moment(said: Mapping[Field, str], field: Field, wrong: list[Wrong]) -> datetime | None:
    """Return a moment in UTC; a day alone is its noon."""
    text = said.get(field, "")
    if not text:
        return None
    found = reading.moment(text)
    if found is None and (on := reading.day(text)) is not None:
        found = datetime.combine(on, NOON)
    if found is None:
        wrong.append(Wrong(field, Fault.MOMENT, text))
        return None
    return found.replace(tzinfo=LOCAL).astimezone(UTC)


# --- who is known already --------------------------------------------------------------------------------------------


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    DUPLICATE = "duplicate"  # of a person who is known, or of a row above
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Twin:
    """Who a row's person may be: a known one (`person_id`), or the row `number` above."""

    why: frozenset[Likeness]
    person_id: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One row and what it would do. `number` is its line in the file."""

    number: int
    fate: Fate
    guest: GuestRow | None = None
    wrong: tuple[Wrong, ...] = ()
    twins: tuple[Twin, ...] = ()


def comparable(card: PersonCard, kana: str) -> PersonCard:
    """Return a card with a Latin key made of the kana where nobody has written Latin letters."""
    if card.latin or not kana:
        return card
    latin = names.keys(PersonContent("", romaji(kana), "ja", kana=kana))[1]
    return replace(card, latin=" ".join(sorted(latin.split())))


def card_of(number: int, person: PersonContent) -> PersonCard:
    """Return what a row's person is compared by."""
    return comparable(PersonCard(number, *names.keys(person), person.phone, person.mail), person.kana)


def plan(
    rows: Sequence[tuple[int, Mapping[Field, str]]], known: Iterable[PersonCard], contacts: Contacts
) -> list[Planned]:
    """Return what each row (its line, its cells) would do. A delegation has one head in the file."""
    index: dict[tuple[Likeness, str], list[tuple[PersonCard, int | None]]] = {}

    def put(card: PersonCard, number: int | None) -> None:
        for key in _keys(card):
            index.setdefault(key, []).append((card, number))

    for card in known:
        put(card, None)
    heads: set[str] = set()
    made = []
    for number, cells in rows:
        read = read_row(cells, contacts)
        if isinstance(read, tuple):
            made.append(Planned(number, Fate.WRONG, wrong=read))
            continue
        if read.is_head:
            delegation = fold(read.delegation)
            if not delegation or delegation in heads:
                wrong = Wrong(Field.PART, Fault.TWO_HEADS, cells.get(Field.PART, ""))
                made.append(Planned(number, Fate.WRONG, wrong=(wrong,)))
                continue
            heads.add(delegation)
        card = card_of(number, read.person)
        twins = _twins(card, index)
        made.append(Planned(number, Fate.DUPLICATE if twins else Fate.NEW, read, twins=twins))
        put(card, number)
    return made


def _keys(card: PersonCard) -> list[tuple[Likeness, str]]:
    said = (
        (Likeness.PHONE, card.phone),
        (Likeness.MAIL, card.mail),
        (Likeness.NAME, card.name),
        (Likeness.LATIN, card.latin),
        (Likeness.KANA, card.kana),
    )
    return [(why, key) for why, key in said if key]


def _twins(
    card: PersonCard, index: Mapping[tuple[Likeness, str], list[tuple[PersonCard, int | None]]]
) -> tuple[Twin, ...]:
    """Return who shares a name with a card. A shared phone or mail alone is a secretariat's, and no sign of one person."""
    found: dict[tuple[int | None, int | None], Twin] = {}
    for key in _keys(card):
        if key[0] in {Likeness.PHONE, Likeness.MAIL}:
            continue
        for other, number in index.get(key, ()):
            who = (None, number) if number is not None else (other.id, None)
            found.setdefault(who, Twin(likeness(card, other) or frozenset({key[0]}), *who))
    return tuple(found.values())
