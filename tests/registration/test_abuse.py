"""Attacks on what registration promises: bots, bombed mailboxes, guessed codes and links, huge forms, numbers used twice."""

import base64
import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.core import clock
from festival.core.actor import CITIZEN, SYSTEM
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.outbox.tokens import same_mailbox
from festival.programme.queries import get_public_event
from festival.registration.links import Links
from festival.registration.models import Registration
from festival.registration.services.finding import answer_next
from festival.registration.services.registering import register
from festival.registration.services.walking_in import walk_in
from festival.registration.types import Registered, TooMany
from tests.architecture.statements import counting
from tests.registration.desk import registrar, taken
from tests.registration.test_views_register import OTHER, PATH, Opened, filled_in, opened, parties
from tests.support.apps import MAIN, FakeClock, csrf, event_of, post
from tests.web.parties import SENDER, application, registered

VICTIM = "nan.nhan@gmail.com"
# Ways to write one mailbox, each of which a naive limit takes for another.
DISGUISES = (
    "nan.nhan@gmail.com",
    "NAN.NHAN@GMAIL.COM",
    "nannhan@gmail.com",
    "n.a.n.n.h.a.n@gmail.com",
    "nannhan+le.hoi@gmail.com",
    "nan.nhan@googlemail.com",
    "ｎannhan@gmail.com",
)


