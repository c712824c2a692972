"""Files that are given out: what people wrote starts no formula, numbers and days can be reckoned with, and what is sent back unchanged changes nothing."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from festival.conference.rules.projects import amount
from festival.core.names import tidy
from festival.core.transaction import current
from festival.core.trilingual import LANGUAGES, Language
from festival.programme.content import EventContent
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import Drafted, drafts_of
from festival.programme.queries.ground import ground_of
from festival.programme.rules import cells
from festival.programme.rules.cells import clean
from festival.programme.tables import files
from festival.programme.tables.places import Places
from festival.programme.tables.planning import Fate, Known, plan
from festival.programme.tables.reading import Refused, read_lines
from festival.programme.tables.writing import Share, Value, as_xlsx
from festival.programme.types import Audience, EditionFacts, EventKind
from festival.web.locale import speaking
from tests.programme.happenings import texts
from tests.programme.sheets_of_xlsx import part, table
from tests.support.apps import NOW

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    '=HYPERLINK("http://x.example","x")',
    "＝1",
]
KINDS: tuple[files.Kind, ...] = ("xlsx", "csv")


@pytest.fixture(scope="module")
def ground(sqlite_template: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """The sample's places and one draft, read once."""
    from festival.app import create_app  # noqa: PLC0415
    from tests.support.apps import settings_for  # noqa: PLC0415

    app = create_app(settings_for(tmp_path_factory.mktemp("tables"), f"sqlite:///{sqlite_template}"))
    with app.app_context():
        session = current()
        edition = current_edition(session)
        drafts = {str(draft.id): draft for draft in drafts_of(session, edition.id)}
        yield Known(drafts, {}, Places(ground_of(session)), edition)
        session.close()


@pytest.mark.parametrize(("lang", "day"), [("vi", "dd/mm/yyyy"), ("en", "dd/mm/yyyy"), ("ja", "yyyy/mm/dd")])
def test_numbers_and_days_are_written_as_such_and_read_again(
    sqlite_app: Flask, lang: Language, day: str
) -> None:
    row: list[Value] = [
        12,
        Decimal("12.125"),
        date(2027, 11, 17),
        datetime(2027, 11, 17, 8, 30),  # noqa: DTZ001 (spreadsheets know no zone)
        time(20),
        Share(0.85),
        None,
    ]
    heads = [f"h{n}" for n in range(len(row) + 1)]
    with sqlite_app.test_request_context(), speaking(lang):
        data = as_xlsx([("x", [heads, [*row, "=1+1"], [1_250_000]])])
        found = read_lines(data)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.number_format for cell in sheet[2]] == [
        "#,##0", "#,##0.0##", day, f"{day} hh:mm", "hh:mm", "0%", "@", "@",
    ]  # fmt: skip
    assert [cell.data_type for cell in sheet[2]] == [
        "n",
        "n",
        "d",
        "d",
        "d",
        "n",
        "n",
        "s",
    ]  # an empty one is n
    assert sheet.column_dimensions["C"].width >= 12  # else a day is shown as #####
    assert not isinstance(found, Refused)
    assert found.rows[0].cells == (
        "12",
        "12.1250",
        "2027-11-17",
        "2027-11-17 08:30",
        "20:00",
        "0.85",
        "",
        "=1+1",
    )
    assert amount(found.rows[0].cells[1], 1000, 10**9) == 12_125  # and not twelve million
    assert cells.day(found.rows[0].cells[2]) == date(2027, 11, 17)


def draft_of(content: EventContent, number: int = 1) -> Drafted:
    """Return a draft that says this."""
    return Drafted(number, 3, content, is_published=False, changed_at=NOW, changed_by=None)


