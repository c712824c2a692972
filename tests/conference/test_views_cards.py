"""Business cards: given by their owners alone, by scanning each other's badge."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.conference.feeds.vcards import vcards
from festival.conference.models import BusinessCard, CardPass
from festival.conference.queries.cards import received
from festival.conference.services.certificates_forgetting import CARDS
from festival.conference.types.cards import ASKS_AN_HOUR, CONSENT_VERSION, Card
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.registration.labels import short_code
from festival.registration.links import Links
from festival.registration.models import Invitation, Registration, Ticket
from festival.registration.qr import Codes
from festival.registration.services import answering, inviting
from tests.registration.guests import GUEST_LINKS, YUI, guest
from tests.registration.persons import ANNA, KAMOME
from tests.support.apps import FakeClock, csrf, event_of

CONFERENCE = "hoi-nghi-xuc-tien-dau-tu"
AGREED = {"agreed": "y", "gives": "ask", "shows_phone": "y", "website": "https://hokkaido.example/"}


@dataclass
class Delegate:
    """Somebody with a link of their own and a badge."""

    client: FlaskClient
    path: str
    code: str  # in the badge's QR
    short: str
    person: int

    def post(self, path: str, **data: object) -> str:
        """Post a form of the own pages; return where it leads (or the status)."""
        answer = self.client.post(
            self.path + path, data={"csrf_token": csrf(self.client, "/desk/sign-in"), **data}
        )
        return answer.location or str(answer.status_code)

    def page(self) -> str:
        """The own page of cards."""
        return self.client.get(f"{self.path}/cards").text

    def scans(self, other: "Delegate") -> str:
        """Scan a badge; return the address it leads to, below the own one."""
        answer = self.client.get(f"{self.path}/cards/scan/{other.code}")
        assert answer.status_code == 303
        assert other.code not in answer.location
        return answer.location.removeprefix(self.path)


@pytest.fixture
def delegates(sqlite_app: Flask, fake_clock: FakeClock) -> tuple[Delegate, Delegate, Delegate]:
    """Three guests of the conference, from three countries."""
    app, event, made = sqlite_app, event_of(sqlite_app, CONFERENCE), []
    for content in (KAMOME, ANNA, YUI):
        with app.test_request_context():
            with writing() as session:
                asked = guest(session, content)
                inviting.list_for(
                    session, actor=SYSTEM, event_id=event.id, guest_ids=[asked.id], now=clock.now()
                )
                found = session.scalars(select(Invitation).where(Invitation.guest_id == asked.id)).one()
                answering.accept(
                    session, actor=SYSTEM, invitation_id=found.id, links=GUEST_LINKS, now=clock.now()
                )
                path, person = GUEST_LINKS.invitation_path(found.id, found.epoch), asked.person_id
            ticket = current().scalars(select(Ticket).where(Ticket.person_id == person)).one()
            codes = Codes(app.extensions["keyring"], Links("http://festival.example", "x" * 32))
            registration = current().get_one(Registration, ticket.registration_id)
            made.append(
                Delegate(
                    app.test_client(),
                    path,
                    codes.of(current(), ticket),
                    short_code(registration.code, 1),
                    person,
                )
            )
    return made[0], made[1], made[2]


def test_two_delegates_exchange_cards_by_scanning(delegates: tuple[Delegate, Delegate, Delegate]) -> None:
    kamome, anna, yui = delegates
    assert kamome.scans(anna) == "/cards"  # she exchanges none: the same as for a code that is none
    assert kamome.client.get(f"{kamome.path}/cards/scan/{'A' * 127}").location == f"{kamome.path}/cards"
    assert "Anna" not in kamome.page()
    assert kamome.post("/cards", **AGREED | {"agreed": ""}) == "422"
    assert kamome.post("/cards", **AGREED | {"website": "javascript:alert(1)"}) == "422"
    for one in (kamome, anna):
        assert one.post("/cards", **AGREED) == f"{one.path}/cards"
    meet = kamome.scans(anna)
    assert "Berg" in kamome.client.get(kamome.path + meet).text
    assert kamome.post(f"{meet}/send") == kamome.path + meet
    assert "髙﨑 鷗" in anna.page()
    assert "+81312345678" in anna.page()
    kamome.post(f"{meet}/ask")
    assert "Anna" not in kamome.client.get(f"{kamome.path}/cards.vcf").text  # she is asked first
    asked = kamome.client.get(kamome.path + meet).text
    assert f"{meet}/ask" not in asked  # no button that would do nothing
    assert "名刺をお願い済みです" in asked
    assert anna.post(f"/cards/{kamome.person}/answer", give="yes") == f"{anna.path}/cards#asking"
    card = kamome.client.get(f"{kamome.path}/cards/{anna.person}.vcf")
    assert card.content_type == "text/vcard; charset=utf-8"
    assert "FN:Anna (sample) Berg" in card.text
    assert "anna@presse.example" not in card.text  # she does not show her address
    assert yui.client.get(f"{yui.path}/cards/{anna.person}.vcf").status_code == 404
    assert "Anna" not in yui.page()


def test_who_agreed_to_other_words_agrees_to_those_of_today(
    sqlite_app: Flask, delegates: tuple[Delegate, Delegate, Delegate]
) -> None:
    kamome = delegates[0]
    kamome.post("/cards", **AGREED)
    with sqlite_app.test_request_context(), writing() as session:
        session.get_one(BusinessCard, kamome.person).consent_version = "1"
    kamome.post("/cards", **AGREED)
    with sqlite_app.test_request_context():
        assert current().get_one(BusinessCard, kamome.person).consent_version == CONSENT_VERSION


def test_an_address_of_one_person_is_worth_nothing_to_another(
    delegates: tuple[Delegate, Delegate, Delegate],
) -> None:
    kamome, anna, yui = delegates
    for one in delegates:
        one.post("/cards", **AGREED)
    meet = kamome.scans(anna)
    assert yui.post(f"{meet}/ask") == "404"
    assert yui.client.get(yui.path + meet).location == f"{yui.path}/cards"
    assert kamome.post(f"/cards/{anna.person}/answer", give="yes") == "404"  # nobody has asked
    assert kamome.scans(kamome) == "/cards"


def test_whoever_gives_to_all_who_scan_gives_at_once_and_can_take_back(
    delegates: tuple[Delegate, Delegate, Delegate],
) -> None:
    kamome, anna, _yui = delegates
    kamome.post("/cards", **AGREED)
    anna.post("/cards", **AGREED | {"gives": "scan"})
    meet = kamome.scans(anna)
    kamome.post(f"{meet}/ask")
    assert "Berg" in kamome.page()
    anna.post(f"/cards/{kamome.person}/back")
    assert "Berg" not in kamome.page()
    kamome.post(f"{meet}/ask")  # what was taken back is not given again by itself
    assert "Berg" not in kamome.page()


def test_a_consent_that_is_withdrawn_takes_the_card_from_everybody(
    delegates: tuple[Delegate, Delegate, Delegate],
) -> None:
    kamome, anna, _yui = delegates
    for one in (kamome, anna):
        one.post("/cards", **AGREED)
    anna.post(f"{anna.scans(kamome)}/send")
    assert "Berg" in kamome.page()
    anna.post("/cards/withdraw")
    assert "Berg" not in kamome.page()
    assert kamome.scans(anna) == "/cards"


def test_a_typed_code_does_the_same_and_guessing_ends(delegates: tuple[Delegate, Delegate, Delegate]) -> None:
    kamome, anna, _yui = delegates
    for one in (kamome, anna):
        one.post("/cards", **AGREED)
    assert kamome.post("/cards/find", badge=anna.short.lower()).startswith(f"{kamome.path}/cards/with/")
    assert kamome.post("/cards/find", badge="nothing") == f"{kamome.path}/cards"
    for _ in range(30):
        kamome.post("/cards/find", badge="ABC-2345-1")
        kamome.page()  # what is said is read
    kamome.post("/cards/find", badge="ABC-2345-1")
    assert "1時間の回数が多すぎます" in kamome.page()
    meet = kamome.scans(anna)
    page = ""
    for _ in range(ASKS_AN_HOUR + 1):
        page = kamome.client.get(kamome.post(f"{meet}/ask")).text
    assert "1時間の回数が多すぎます" in page


def test_a_badge_offers_the_way_back_and_a_citizens_ticket_does_not(
    sqlite_app: Flask, delegates: tuple[Delegate, Delegate, Delegate]
) -> None:
    page = sqlite_app.test_client().get(f"/T/{delegates[0].code}").text
    assert f'data-code="{delegates[0].code}"' in page
    assert "conference/badge" in page


def test_cards_are_forgotten_with_their_term(
    sqlite_app: Flask, delegates: tuple[Delegate, Delegate, Delegate], fake_clock: FakeClock
) -> None:
    kamome, anna, _yui = delegates
    for one in (kamome, anna):
        one.post("/cards", **AGREED)
    anna.post(f"{anna.scans(kamome)}/send")
    fake_clock.pass_(days=400)
    with sqlite_app.test_request_context(), writing() as session:
        assert received(session, kamome.person)
        numbers = list(session.scalars(CARDS.due(clock.now())))
        CARDS.forget(session, numbers)
        assert session.scalar(select(BusinessCard.person_id)) is None
        assert session.scalar(select(CardPass.giver_id)) is None


CARD = Card(
    7, "髙﨑", "鷗", "髙﨑 鷗", "TAKASAKI Kamome", "タカサキ カモメ", "ja",
    Trilingual(vi="Trưởng phòng; Kinh tế", ja="経済部長", en="Director"), Trilingual(ja="北海道庁"),
    "+81312345678", "kamome@hokkaido.example", "https://hokkaido.example/", datetime(2027, 11, 17, tzinfo=UTC),
)  # fmt: skip


def lines(version: str, card: Card = CARD) -> list[str]:
    """The unfolded lines of a card."""
    made = vcards([card], host="festival.example", version=version)  # type: ignore[arg-type]
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    return made.decode().replace("\r\n ", "").split("\r\n")


def test_a_vcard_of_today_sorts_by_the_reading_and_says_every_language() -> None:
    made = lines("4.0")
    assert made[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert 'N;SORT-AS="タカサキ,カモメ":髙﨑;鷗;;;' in made
    assert "FN;ALTID=1;LANGUAGE=ja:髙﨑 鷗" in made
    assert "FN;ALTID=1;LANGUAGE=en:TAKASAKI Kamome" in made
    assert "TITLE;ALTID=1;LANGUAGE=vi:Trưởng phòng\\; Kinh tế" in made
    assert "ORG:北海道庁" in made
    assert "X-PHONETIC-LAST-NAME:タカサキ" in made


def test_a_vcard_for_older_programs_says_it_once() -> None:
    made = lines("3.0")
    assert "N:髙﨑;鷗;;;" in made
    assert "FN:髙﨑 鷗 (TAKASAKI Kamome)" in made
    assert "SORT-STRING:タカサキ カモメ" in made
    assert "TITLE:経済部長" in made
    assert "TEL;TYPE=CELL,VOICE:+81312345678" in made
    assert not [line for line in made if "ALTID" in line]


def test_nothing_in_a_name_can_begin_a_line_of_its_own() -> None:
    hostile = replace(CARD, whole="A\r\nTEL:1", family="x;y,z\nNOTE:n", latin="", kana="")
    for version in ("4.0", "3.0"):
        assert not [line for line in lines(version, hostile) if line.startswith(("NOTE", "TEL:1"))]