def messages(app: Flask) -> int:
    """Return how many messages are on their way."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(Message)) or 0


def answer_lookups(app: Flask) -> int:
    """Do what the worker does with lost links that were asked for."""
    with app.app_context(), writing() as session:
        return answer_next(session, sender=SENDER, now=clock.now())


# --- bots ----------------------------------------------------------------------------------------------------------------


def test_who_fills_the_field_that_nobody_sees_gets_nothing(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    form = opened(sqlite_app.test_client())
    assert filled_in(fake_clock, form, website="http://spam.example").status_code == 422
    assert (parties(sqlite_app), messages(sqlite_app)) == (0, 0)


def test_people_neither_see_nor_reach_that_field(sqlite_app: Flask) -> None:
    page = sqlite_app.test_client().get(PATH).text
    field = re.search(r"<input[^>]*name=\"website\"[^>]*>", page)
    assert field
    assert 'tabindex="-1"' in field[0]
    assert 'autocomplete="off"' in field[0]


@pytest.mark.parametrize(("seconds", "status"), [(0, 422), (1, 422), (2, 303)])
def test_a_form_filled_faster_than_a_person_can_is_asked_for_again(
    sqlite_app: Flask, fake_clock: FakeClock, seconds: int, status: int
) -> None:
    form = opened(sqlite_app.test_client())
    fake_clock.pass_(seconds=seconds)
    assert form.send().status_code == status
    assert parties(sqlite_app) == (status == 303)


@pytest.mark.parametrize(
    "number", ["", "x", "AAAAAAAAAAAAAAAAAAAAAA.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb", "\x00", "a" * 100_000]
)
def test_a_number_that_we_did_not_make_registers_nobody(
    sqlite_app: Flask, fake_clock: FakeClock, number: str
) -> None:
    form = opened(sqlite_app.test_client())
    assert filled_in(fake_clock, form, submission=number).status_code == 422
    assert parties(sqlite_app) == 0


def test_fifty_people_behind_one_address_get_through_and_no_puzzle_stops_them(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    for number in range(50):
        form = opened(sqlite_app.test_client())
        assert filled_in(fake_clock, form, mail=f"k{number}@gia-dinh.example").status_code == 303
    assert parties(sqlite_app) == 50
    assert "captcha" not in sqlite_app.test_client().get(PATH).text.lower()


def test_a_bot_is_stopped_and_leaves_nothing_and_others_go_on(app: Flask) -> None:
    def send(network: str) -> object:
        with app.app_context(), writing() as session:
            return register(
                session,
                actor=CITIZEN,
                event=get_public_event(session, 1, MAIN),
                application=application(),
                network=network,
                per_network=5,
                sender=SENDER,
                now=clock.now(),
            )

    outcomes = [send("10.0.0.1") for _ in range(8)]
    assert [type(one) for one in outcomes] == [Registered] * 5 + [TooMany] * 3
    assert (parties(app), messages(app)) == (5, 5)
    assert taken(app, event_of(app, MAIN).id) == 5
    assert isinstance(send("10.0.0.2"), Registered)


# --- bombing somebody with mail -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", DISGUISES)
def test_all_ways_to_write_a_mailbox_are_one(address: str) -> None:
    assert same_mailbox(address) == same_mailbox(VICTIM)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.b@vidu.example", "ab@vidu.example"),  # only Google reads no dots
        ("lan@gmail.com", "lan@gmai1.com"),
        ("lan@vidu.example", "lán@vidu.example"),
        ("аdmin@vidu.example", "admin@vidu.example"),  # Cyrillic а: another mailbox, and nobody else's limit
        ("+84912345678", "+84912345679"),
    ],
)
def test_different_mailboxes_stay_different(one: str, other: str) -> None:
    assert same_mailbox(one) != same_mailbox(other)


def test_a_host_is_the_same_in_its_script_and_in_letters() -> None:
    assert same_mailbox("a@lễhội.example") == same_mailbox("a@xn--lhi-zr5a4l.example") or same_mailbox(
        "a@bücher.example"
    ) == same_mailbox("a@xn--bcher-kva.example")


def test_nobody_is_bombed_through_registering_and_finding(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    for disguise in DISGUISES:
        form = opened(sqlite_app.test_client())
        assert (
            filled_in(fake_clock, form, mail=disguise).status_code == 303
        )  # the places are theirs, without a message
    client = sqlite_app.test_client()
    for disguise in DISGUISES:
        post(client, "/vi/find-ticket", {"contact": disguise})
    answer_lookups(sqlite_app)
    assert messages(sqlite_app) == 3


def test_nobody_is_bombed_from_many_networks(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    registered(sqlite_app, mail=VICTIM)
    for number in range(20):
        client = sqlite_app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"10.0.{number}.1"
        post(client, "/vi/find-ticket", {"contact": VICTIM})
    answer_lookups(sqlite_app)
    assert messages(sqlite_app) == 3


def test_who_asks_for_links_without_end_is_stopped(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    answers = [
        post(client, "/vi/find-ticket", {"contact": f"k{number}@gia-dinh.example"}).status_code
        for number in range(32)
    ]
    assert answers == [200] * 30 + [429] * 2


# --- guessing --------------------------------------------------------------------------------------------------------------


def without_tokens(answer: TestResponse, contact: str) -> str:
    """Return a page without what differs each time."""
    page = re.sub(r'name="csrf_token"[^>]*>', "", answer.text)
    return page.replace(contact, "…")


def test_whether_somebody_is_registered_is_not_said(sqlite_app: Flask) -> None:
    registered(sqlite_app, mail="lan@gia-dinh.example")
    known, unknown = (
        post(sqlite_app.test_client(), "/vi/find-ticket", {"contact": contact})
        for contact in ("lan@gia-dinh.example", "mai@gia-dinh.example")
    )
    assert known.status_code == unknown.status_code == 200
    assert without_tokens(known, "lan@gia-dinh.example") == without_tokens(unknown, "mai@gia-dinh.example")
    assert dict(known.headers).keys() == dict(unknown.headers).keys()


def test_a_lookup_takes_the_same_steps_for_a_known_contact_as_for_another(app: Flask) -> None:
    """Paths are compared, not clocks: whoever is registered costs no statement more, and nobody's answer waits for a letter."""
    registered(app, mail="lan@gia-dinh.example")
    taken_steps, pages = [], []
    for contact in ("an@gia-dinh.example", "lan@gia-dinh.example", "mai@gia-dinh.example"):
        client = app.test_client()
        token = csrf(client, "/vi/find-ticket")
        with counting(app) as statements:
            answer = client.post("/vi/find-ticket", data={"csrf_token": token, "contact": contact})
        taken_steps.append(list(statements.sent))
        pages.append(without_tokens(answer, contact))
    assert taken_steps[1] == taken_steps[2]
    assert pages[1] == pages[2]
    assert messages(app) == 1  # the confirmation: nothing was looked up while somebody waited
    assert answer_lookups(app) == 3
    assert messages(app) == 2
    assert answer_lookups(app) == 0  # what was asked is forgotten


def test_registering_says_nothing_of_who_is_registered(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    registered(sqlite_app, mail="lan@gia-dinh.example")
    answers = [
        filled_in(fake_clock, opened(sqlite_app.test_client()), mail=mail).status_code
        for mail in ("lan@gia-dinh.example", "mai@gia-dinh.example")
    ]
    assert answers == [303, 303]


def forged_links(party: Registered) -> list[str]:
    """Return links that are nearly a party's."""
    genuine = Links("http://festival.example", "0123456789abcdef0123456789abcdef")
    right = genuine.token(party.registration_id, 1)
    raw = bytearray(base64.b32decode(right))
    raw[-1] ^= 1
    stranger = Links("http://festival.example", "f" * 32)
    return [
        base64.b32encode(raw).decode(),  # one bit of the secret
        stranger.token(party.registration_id, 1),  # another installation's
        genuine.token(party.registration_id, 2),  # an epoch that is not yet
        genuine.token(party.registration_id + 1, 1),  # a party that is not there
        "A" * 32,
        right[:-1],
    ]


def test_guessed_links_are_all_the_same_404(sqlite_app: Flask) -> None:
    party = registered(sqlite_app)
    client = sqlite_app.test_client()
    answers = [client.get(f"/t/{link}") for link in [*forged_links(party), "A" * 127, "T" * 127]]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r"/t/[A-Z2-7]+", "", answer.text, flags=re.IGNORECASE) for answer in answers}) == 1
    genuine = urlsplit(SENDER.links.manage_url(party.registration_id, 1)).path
    assert client.get(genuine).status_code == 200


