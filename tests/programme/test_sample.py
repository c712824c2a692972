"""The sample edition and the advice for coming: complete in three languages, true to the published table."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from festival.core.clock import LOCAL
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.pages.how_to_come import FACTS
from festival.programme import sample
from festival.programme.sample import edition, venues
from festival.programme.sample.events_main import OPENING_NIGHT
from festival.programme.sample.shapes import SAMPLE_HOURS, SampleEvent, prose
from festival.programme.types import Audience, EventKind

BY_SLUG = {event.slug: event for event in sample.EVENTS}
VENUES = {venue.slug: venue for venue in venues.VENUES}
SQUARE = VENUES[venues.SQUARE]

KANA = re.compile(r"[\u3041-\u30ff]")
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")  # without × and ÷
# What Japanese itself writes in Latin letters.
LATIN_IN_JAPANESE = {"FLC", "QR", "VN", "YOSAKOI", "A", "B", "C", "D"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _texts() -> Iterator[tuple[str, Trilingual]]:
    yield "edition: title", edition.TITLE
    yield "edition: theme", edition.THEME
    for event in sample.EVENTS:
        for part in ("title", "summary", "text"):
            yield f"{event.slug}: {part}", getattr(event, part)
    for venue in venues.VENUES:
        for part in ("name", "address", "directions"):
            yield f"{venue.slug}: {part}", getattr(venue, part)
        for space in venue.spaces:
            yield f"{venue.slug}/{space.slug}", space.name
    for fact in FACTS:
        for part in ("title", "text", "more"):
            yield f"how to come, {fact.icon}: {part}", getattr(fact, part)


TEXTS = [pytest.param(text, id=name) for name, text in _texts()]
EVENTS = [pytest.param(event, id=event.slug) for event in sample.EVENTS]


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?=\s|$)|[。！？]", text))


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_complete_and_tidy(text: Trilingual) -> None:
    assert text.missing() == ()
    for language in LANGUAGES:
        words = text.exact(language)
        assert words == words.strip()
        assert unicodedata.is_normalized("NFC", words)
        # A lost or doubled space is what a wrapped sentence leaves behind.
        assert "  " not in words
        assert not re.search(r"[a-zà-ỹ][.,;:][A-Za-zÀ-ỹ]", words)
        assert not re.search(r"\n(?!\n)(?<!\n\n)", words)


@pytest.mark.parametrize("text", TEXTS)
def test_each_language_is_the_language_it_says(text: Trilingual) -> None:
    # Base letter and mark apart; đ is a letter of its own and falls apart into nothing.
    assert re.search(r"[\u0300-\u0331]", unicodedata.normalize("NFD", text.vi)) or re.search("[đĐ]", text.vi)
    assert JAPANESE.search(text.ja)
    assert set(LATIN.findall(text.ja)) <= LATIN_IN_JAPANESE
    assert not JAPANESE.search(text.en)
    assert not JAPANESE.search(text.vi)
    assert len({text.vi, text.ja, text.en}) == len(LANGUAGES)


@pytest.mark.parametrize("text", TEXTS)
def test_japanese_has_no_space_where_a_line_was_wrapped(text: Trilingual) -> None:
    assert not re.search(r"[\u3041-\u30ff\u4e00-\u9fff、。] | [\u3041-\u30ff\u4e00-\u9fff]", text.ja)


@pytest.mark.parametrize("event", EVENTS)
def test_a_summary_is_one_sentence_and_a_text_two_to_four_paragraphs(event: SampleEvent) -> None:
    for language in LANGUAGES:
        assert _sentences(event.summary.exact(language)) == 1
        assert event.title.exact(language)[-1] not in ".。"
        paragraphs = event.text.exact(language).split("\n\n")
        assert 2 <= len(paragraphs) <= 4
        assert all(paragraph == paragraph.strip() and paragraph for paragraph in paragraphs)
    assert len({len(event.text.exact(language).split("\n\n")) for language in LANGUAGES}) == 1


@pytest.mark.parametrize("event", EVENTS)
def test_a_japanese_text_speaks_politely(event: SampleEvent) -> None:
    assert KANA.search(event.text.ja)
    for sentence in re.findall(r"[^。\n]+。", event.summary.ja + event.text.ja):
        bare = re.sub(r"（[^）]*）", "", sentence)
        assert re.search(r"(ます|です|ました|でした|ません|ください)。$", bare), sentence


@pytest.mark.parametrize("event", EVENTS)
def test_the_doors_in_the_text_are_the_doors_of_the_event(event: SampleEvent) -> None:
    if event.doors is None:
        return
    clock = f"{event.doors:%H:%M}"
    assert clock in event.text.vi
    assert clock in event.text.en
    assert clock.removeprefix("0") in event.text.ja
    assert "現地時間" in event.text.ja


@pytest.mark.parametrize("year", [2023, 2028])
@pytest.mark.parametrize("event", EVENTS)
def test_times_are_in_order_and_inside_the_edition(event: SampleEvent, year: int) -> None:
    starts, ends = event.at(year, event.starts), event.at(year, event.ends)
    assert starts < ends
    assert starts.utcoffset() == timedelta(hours=7)
    assert (
        date(year, 11, edition.FIRST_DAY) <= starts.date() <= ends.date() <= date(year, 11, edition.LAST_DAY)
    )
    if event.doors is not None:
        assert event.at(year, event.doors) <= starts


def test_slugs_are_latin_unique_and_fit_their_columns() -> None:
    for slugs in (
        [event.slug for event in sample.EVENTS],
        [venue.slug for venue in venues.VENUES],
        *([space.slug for space in venue.spaces] for venue in venues.VENUES),
    ):
        assert len(set(slugs)) == len(slugs)
        assert all(SLUG.fullmatch(slug) and len(slug) <= 80 for slug in slugs)


def test_there_are_the_17_activities_of_the_published_table() -> None:
    """Each with its day, its hour where it is public, and its place."""
    table = {
        "chuyen-bay-tu-new-chitose": (16, time(14, 10), venues.AIRPORT),
        "hoi-dam-va-ky-ban-ghi-nho": (16, None, venues.FLC),
        "hoi-nghi-xuc-tien-dau-tu": (17, None, venues.PALACE),
        "hoi-thao-nong-nghiep-tang-truong-xanh": (17, None, venues.PALACE),
        "hoi-thao-van-hoa-du-lich-nhan-luc": (17, None, venues.PALACE),
        "dem-khai-mac": (17, time(20, 0), venues.SQUARE),
        "hoi-cho-17-11": (17, None, venues.SQUARE),
        "hoi-cho-18-11": (18, None, venues.SQUARE),
        "hoi-cho-19-11": (19, None, venues.SQUARE),
        "bon-odori-18-11": (18, None, venues.SQUARE),
        "bon-odori-19-11": (19, None, venues.SQUARE),
        "nghe-thuat-duong-pho-18-11": (18, None, venues.SQUARE),
        "nghe-thuat-duong-pho-19-11": (19, None, venues.SQUARE),
        "giao-luu-hai-co-quan-dan-cu": (18, None, venues.PROVINCE),
        "tham-thuc-te": (18, None, venues.PROVINCE),
        "khai-truong-trung-tam-van-hoa-ngon-ngu-nhat-ban": (19, None, venues.UNIVERSITY),
        "golf-huu-nghi": (20, None, venues.PROVINCE),
    }
    assert len(table) == 17
    assert set(BY_SLUG) == set(table)
    for slug, (day, starts, venue) in table.items():
        event = BY_SLUG[slug]
        assert (event.day, event.venue) == (day, venue)
        assert starts is None or event.starts == starts


def test_talks_are_in_the_evening_the_conference_in_the_morning_and_seminars_in_the_afternoon() -> None:
    assert BY_SLUG["hoi-dam-va-ky-ban-ghi-nho"].starts >= time(17)
    assert BY_SLUG["hoi-nghi-xuc-tien-dau-tu"].ends <= time(12)
    for event in sample.EVENTS:
        if event.kind is EventKind.SEMINAR:
            assert time(12) <= event.starts < event.ends <= time(18)


@pytest.mark.parametrize("event", EVENTS)
def test_an_hour_that_is_not_public_is_said_to_be_a_sample(event: SampleEvent) -> None:
    if event.slug in {"chuyen-bay-tu-new-chitose", "dem-khai-mac"}:
        return
    assert all(
        word in event.text.exact(language)
        for language, word in zip(LANGUAGES, ("mẫu", "サンプル", "sample"), strict=True)
    )


def test_only_the_opening_night_is_the_main_event() -> None:
    assert [event for event in sample.EVENTS if event.is_main] == [OPENING_NIGHT]
    assert OPENING_NIGHT.day == edition.MAIN_DAY
    assert OPENING_NIGHT.capacity == 10_000
    assert OPENING_NIGHT.audience is Audience.PUBLIC


def test_the_opening_night_names_its_three_chapters() -> None:
    text = OPENING_NIGHT.text
    assert all(
        chapter in text.vi
        for chapter in ("“Những sắc màu tình bạn”", "“Song hành và đồng điệu”", "“Bản hòa ca sức sống mới”")
    )
    assert len(re.findall("「[^」]+」", text.ja)) == 3
    assert len(re.findall("“[^”]+”", text.en)) == 3


@pytest.mark.parametrize("event", EVENTS)
def test_registration_is_for_public_events_with_places_only(event: SampleEvent) -> None:
    if event.registered:
        assert event.audience is Audience.PUBLIC
        assert event.capacity
    if event.kind is EventKind.FAIR:
        assert (event.registered, event.capacity) == (False, None)


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_has_a_venue_and_fits_its_space(event: SampleEvent) -> None:
    spaces = {space.slug: space for space in VENUES[event.venue].spaces}
    if event.space is None:
        return
    space = spaces[event.space]
    assert event.capacity is None or space.capacity is None or event.capacity <= space.capacity


def test_nothing_else_happens_in_a_space_that_is_taken() -> None:
    for one in sample.EVENTS:
        for other in sample.EVENTS:
            if (
                one is not other
                and one.space is not None
                and (one.venue, one.space, one.day) == (other.venue, other.space, other.day)
            ):
                assert one.ends <= other.starts or other.ends <= one.starts


def test_the_square_is_empty_before_its_gates_open_for_the_night() -> None:
    assert OPENING_NIGHT.doors is not None
    for event in sample.EVENTS:
        if event.venue == venues.SQUARE and event.day == OPENING_NIGHT.day and event is not OPENING_NIGHT:
            assert event.ends < OPENING_NIGHT.doors


def test_the_square_is_divided_without_rest_into_11_zones() -> None:
    assert len(SQUARE.spaces) == 11
    assert sum(space.area or 0 for space in SQUARE.spaces) == 23_000
    assert (
        sum(space.capacity or 0 for space in SQUARE.spaces if space.slug.startswith("khan-gia"))
        == OPENING_NIGHT.capacity
    )
    assert all((space.capacity or 0) <= 2 * (space.area or 0) for space in SQUARE.spaces)


def test_addresses_have_no_district_level() -> None:
    for venue in venues.VENUES:
        assert venue.address.vi.lower().endswith("tỉnh quảng ninh")
        assert not re.search(r"(?i)thành phố|thị xã|huyện|\btp\b", venue.address.vi)


def test_registration_is_open_before_the_event_and_closes_when_it_starts() -> None:
    starts = datetime(2028, 11, 17, 20, tzinfo=LOCAL)
    now = datetime(2028, 3, 31, 20, 15, tzinfo=UTC)  # 1 April 03:15 in Hạ Long
    opens, closes = sample.registration_window(starts, now=now, archive=False)
    assert opens == datetime(2028, 3, 2, tzinfo=LOCAL)
    assert closes == starts
    assert opens <= now < closes


@pytest.mark.parametrize("days", [30, 31, 400])
def test_the_window_of_an_event_long_past_still_opens_before_it_closes(days: int) -> None:
    starts = datetime(2023, 11, 17, 20, tzinfo=LOCAL)
    opens, closes = sample.registration_window(starts, now=starts + timedelta(days=days), archive=False)
    assert opens < closes == starts


def test_the_window_of_an_archive_lies_in_its_year_and_is_over() -> None:
    starts = datetime(2023, 11, 17, 20, tzinfo=LOCAL)
    now = datetime(2028, 4, 1, tzinfo=LOCAL)
    opens, closes = sample.registration_window(starts, now=now, archive=True)
    assert opens.year == closes.year == 2023
    assert opens < closes == starts < now


def test_prose_joins_paragraphs_and_adds_the_closing_one() -> None:
    text = prose(vi=("Một.", "Hai."), ja=("一。", "二。"), en=("One.", "Two."), closing=SAMPLE_HOURS)
    assert text.en == f"One.\n\nTwo.\n\n{SAMPLE_HOURS.en}"
    assert prose(vi=("Một.",), ja=("一。",), en=("One.",)).vi == "Một."


def test_the_advice_names_the_doors_of_the_night_and_the_closed_street() -> None:
    facts = {fact.icon: fact for fact in FACTS}
    assert len(facts) == len(FACTS)
    assert OPENING_NIGHT.doors is not None
    for language in LANGUAGES:
        gate = facts["gate"].text.exact(language)
        assert f"{OPENING_NIGHT.doors:%H:%M}" in gate
        assert f"{OPENING_NIGHT.starts:%H:%M}" in gate
        assert "15:00" in facts["road"].text.exact(language)


@pytest.mark.parametrize("icon", ["gate", "car", "road", "accessible", "child", "medical"])
def test_advice_that_depends_on_the_plan_says_that_it_is_a_sample(icon: str) -> None:
    text = next(fact.text for fact in FACTS if fact.icon == icon)
    assert "mẫu" in text.vi
    assert "サンプル" in text.ja
    assert "sample" in text.en
