"""Rows become events, or say cell by cell what is wrong; what an export wrote and nobody touched stays as it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from festival.app import create_app
from festival.core.transaction import current
from festival.core.trilingual import LANGUAGES
from festival.programme.content import EventContent
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import Drafted, drafts_of
from festival.programme.queries.ground import ground_of
from festival.programme.tables.cells import cell
from festival.programme.tables.columns import KEYS
from festival.programme.tables.places import Places
from festival.programme.tables.planning import Fate, Known, Planned, plan
from festival.programme.tables.reading import Row, Table
from festival.programme.tables.rows import read_row
from festival.programme.types import Audience, EventKind
from festival.web.locale import speaking
from tests.support.apps import MAIN, NOW, settings_for

GUID = "3f0d6c1e-8a54-4c6b-9d0e-2b7a51f4c9d8"
START = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)
NEW = {"title_vi": "Đêm nhạc", "kind": "Performance", "venue": "quang truong 30/10", "space": "san-khau", "date": "17/11/2027", "start": "20:00", "end": "22:00"}  # fmt: skip


@pytest.fixture(scope="module")
def known(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """The sample's places and its opening night as the one draft."""
    app = create_app(settings_for(tmp_path_factory.mktemp("rows"), f"sqlite:///{sqlite_template}"))
    with app.app_context(), speaking("en"):
        session = current()
        edition = current_edition(session)
        main = next(d for d in drafts_of(session, edition.id) if d.content.slug == MAIN)
        yield Known({GUID: main}, {}, Places(ground_of(session)), edition)


def read(known: Known, cells: dict[str, str], base: EventContent | None = None) -> EventContent:
    """Read a row that must be right."""
    content, wrong = read_row(cells, base, known.places, known.edition)
    assert wrong == []
    return content


def wrong(known: Known, **cells: str) -> dict[str, str]:
    """Read a new row with these cells; return column → sentence."""
    return wrong_in(known, None, NEW | cells)


def wrong_in(known: Known, base: EventContent | None, cells: dict[str, str]) -> dict[str, str]:
    """Read a row; return column → sentence."""
    found = read_row(cells, base, known.places, known.edition)[1]
    return {one.key: one.sentence for one in found}


def main_of(known: Known) -> Drafted:
    """Return the one draft."""
    return known.drafts[GUID]


def exported(known: Known, **changes: str) -> dict[str, str]:
    """Return the opening night's row as an export writes it, with changes."""
    content = main_of(known).content
    own = {"id": GUID, "version": str(main_of(known).version)}
    return {key: own.get(key) or cell(key, content, known.places, "vi") for key in KEYS} | changes


def planned(known: Known, *rows: dict[str, str]) -> list[Planned]:
    """Plan a table of these rows, which have the same columns."""
    heads = tuple(rows[0])
    cells = (Row(number, tuple(row[head] for head in heads)) for number, row in enumerate(rows, start=2))
    return list(plan(Table(heads, tuple(cells)), known).rows)


def test_a_new_row_becomes_an_event(known: Known) -> None:
    found = read(known, NEW | {"doors": "30", "capacity": "1.000", "registration_opens": "01/10/2027 08:00", "registration_closes": "2027-11-17 20:00"})  # fmt: skip
    assert (found.kind, found.audience) == (EventKind.PERFORMANCE, Audience.PUBLIC)
    assert (found.starts_at, found.minutes, found.doors_before) == (START, 120, 30)
    assert (found.capacity, found.party_max, found.is_main) == (1000, 6, False)
    assert found.registration_opens_at == datetime(2027, 10, 1, 1, 0, tzinfo=UTC)
    assert found.registration_closes_at == START
    assert known.places.venue_name(found.venue_id, "en") == "30/10 Square"
    assert known.places.space_name(found.space_id, "ja") == "ステージ・舞台裏"


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_places_are_known_in_every_language(known: Known, language: str) -> None:
    content = main_of(known).content
    said = {key: cell(key, content, known.places, language) for key in ("kind", "audience", "venue", "space")}  # type: ignore[arg-type]
    found = read(known, NEW | said)
    assert (found.kind, found.audience) == (content.kind, content.audience)
    assert (found.venue_id, found.space_id) == (content.venue_id, content.space_id)


@pytest.mark.parametrize(
    ("cells", "minutes"),
    [
        ({"end": "", "length": "90"}, 90),
        ({"end": "21:30", "length": "90"}, 90),
        ({"end": "01:00"}, 300),
        ({"end": "24:00"}, 240),
        ({"end": "19/11/2027 22:00"}, 2 * 1440 + 120),
        ({"end": "22h30", "length": ""}, 150),
    ],
)
def test_the_length_follows_from_the_end_or_stands_itself(
    known: Known, cells: dict[str, str], minutes: int
) -> None:
    assert read(known, NEW | cells).minutes == minutes


def test_an_event_may_wait_outside_the_timetable(known: Known) -> None:
    found = read(known, {"title_ja": "太鼓", "kind": "performance", "length": "45"})
    assert (found.starts_at, found.venue_id, found.minutes) == (None, None, 45)


