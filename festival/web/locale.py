"""Which language a page speaks, and how its sentences, numbers and moments are said in it.

The English sentence is the key; `festival/translations/<language>/messages.po` holds the others and is read as it is
(no compiled catalogues to forget). `gettext` is for code that runs in a request, `lazy` for what is written down before.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

from babel.dates import format_date, format_interval
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from markupsafe import Markup, escape
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.trilingual import DEFAULT_LANGUAGE, Language, Trilingual, as_language

CATALOGUES = Path(__file__).resolve().parents[1] / "translations"
COOKIE = "lang"
_YEAR = 365 * 24 * 3600


class Timed(Protocol):
    """Anything that begins and ends."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class LanguageConverter(BaseConverter):
    """`/<language:lang>/…`: only the three languages are addresses."""

    regex = "vi|ja|en"


@cache
def catalogue(language: Language) -> NullTranslations:
    """Return the sentences of `language`; English is what the code says."""
    path = CATALOGUES / language / "messages.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        source = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, source)
    compiled.seek(0)
    return Translations(compiled)


def language() -> Language:
    """Return the language of the present page (outside a request the default)."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if "lang" not in g:
        g.lang = _negotiated()
    chosen: Language = g.lang
    return chosen


@contextmanager
def speaking(lang: Language) -> Iterator[None]:
    """Speak `lang` inside the block (a mail in the guest's language, say). Needs a request or application context."""
    had, before = "lang" in g, g.get("lang")
    g.lang = lang
    try:
        yield
    finally:
        if had:
            g.lang = before
        else:
            g.pop("lang")


def speak(lang: Language) -> None:
    """Answer this request in `lang` (a link from a message opens in the language of its registration)."""
    g.lang = lang


def gettext(message: str, **values: object) -> str:
    """Return the sentence in the page's language with its named placeholders filled."""
    text = catalogue(_spoken()).ugettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Return the sentence for `n` things; `%(n)s` is the number as the language writes it."""
    return catalogue(_spoken()).ungettext(one, many, n) % ({"n": number(n)} | values)


def lazy(message: str, **values: object) -> Any:
    """Return a sentence that is said when somebody reads it (form labels, tables of words)."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def _spoken() -> Language:
    spoken = as_language(g.get("lang")) if g else None
    return spoken or language()


def _negotiated() -> Language:
    asked = as_language((request.view_args or {}).get("lang")) or as_language(request.cookies.get(COOKIE))
    if asked:
        return asked
    for wanted, _quality in request.accept_languages:  # ja-JP speaks ja; the most wanted comes first
        if spoken := as_language(wanted.partition("-")[0].lower()):
            return spoken
    return DEFAULT_LANGUAGE


def init_app(app: Flask) -> None:
    """Give `app` the language converter, keep `lang` in its addresses and remember the reader's choice."""
    app.url_map.converters["language"] = LanguageConverter

    @app.url_defaults
    def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = language()

    @app.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            g.lang = values.pop("lang")
            g.lang_in_address = True

    @app.after_request
    def _remember_language(response: Response) -> Response:
        if g.get("lang_in_address") and request.cookies.get(COOKIE) != g.lang and response.status_code == 200:
            remember(response, g.lang)
        return response


def remember(response: Response, lang: Language) -> None:
    """Keep the reader's choice in a cookie for a year."""
    secure = bool(
        current_app.config["SESSION_COOKIE_SECURE"]
    )  # the configured address decides, not a proxy's word
    response.set_cookie(COOKIE, lang, max_age=_YEAR, samesite="Lax", httponly=True, secure=secure)


# --- how things are said ---------------------------------------------------------------------------------------------


def tr(text: Trilingual | None) -> Markup:
    """Return the text for the reader; one in another language carries its `lang`, so that it is seen and read as such."""
    if text is None:
        return Markup("")
    words, real = text.best(language())
    return in_language(escape(words), real)


def in_language(words: Markup, real: Language) -> Markup:
    """Return words of the language `real`, marked where the page speaks another."""
    if real == language():
        return words
    return Markup('<span lang="{}" class="other-language">{}</span>').format(real, words)


def tr_plain(text: Trilingual | None) -> str:
    """Return the text for the reader without any mark (titles, attributes)."""
    return "" if text is None else text.in_(language())


def number(value: float) -> str:
    """Return 1284 as the language writes it: 1.284 or 1,284."""
    return format_decimal(value, locale=_spoken())


def clock_time(moment: datetime) -> str:
    """Return the festival's local time as 20:00."""
    return clock.local(moment).strftime("%H:%M")


def japan_clock(moment: datetime) -> str:
    """Return the time in Japan as 22:00."""
    return moment.astimezone(clock.JAPAN).strftime("%H:%M")


_DAY = {"vi": "EEEE, dd/MM/yyyy", "ja": "yyyy年M月d日(EEE)", "en": "EEEE d MMMM yyyy"}
_DAY_SHORT = {"vi": "EEE dd/MM", "ja": "M月d日(EEE)", "en": "EEE d MMM"}


def day(moment: datetime | date) -> str:
    """Return the day in words: thứ Tư, 17/11/2027 · 2027年11月17日(水) · Wednesday 17 November 2027."""
    spoken = _date_in_words(_as_date(moment), _DAY[_spoken()], _spoken())
    return spoken[:1].upper() + spoken[1:]


def day_short(moment: datetime | date) -> str:
    """Return the day in brief: Th 4 17/11 · 11月17日(水) · Wed 17 Nov."""
    return _date_in_words(_as_date(moment), _DAY_SHORT[_spoken()], _spoken())


_MONTH = {"vi": "'tháng' M/yyyy", "ja": "yyyy年M月", "en": "MMMM yyyy"}


def month(day: date) -> str:
    """Return the month of a day in words: Tháng 11/2027 · 2027年11月 · November 2027."""
    spoken = _date_in_words(day, _MONTH[_spoken()], _spoken())
    return spoken[:1].upper() + spoken[1:]


@lru_cache(maxsize=400)
def _date_in_words(day: date, pattern: str, lang: str) -> str:
    return format_date(day, pattern, locale=lang)


_DATE = {"vi": "dd/MM/yyyy", "ja": "yyyy年M月d日", "en": "d MMMM yyyy"}


def date_only(value: date) -> str:
    """Return a date without its weekday: 11/02/2023 · 2023年2月11日 · 11 February 2023."""
    return _date_in_words(value, _DATE[_spoken()], _spoken())


def moment(value: datetime) -> str:
    """Return day and time."""
    return f"{day_short(value)} {clock_time(value)}"


# Japanese writes a span with a wave dash; Be Vietnam Pro has none, so it comes from the Japanese font.
_SPAN = {"vi": " – ", "ja": "～", "en": " – "}
_COMMA = {"vi": ", ", "ja": "、", "en": ", "}


def days(first: date, last: date) -> str:
    """Return from which day to which: 16/11/2027 – 20/11/2027 · 2027年11月16日(火)～20日(土) · 16–20 Nov 2027."""
    pattern, region = {"vi": ("yMd", "vi"), "ja": ("yMMMEd", "ja"), "en": ("yMMMd", "en_GB")}[_spoken()]
    return format_interval(first, last, pattern, locale=region).replace("\u2009", " ")  # thin spaces


def japan_hours(thing: Timed) -> str:
    """Return (日本時間 22:00～00:00) for Japanese readers of something that lasts hours, else the empty string."""
    if _spoken() != "ja" or not _in_one_day(thing):
        return ""
    return gettext(
        "(Japan %(start)s – %(end)s)", start=japan_clock(thing.starts_at), end=japan_clock(thing.ends_at)
    )


def hours_in_pieces(thing: Timed) -> list[str]:
    """Return 20:00 – 22:00, or over several days the one and the other: pieces that stay in one line."""
    span = _SPAN[_spoken()]
    if _in_one_day(thing):
        return [f"{clock_time(thing.starts_at)}{span}{clock_time(thing.ends_at)}"]
    return [f"{moment(thing.starts_at)} {span.strip()}", moment(thing.ends_at)]


def day_and_hours_in_pieces(thing: Timed) -> list[str]:
    """Return the day and the hours: pieces that stay in one line."""
    if not _in_one_day(thing):
        return hours_in_pieces(thing)  # both days are in it
    return [day(thing.starts_at) + ("" if _spoken() == "ja" else ","), *hours_in_pieces(thing)]


def when(thing: Timed) -> str:
    """Return 20:00 – 22:00; over several days with both days; Japanese readers get Japan's time beside it."""
    return " ".join([*hours_in_pieces(thing), japan_hours(thing)]).rstrip()


def day_and_time(thing: Timed) -> str:
    """Return the day with the hours: Thứ Tư, 17/11/2027, 20:00 – 22:00."""
    return " ".join([*day_and_hours_in_pieces(thing), japan_hours(thing)]).rstrip()


def _in_one_day(thing: Timed) -> bool:
    return _as_date(thing.starts_at) == _as_date(thing.ends_at)


def joined(parts: Iterable[str]) -> str:
    """Return parts of one list in a line: A, B · A、B."""
    return _put_together(parts, _COMMA[_spoken()])


def sentences(parts: Iterable[str | None]) -> str:
    """Return whole sentences one after another, without those that are None; Japanese puts no space between them."""
    between = "" if _spoken() == "ja" else " "
    return _put_together((part for part in parts if part is not None), between)


def _put_together(parts: Iterable[str], between: str) -> str:
    listed = list(parts)
    if any(isinstance(part, Markup) for part in listed):
        return escape(between).join(listed)
    return between.join(listed)


def _as_date(value: datetime | date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
