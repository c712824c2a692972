"""Events and editions for tests of pure functions: a plain one to change, and any that can be thought of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st

from festival.core.trilingual import Language, Trilingual
from festival.programme.feeds.reader import Reader
from festival.programme.types import (
    HIDDEN_KINDS,
    Appearance,
    Audience,
    EditionFacts,
    EventFacts,
    EventKind,
    EventState,
    Part,
    RoomType,
)

EDITION = EditionFacts(
    id=1,
    year=2027,
    title=Trilingual(
        "Lễ hội Hokkaido tại Hạ Long", "ハロン北海道フェスティバル", "Hokkaido Festival in Hạ Long"
    ),
    theme=Trilingual("Hội nhập", "融合", "Together"),
    starts_on=date(2027, 11, 16),
    ends_on=date(2027, 11, 20),
    main_day=date(2027, 11, 17),
    is_sample=True,
)
PLAIN = EventFacts(
    id=7,
    edition_id=1,
    slug="dem-khai-mac",
    title=Trilingual("Đêm khai mạc", "開幕の夜", "Opening night"),
    summary=Trilingual("Trống hội; múa lân, Yosakoi", "太鼓、獅子舞、よさこい", "Drums; lions, Yosakoi"),
    text=Trilingual("Dòng một.\n\nDòng hai.", "一行目。\n\n二行目。", "Line one.\n\nLine two."),
    kind=EventKind.PERFORMANCE,
    audience=Audience.PUBLIC,
    state=EventState.PUBLISHED,
    starts_at=datetime(2027, 11, 17, 13, 0, tzinfo=UTC),  # 20:00 in Hạ Long
    ends_at=datetime(2027, 11, 17, 15, 0, tzinfo=UTC),
    doors_at=datetime(2027, 11, 17, 10, 30, tzinfo=UTC),
    venue_slug="quang-truong-30-10",
    venue_name=Trilingual("Quảng trường 30/10", "10月30日広場", "30/10 Square"),
    venue_address=Trilingual("Phường Hồng Hải", "ホンハイ坊", "Hồng Hải ward"),
    space_name=Trilingual("Sân khấu", "ステージ", "Stage"),
    capacity=10_000,
    party_max=6,
    registration_opens_at=datetime(2027, 10, 1, tzinfo=UTC),
    registration_closes_at=datetime(2027, 11, 17, 13, 0, tzinfo=UTC),
    is_main=True,
    guid="3f0d6c1e-8a54-4c6b-9d0e-2b7a51f4c9d8",
    sequence=2,
    changed_at=datetime(2027, 11, 1, 3, 0, tzinfo=UTC),
    space_slug="san-khau",
    room_type=RoomType.STAGE,
    people=(
        Appearance(
            31, Trilingual("Nhóm trống (mẫu)", "太鼓の会（見本）", "Drummers (sample)"), Part.PERFORMER
        ),
        Appearance(
            32, Trilingual("Phiên dịch (mẫu)", "通訳（見本）", "Interpreter (sample)"), Part.INTERPRETER
        ),
        Appearance(33, Trilingual("Khách mời (mẫu)", "来賓（見本）", "Guest (sample)"), Part.GUEST),
    ),
)
KINDS = {kind: f"{kind}, kind;\\" for kind in EventKind}


def reader(language: Language = "vi", public_url: str = "https://festival.example") -> Reader:
    """Return somebody who reads `language`."""
    return Reader(language, KINDS, public_url)


# What breaks files: separators of every format, ends of lines of every kind, what cannot be written, and long letters.
_AWKWARD = ["\\", "\\n", ";", ",", ":", '"', "\n", "\r\n", "\r", "\x0b", "\x00", "\x85", "\u2028", "\t", "\ufffe", "<", "&", "]]>",
            "ỄỰẶ", "ế", "が", "🎆", "👨‍👩‍👧‍👦", "=", " "]  # fmt: skip
words = st.lists(
    st.sampled_from(_AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=8
).map("".join)
texts = st.builds(Trilingual, vi=words, ja=words)
_PLACES = [("quang-truong", "san-khau"), ("quang-truong", None), ("cung", "san-khau"), ("cung", "phong-hop")]
_moments = st.integers(0, 8 * 24 * 60).map(
    lambda minutes: datetime(2027, 11, 14, tzinfo=UTC) + timedelta(minutes=minutes)
)


@st.composite
def events(draw: st.DrawFn) -> EventFacts:
    """Return any event that may be published: up to 14 days long, anywhere, with any words."""
    starts_at = draw(_moments)
    venue_slug, space_slug = draw(st.sampled_from(_PLACES))
    return replace(
        PLAIN,
        id=draw(st.integers(1, 3_000)),
        guid=str(UUID(int=draw(st.integers(0, 2**128 - 1)), version=4)),
        slug=draw(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True).map(lambda slug: slug[:80])),
        title=draw(texts),
        text=draw(texts),
        kind=draw(st.sampled_from([kind for kind in EventKind if kind not in HIDDEN_KINDS])),
        state=draw(st.sampled_from(EventState)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=draw(st.integers(5, 20_160))),
        venue_slug=venue_slug,
        space_slug=space_slug,
        space_name=draw(texts) if space_slug else None,
        sequence=draw(st.integers(0, 99)),
        changed_at=draw(_moments),
        people=tuple(
            Appearance(number, Trilingual(f"Người {number} (mẫu)"), part)
            for number, part in enumerate(draw(st.lists(st.sampled_from(Part), max_size=3)), start=1)
        ),
    )


programmes = st.lists(events(), max_size=4, unique_by=(lambda event: event.id, lambda event: event.guid))
# Programmes are costly to think up, and machines that run tests are busy ones.
some_programmes = settings(max_examples=40, deadline=None)
languages: st.SearchStrategy[Language] = st.sampled_from(("vi", "ja", "en"))