@pytest.mark.parametrize(
    ("key", "text"),
    [("title_vi", ""), ("title_vi", "x" * 161), ("summary_en", "x" * 401), ("text_ja", "x" * 8001), ("kind", ""), ("kind", "opera"),
     ("audience", "cats"), ("venue", "Sân Mỹ Đình"), ("venue", ""), ("space", "Gác xép"), ("date", "31/02/2027"), ("date", "17/11/2072"), ("date", ""),
     ("start", "8 pm"), ("start", ""), ("end", "later"), ("length", "-5"), ("length", "121"), ("doors", "1441"), ("doors", "x"),
     ("capacity", "1.5"), ("capacity", "-1"), ("party_max", "21"), ("party_max", "0"), ("registration_opens", "soon"), ("registration_closes", "17/11/2027")],
)  # fmt: skip
def test_what_is_wrong_is_said_of_its_cell(known: Known, key: str, text: str) -> None:
    if key == "venue" and not text:
        assert wrong(known, venue="", space="") == {"venue": "Please choose where it takes place."}
        return
    found = wrong(known, **{key: text})
    assert key in found
    assert all(sentence.endswith(".") for sentence in found.values())


def test_several_cells_can_be_wrong_at_once(known: Known) -> None:
    assert set(wrong(known, kind="opera", start="8 pm", capacity="many")) == {"kind", "start", "capacity"}


def test_registration_has_two_ends_in_their_order(known: Known) -> None:
    assert set(wrong(known, registration_opens="01/10/2027 08:00")) == {"registration_closes"}
    assert set(wrong(known, registration_closes="01/10/2027 08:00")) == {"registration_opens"}
    window = {"registration_opens": "02/10/2027 08:00", "registration_closes": "01/10/2027 08:00"}
    assert set(wrong(known, **window)) == {"registration_closes"}


def test_an_untouched_row_is_the_event_itself(known: Known) -> None:
    base = main_of(known).content
    assert read(known, exported(known), base) == base
    assert read(known, {}, base) == base


def test_only_what_was_touched_changes(known: Known) -> None:
    base = main_of(known).content
    assert read(known, exported(known, summary_ja="新しい概要"), base) == replace(
        base, summary=replace(base.summary, ja="新しい概要")
    )


def test_a_moved_start_keeps_the_length_and_takes_the_end_of_registration_along(known: Known) -> None:
    base = main_of(known).content
    found = read(known, exported(known, start="20:30"), base)
    later = base.starts_at and base.starts_at + timedelta(minutes=30)
    assert (found.starts_at, found.minutes) == (later, base.minutes)
    closes = base.registration_closes_at
    assert found.registration_closes_at == (later if closes == base.starts_at else closes)


def test_of_end_and_length_the_one_that_was_changed_counts(known: Known) -> None:
    base = main_of(known).content
    assert read(known, exported(known, end="21:00"), base).minutes == 60
    assert read(known, exported(known, length="75"), base).minutes == 75
    assert "length" in wrong_in(known, base, exported(known, end="21:00", length="75"))


def test_a_cleared_cell_is_cleared_and_a_missing_column_stays(known: Known) -> None:
    base = main_of(known).content
    assert read(known, exported(known, summary_vi="", doors=""), base).doors_before is None
    assert read(known, {"title_en": "Other"}, base).doors_before == base.doors_before
    assert "kind" in wrong_in(known, base, exported(known, kind=""))


def test_another_venue_wants_a_space_of_its_own(known: Known) -> None:
    base = main_of(known).content
    assert "space" in wrong_in(known, base, exported(known, venue="cung-quy-hoach", space="san-khau"))
    found = read(known, exported(known, venue="cung-quy-hoach", space=""), base)
    assert found.space_id is None
    assert found.venue_id != base.venue_id


def test_a_space_alone_says_its_venue(known: Known) -> None:
    found = read(known, NEW | {"venue": "", "space": "san mua bon odori"})
    assert known.places.venue_name(found.venue_id, "vi") == "Quảng trường 30/10"


def test_rows_are_new_changed_the_same_or_wrong(known: Known) -> None:
    blank = dict.fromkeys(KEYS, "")
    rows = planned(
        known,
        exported(known, title_en="Other title"),
        blank | NEW,
        blank | NEW | {"kind": "opera"},
    )
    assert [row.fate for row in rows] == [Fate.CHANGED, Fate.NEW, Fate.WRONG]
    assert planned(known, exported(known))[0].fate is Fate.SAME


def test_the_same_event_is_not_added_twice(known: Known) -> None:
    blank = dict.fromkeys(KEYS, "")
    again = exported(known, id="", version="")
    assert planned(known, again)[0].wrong[0].key == "title_vi"
    assert [row.fate for row in planned(known, blank | NEW, blank | NEW)] == [Fate.NEW, Fate.WRONG]


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"id": "another"}, "id"), ({"version": ""}, "version"), ({"version": "99"}, "version")],
)
def test_an_id_and_its_version_are_those_of_an_export(
    known: Known, changes: dict[str, str], key: str
) -> None:
    row = planned(known, exported(known, **changes))[0]
    assert (row.fate, row.wrong[0].key) == (Fate.WRONG, key)


def test_one_id_stands_in_one_row(known: Known) -> None:
    rows = planned(known, exported(known), exported(known, title_vi="X"))
    assert [(row.fate, [one.key for one in row.wrong]) for row in rows] == [
        (Fate.SAME, []),
        (Fate.WRONG, ["id"]),
    ]


def test_a_stale_row_is_wrong_only_if_it_wants_a_change(known: Known) -> None:
    old = main_of(known).content
    now = replace(main_of(known), version=4, content=replace(old, minutes=90), changed_at=NOW)
    later = replace(known, drafts={GUID: now}, past={(now.id, 3): old})
    assert planned(later, exported(known, version="3"))[0].fate is Fate.SAME
    stale = planned(later, exported(known, version="3", title_en="Mine"))[0]
    assert (stale.fate, stale.wrong[0].key) == (Fate.WRONG, "version")
    assert planned(later, exported(known, version="3", length="90"))[0].fate is Fate.SAME