def test_a_wrong_secret_costs_what_a_party_that_is_not_there_costs(sqlite_app: Flask) -> None:
    party = registered(sqlite_app)
    client = sqlite_app.test_client()
    wrong, _other, _epoch, nobody, *_more = forged_links(party)
    client.get(f"/t/{wrong}")
    counts = []
    for link in (wrong, nobody):
        with counting(sqlite_app) as statements:
            client.get(f"/t/{link}")
        counts.append(len(statements))
    assert abs(counts[0] - counts[1]) <= 1  # the tickets of the party, read and not shown


def test_a_short_code_is_no_right(sqlite_app: Flask) -> None:
    party = registered(sqlite_app)
    with sqlite_app.app_context():
        code = current().get_one(Registration, party.registration_id).code
    client = sqlite_app.test_client()
    assert client.get(f"/t/{code}").status_code == client.get(f"/T/{code}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/desk/registrations/{}", "/desk/registrations/{}/cancel", "/desk/registrations/bulk/{}"]
)
def test_a_stranger_learns_no_number_of_the_desk(sqlite_app: Flask, path: str) -> None:
    party = registered(sqlite_app)
    client = sqlite_app.test_client()
    known, unknown = (client.get(path.format(number)) for number in (party.registration_id, 99_999))
    assert known.status_code == unknown.status_code
    same = known.headers.get("Location", "").replace(str(party.registration_id), "N")
    assert same == unknown.headers.get("Location", "").replace("99999", "N")


# --- the same number twice -----------------------------------------------------------------------------------------------


def test_a_form_s_number_used_for_another_event_registers_nobody_there(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    client = sqlite_app.test_client()
    first = opened(client)
    assert filled_in(fake_clock, first).status_code == 303
    elsewhere = Opened(client, OTHER, first.seen, first.csrf)
    answer = filled_in(fake_clock, elsewhere)
    assert answer.status_code in {303, 422}
    assert parties(sqlite_app) == 1
    assert taken(sqlite_app, event_of(sqlite_app, "bon-odori-19-11").id) == 0


def test_a_citizen_s_number_means_nothing_at_the_desk(app: Flask) -> None:
    form = application()
    with app.app_context(), writing() as session:
        party = register(
            session,
            actor=CITIZEN,
            event=get_public_event(session, 1, MAIN),
            application=form,
            network=None,
            per_network=0,
            sender=SENDER,
            now=clock.now(),
        )
    with app.app_context(), writing() as session:
        stood = walk_in(
            session,
            actor=SYSTEM,
            event_id=event_of(app, MAIN).id,
            people=1,
            name="",
            language="vi",
            submission=form.submission,
            now=clock.now(),
        )
    assert isinstance(party, Registered)
    assert isinstance(stood, Registered)
    assert stood.registration_id != party.registration_id


# --- huge forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "statuses"),
    [
        ({"names-0": "x" * 3_000_000}, {413}),
        ({f"names-{number}": "A" for number in range(5_000)}, {303}),  # six of them are read
        ({"names-0": "А" * 81}, {422}),
        ({"names-0": "\u202e\u0000", "names-1": ""}, {422}),
        ({"needs_note": "x" * 301}, {422}),
        ({"mail": "a@" + "b" * 300 + ".example"}, {422}),
        ({"language": "xx"}, {422}),
        ({"needs": ["wheelchair"] * 2_000}, {303, 413, 422}),
    ],
)
def test_a_huge_or_odd_form_is_refused_and_stores_nothing(
    sqlite_app: Flask, fake_clock: FakeClock, changes: dict[str, object], statuses: set[int]
) -> None:
    answer = filled_in(fake_clock, opened(sqlite_app.test_client()), **changes)
    assert answer.status_code in statuses
    assert parties(sqlite_app) == (answer.status_code == 303)


def test_the_desk_takes_no_endless_lists(sqlite_app: Flask) -> None:
    clerk: FlaskClient = registrar(sqlite_app)
    registered(sqlite_app)
    sent = {
        "number": "A" * 22,
        "action": "block",
        "which": "chosen",
        "party": [str(n) for n in range(1, 3000)],
    }
    answer = post(clerk, "/desk/registrations/bulk", sent, form_at="/desk/registrations")
    assert answer.status_code in {303, 413}
