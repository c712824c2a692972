"""Which language a page speaks, how one changes it, and how numbers and moments are said in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.web import locale
from festival.web.rendering import local_path
from tests.support.apps import MAIN
from tests.web.parties import registered, ticket_path
from tests.web.rendered import document, page, watching

NIGHT = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)  # 20:00 in Hạ Long, 22:00 in Japan


@dataclass(frozen=True)
class Span:
    """Something that begins and ends."""

    starts_at: datetime
    ends_at: datetime


def spoken(client: FlaskClient, path: str, **more: Any) -> str | None:
    """Return the language of a page."""
    return document(client.get(path, **more).text).lang


# --- which language ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "vi"),
        ("", "vi"),
        ("ja", "ja"),
        ("ja-JP,en;q=0.5", "ja"),
        ("en-GB", "en"),
        ("fr-FR, en;q=0.4", "en"),
        ("ko,zh;q=0.8", "vi"),
        ("vi;q=0.1, ja;q=0.9", "ja"),
        ("nonsense;;q=", "vi"),
    ],
)
def test_at_the_front_door_the_browser_is_asked_and_vietnamese_is_the_default(
    site: Flask, asked: str | None, language: str
) -> None:
    headers = {} if asked is None else {"Accept-Language": asked}
    answer = site.test_client().get("/", headers=headers)
    assert (answer.status_code, answer.location) == (302, f"/{language}/")
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))


def test_a_remembered_choice_counts_more_than_the_browsers_wish(site: Flask) -> None:
    client = site.test_client()
    client.get("/language/en")
    assert client.get("/", headers={"Accept-Language": "ja"}).location == "/en/"
    assert spoken(client, "/desk/sign-in", headers={"Accept-Language": "ja"}) == "en"


def test_the_address_counts_more_than_everything(site: Flask) -> None:
    client = site.test_client()
    client.get("/language/en")
    assert spoken(client, "/ja/programme", headers={"Accept-Language": "vi"}) == "ja"
    assert spoken(client, "/desk/sign-in") == "ja"  # and is remembered


@pytest.mark.parametrize("value", ["fr", "", "<script>", "vi; DROP"])
def test_a_cookie_of_somebody_elses_making_is_ignored(site: Flask, value: str) -> None:
    client = site.test_client()
    client.set_cookie("lang", value)
    assert client.get("/", headers={"Accept-Language": "ja"}).location == "/ja/"


@pytest.mark.parametrize("path", ["/fr/", "/VI/", "/viet/programme", "/language/fr"])
def test_there_are_three_languages_and_no_fourth(site: Flask, path: str) -> None:
    assert site.test_client().get(path).status_code == 404


def test_a_link_from_a_message_opens_in_the_language_of_its_party(sqlite_app: Flask) -> None:
    path = ticket_path(registered(sqlite_app, "見本 花子", language="ja"))
    assert spoken(sqlite_app.test_client(), path, headers={"Accept-Language": "vi"}) == "ja"
    chosen = sqlite_app.test_client()
    chosen.get("/language/en")
    assert spoken(chosen, path) == "en"


# --- changing it -------------------------------------------------------------------------------------------------------


def switch(client: FlaskClient, path: str, **more: Any) -> dict[str, str]:
    """Return code → address of the language switch of a page."""
    return {link.code: link.url for link in page(client, path, **more)["languages"]}


def test_the_switch_keeps_the_page_and_its_filters(site: Flask) -> None:
    client = site.test_client()
    links = switch(client, "/vi/programme?day=2027-11-17&by=venue&venue=a&venue=b")
    assert links["ja"] == "/ja/programme?day=2027-11-17&by=venue&venue=a&venue=b"
    assert spoken(client, links["ja"]) == "ja"


def test_the_switch_keeps_a_page_whose_address_says_no_language(site: Flask) -> None:
    client = site.test_client()
    here = "/desk/sign-in?next=/desk/registrations?q%3DAn%26page%3D2"
    answer = client.get(urljoin(here, switch(client, here)["ja"]))
    assert answer.status_code == 303
    assert "lang=" not in answer.location
    assert client.get(answer.location).status_code == 200
    assert page(client, answer.location)["next"] == page(client, here)["next"]
    assert spoken(client, answer.location) == "ja"


def test_the_switch_of_a_ticket_puts_its_secret_into_no_query(sqlite_app: Flask) -> None:
    """Queries end up in logs and histories; the address itself does too, but there is only one of it."""
    path = ticket_path(registered(sqlite_app, "Nguyễn Mẫu (mẫu)"))
    secret = path.rpartition("/")[2]
    client = sqlite_app.test_client()
    text = client.get(path).text
    assert [link for link in document(text).links if secret in urlsplit(link).query] == []
    for code in ("ja", "en", "vi"):
        answer = client.get(urljoin(path, switch(client, path)[code]))
        assert (answer.status_code, answer.location) == (303, path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert spoken(client, path) == code


def test_the_question_before_cancelling_offers_the_tickets_in_another_language(sqlite_app: Flask) -> None:
    path = ticket_path(registered(sqlite_app, "Nguyễn Mẫu (mẫu)"))
    client = sqlite_app.test_client()
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    with watching(sqlite_app) as seen:
        assert client.post(f"{path}/cancel", data={"positions": "1"}).status_code == 200
    link = {link.code: link.url for link in seen[-1]["languages"]}["ja"]
    answer = client.get(urljoin(f"{path}/cancel", link))
    assert (answer.status_code, answer.location) == (303, path)
    assert spoken(client, path) == "ja"


def test_the_switch_of_a_page_that_is_not_there_keeps_its_address(site: Flask) -> None:
    client = site.test_client()
    with watching(site) as seen:
        assert client.get("/khong-co").status_code == 404
    link = {link.code: link.url for link in seen[-1]["languages"]}["ja"]
    assert client.get(urljoin("/khong-co", link)).location == "/khong-co"
    assert document(client.get("/khong-co").text).lang == "ja"


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "/\t/evil.example", "/\r\nX: 1"])
def test_asking_for_a_language_leads_to_no_other_site(site: Flask, path: str) -> None:
    answer = site.test_client().get("/", query_string="lang=ja", environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 303
    followed = urljoin("http://festival.example/here", (answer.location or "").replace("\\", "/"))
    assert urlsplit(followed).netloc == "festival.example"
    assert "X" not in answer.headers


@pytest.mark.parametrize("query", ["lang=fr", "lang=", "lang=%3Cscript%3E"])
def test_a_fourth_language_is_not_asked_for(site: Flask, query: str) -> None:
    answer = site.test_client().get(f"/desk/sign-in?{query}")
    assert answer.status_code == 200
    assert document(answer.text).lang == "vi"


def test_a_form_that_is_sent_is_not_led_elsewhere_by_a_language(site: Flask) -> None:
    assert site.test_client().post("/desk/sign-in?lang=ja").status_code == 400  # without its token


@pytest.mark.parametrize(
    "query", ["slug=other", "_external=1", "_scheme=ftp", "_anchor=x", "lang=en", "code=x"]
)
def test_no_query_makes_the_switch_lead_elsewhere(site: Flask, query: str) -> None:
    links = switch(site.test_client(), f"/vi/events/{MAIN}?{query}")
    assert {urlsplit(url).path for url in links.values()} == {f"/{code}/events/{MAIN}" for code in LANGUAGES}
    assert not any(urlsplit(url).netloc or urlsplit(url).scheme for url in links.values())


def test_the_switch_works_on_a_form_that_was_sent_back(sqlite_app: Flask) -> None:
    """Whoever is told in Vietnamese what is wrong may want to read it in Japanese."""
    client = sqlite_app.test_client()
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    with watching(sqlite_app) as seen:
        answer = client.post("/vi/find-ticket", data={"contact": ""})
    assert answer.status_code == 422
    link = {link.code: link.url for link in seen[-1]["languages"]}["ja"]
    after = client.get(link, follow_redirects=True)
    assert (after.status_code, document(after.text).lang) == (200, "ja")


def test_every_page_offers_itself_in_each_language(site: Flask) -> None:
    client = site.test_client()
    for path in ("/vi/", "/ja/programme", f"/en/events/{MAIN}", "/vi/how-to-come", "/vi/find-ticket"):
        links = switch(client, path)
        assert list(links) == list(LANGUAGES)
        for code, url in links.items():
            assert spoken(client, url) == code


HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/vi/",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "HTTPS:evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "evil.example",
    "@evil.example",
    "/vi/\r\nSet-Cookie: stolen=1",
    "",
]


@pytest.mark.parametrize("target", HOSTILE)
def test_changing_the_language_sends_nobody_to_another_site(site: Flask, target: str) -> None:
    answer = site.test_client().get("/language/ja", query_string={"next": target})
    assert (answer.status_code, answer.location) == (303, "/ja/")
    assert "stolen" not in str(answer.headers)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.text(st.sampled_from("/\\.:@?#%evil\t\r\n \u3000\u2028٪"), max_size=12))
@example("/./\\evil.example")
@example("/%09/evil.example")
@example("/%5cevil.example")
def test_whatever_is_followed_stays_on_this_site(target: str) -> None:
    """As browsers read an address: control characters dropped, a backslash a slash."""
    followed = local_path(target, "/vi/")
    as_read = "".join(c for c in followed if ord(c) > 0x20).replace("\\", "/")
    assert not as_read.startswith("//")
    assert urlsplit(urljoin("http://festival.example/here", as_read)).netloc == "festival.example"


def test_paths_of_ours_are_followed(site: Flask) -> None:
    for path in ("/vi/programme?day=2027-11-17", "/desk/", "/t/ABC#cancel"):
        assert site.test_client().get("/language/ja", query_string={"next": path}).location == path


# --- how things are said -----------------------------------------------------------------------------------------------


@pytest.fixture
def context(site: Flask) -> Iterator[None]:
    """Be inside the application but in no request, as a mail is."""
    with site.app_context():
        yield


SAID: list[tuple[Language, dict[str, str]]] = [
    (
        "vi",
        {
            "number": "12.840",
            "day": "Thứ Tư, 17/11/2027",
            "day_short": "Th 4 17/11",
            "moment": "Th 4 17/11 20:00",
            "evening": "20:00 – 22:30",
            "days": "Th 4 17/11 20:00 – Th 6 19/11 00:30",
            "evening_with_day": "Thứ Tư, 17/11/2027, 20:00 – 22:30",
            "festival": "16/11/2027 – 20/11/2027",
            "list": "A, B, C",
            "sentences": "一。 二。",
        },
    ),
    (
        "ja",
        {
            "number": "12,840",
            "day": "2027年11月17日(水)",
            "day_short": "11月17日(水)",
            "moment": "11月17日(水) 20:00",
            "evening": "20:00～22:30",
            "days": "11月17日(水) 20:00 ～ 11月19日(金) 00:30",
            "evening_with_day": "2027年11月17日(水) 20:00～22:30 (日本時間 22:00～00:30)",
            "festival": "2027年11月16日(火)～20日(土)",
            "list": "A、B、C",
            "sentences": "一。二。",
        },
    ),
    (
        "en",
        {
            "number": "12,840",
            "day": "Wednesday 17 November 2027",
            "day_short": "Wed 17 Nov",
            "moment": "Wed 17 Nov 20:00",
            "evening": "20:00 – 22:30",
            "days": "Wed 17 Nov 20:00 – Fri 19 Nov 00:30",
            "evening_with_day": "Wednesday 17 November 2027, 20:00 – 22:30",
            "festival": "16–20 Nov 2027",
            "list": "A, B, C",
            "sentences": "一。 二。",
        },
    ),
]


@pytest.mark.parametrize(("language", "said"), SAID)
def test_numbers_and_moments_are_said_as_the_language_says_them(
    context: None, language: Language, said: dict[str, str]
) -> None:
    evening = Span(NIGHT, datetime(2027, 11, 17, 15, 30, tzinfo=UTC))
    days = Span(NIGHT, datetime(2027, 11, 18, 17, 30, tzinfo=UTC))
    with locale.speaking(language):
        assert locale.number(12840) == said["number"]
        assert locale.day(NIGHT) == locale.day(date(2027, 11, 17)) == said["day"]
        assert locale.day_short(NIGHT) == said["day_short"]
        assert locale.moment(NIGHT) == said["moment"]
        assert locale.when(evening).startswith(said["evening"])
        assert locale.when(days) == locale.day_and_time(days) == said["days"]
        assert locale.day_and_time(evening) == said["evening_with_day"]
        assert locale.days(date(2027, 11, 16), date(2027, 11, 20)) == said["festival"]


@pytest.mark.parametrize(("language", "said"), SAID)
def test_parts_and_sentences_are_joined_as_the_language_joins_them(
    context: None, language: Language, said: dict[str, str]
) -> None:
    with locale.speaking(language):
        assert locale.joined(["A", "B", "C"]) == said["list"]
        assert locale.sentences(["一。", None, "二。"]) == said["sentences"]
        assert locale.joined(["&"]) == "&"
        assert locale.joined([Markup("<i>A</i>"), "<b>"]).endswith("&lt;b&gt;")


def test_japanese_readers_and_only_they_get_the_time_in_japan_beside_it(context: None) -> None:
    evening = Span(NIGHT, datetime(2027, 11, 17, 15, 30, tzinfo=UTC))
    told = {}
    for language in LANGUAGES:
        with locale.speaking(language):
            told[language] = locale.when(evening)
    assert "22:00" in told["ja"]
    assert "00:30" in told["ja"]
    assert told["vi"] == told["en"] == "20:00 – 22:30"


def test_a_day_is_the_day_in_ha_long(context: None) -> None:
    midnight = datetime(2027, 11, 16, 17, 0, tzinfo=UTC)
    with locale.speaking("en"):
        assert locale.day_short(midnight) == "Wed 17 Nov"
        assert locale.clock_time(midnight) == "00:00"
        assert locale.japan_clock(midnight) == "02:00"


def test_speaking_ends_where_it_began(context: None) -> None:
    with locale.speaking("ja"):
        with locale.speaking("en"):
            assert locale.number(1000) == "1,000"
        assert locale.day_short(NIGHT) == "11月17日(水)"
    assert locale.number(1000) == "1.000"


def test_a_lazy_sentence_is_said_in_the_language_of_its_reader(context: None) -> None:
    sentence = locale.lazy("Please use at most %(limit)d characters.", limit=80)
    for language in LANGUAGES:
        with locale.speaking(language):
            assert str(sentence) == locale.gettext("Please use at most %(limit)d characters.", limit=80)
            assert "80" in str(sentence)


@pytest.mark.parametrize(("language", "said"), [("vi", "1.284"), ("ja", "1,284"), ("en", "1,284")])
def test_a_counted_sentence_writes_its_number_as_the_language_does(
    context: None, language: Language, said: str
) -> None:
    with locale.speaking(language):
        assert said in locale.ngettext("%(n)s place", "%(n)s places", 1284)


def test_a_text_in_another_language_is_marked_as_such_and_its_words_are_only_words(site: Flask) -> None:
    with site.test_request_context("/ja/"):
        site.preprocess_request()
        assert locale.tr(Trilingual("vi", "日本", "en")) == "日本"
        foreign = locale.tr(Trilingual(vi="<b>Đêm</b>"))
        assert 'lang="vi"' in foreign
        assert "<b>" not in foreign
        assert "&lt;b&gt;Đêm" in foreign
        assert locale.tr(Trilingual(ja="<script>")) == "&lt;script&gt;"
        assert locale.tr(None) == locale.tr_plain(None) == ""
        assert locale.tr_plain(Trilingual(vi="Đêm & <b>")) == "Đêm & <b>"