def some(known: Known) -> EventContent:
    """Return the content of one draft of the sample."""
    return next(iter(known.drafts.values())).content


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_csv_file_starts_a_formula(ground: Known, text: str) -> None:
    content = replace(
        some(ground), title=replace(some(ground).title, vi=text), text=replace(some(ground).text, ja=text)
    )
    data = files.export({"a": draft_of(content)}, ground.places, "vi", "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert f"'{text}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []


@pytest.mark.parametrize("text", DANGEROUS)
def test_every_cell_of_a_workbook_is_text(ground: Known, text: str) -> None:
    content = replace(some(ground), title=replace(some(ground).title, vi=text))
    data = files.export({"a": draft_of(content)}, ground.places, "vi", "xlsx")
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        sheet = part(data, name)
        assert "<f>" not in sheet
        assert "<f " not in sheet
        cells = re.findall(r"<c ([^>]*[^>/])>(?!</c>)", sheet)  # an empty one has no kind to speak of
        assert cells
        for attributes in cells:
            kind = re.search(r't="(\w+)"', attributes)
            assert kind is not None
            assert kind[1] in {"s", "inlineStr"}, attributes
    assert "<v>" not in part(data)
    assert 'quotePrefix="1"' in part(data, "xl/styles.xml")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_export_of_the_sample_changes_nothing(ground: Known, kind: files.Kind, language: Language) -> None:
    with speaking(language):
        data = files.export(ground.drafts, ground.places, language, kind)
    for reader in LANGUAGES:
        with speaking(reader):
            planned = plan(table(data), ground)
        assert len(planned.of(Fate.SAME)) == len(planned.rows) == 17


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_template_is_not_imported_and_would_be_right(
    ground: Known, kind: files.Kind
) -> None:
    for language in LANGUAGES:
        with speaking(language):
            data = files.template(ground.edition, ground.places, language, kind)
            found = table(data)
            assert [row.fate for row in plan(found, ground).rows] == [Fate.EXAMPLE]
            row = found.rows[0]
            new = replace(found, rows=(replace(row, cells=("", *row.cells[1:])),))
            assert [row.fate for row in plan(new, ground).rows] == [Fate.NEW]


_moments = st.integers(0, 8 * 24 * 60).map(
    lambda m: datetime(2027, 11, 14, tzinfo=UTC) + timedelta(minutes=m)
)


@st.composite
def contents(draw: st.DrawFn, places: Places, edition: EditionFacts, plain: EventContent) -> EventContent:
    """Return anything that a draft may say: in the timetable or not, with any words."""
    place = draw(
        st.sampled_from(
            [
                (None, None),
                *((s.venue_id, s.id) for s in places.spaces),
                *((v.id, None) for v in places.venues),
            ]
        )
    )
    opens = draw(st.none() | _moments)
    return replace(
        plain,
        title=draw(texts),
        summary=draw(texts),
        text=draw(texts),
        kind=draw(st.sampled_from(EventKind)),
        audience=draw(st.sampled_from(Audience)),
        venue_id=place[0],
        space_id=place[1],
        starts_at=draw(st.none() | _moments.map(lambda m: m + timedelta(seconds=7))),
        minutes=draw(st.integers(5, 20_160)),
        doors_before=draw(st.none() | st.integers(0, 1440)),
        capacity=draw(st.none() | st.integers(0, 1_000_000)),
        party_max=draw(st.integers(1, 20)),
        registration_opens_at=opens,
        registration_closes_at=opens + timedelta(minutes=5) if opens else None,
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_comes_back_unchanged_changes_nothing(
    ground: Known, kind: files.Kind, data: st.DataObject
) -> None:
    content = data.draw(contents(ground.places, ground.edition, some(ground)))
    written, read_in = (data.draw(st.sampled_from(LANGUAGES)) for _ in range(2))
    guid = "3f0d6c1e-8a54-4c6b-9d0e-2b7a51f4c9d8"
    known = replace(ground, drafts={guid: draft_of(content)})
    with speaking(written):
        sent = files.export(known.drafts, ground.places, written, kind)
    with speaking(read_in):
        rows = plan(table(sent), known).rows
    assert [(row.fate, row.content) for row in rows] == [(Fate.SAME, content)]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_new_event_says_what_its_row_says(ground: Known, kind: files.Kind, data: st.DataObject) -> None:
    """A copied row without its id is the same event again, as far as a form of the desk would have kept it."""
    drawn = data.draw(contents(ground.places, ground.edition, some(ground)))
    starts_at = drawn.starts_at.replace(second=0) if drawn.starts_at and drawn.venue_id else None
    title = replace(drawn.title, vi=tidy(f"Đêm {drawn.title.vi[:100]}"), ja="", en="")
    content = replace(
        drawn,
        slug="",
        is_main=False,
        people=(),
        starts_at=starts_at,
        title=replace(title, vi=tidy(clean(title.vi))),
        summary=type(drawn.summary)(
            **{k: clean(v)[:200].strip() for k, v in drawn.summary.as_dict().items()}
        ),
        text=type(drawn.text)(**{k: clean(v) for k, v in drawn.text.as_dict().items()}),
    )
    sent = table(files.export({"a": draft_of(content)}, ground.places, "vi", kind))
    new = replace(sent, rows=tuple(replace(row, cells=("", "", *row.cells[2:])) for row in sent.rows))
    rows = plan(new, replace(ground, drafts={})).rows
    assert [(row.fate, row.wrong, row.content) for row in rows] == [(Fate.NEW, (), content)]
