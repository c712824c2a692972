"""Attacks in numbers: waiting lists and groups that are flooded, mailboxes bombed through every form, codes tried on every page."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import BuildError
from werkzeug.test import TestResponse

from festival.core import clock, ids
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.outbox.limits import Limits
from festival.outbox.models import Message
from festival.outbox.services import claim, finish
from festival.outbox.tokens import same_mailbox
from festival.registration.models import Consent, EventPlaces, Registration, Ticket, Waiting
from festival.registration.services.changing import reach
from festival.registration.services.finding import answer_next
from festival.registration.services.grouping import GROUPS_PER_NETWORK
from festival.registration.services.reminding import remind
from festival.registration.services.transferring import pass_on
from festival.registration.types import PassedOn, Reach
from tests.architecture.test_guards import guard_of
from tests.registration.test_abuse import DISGUISES, VICTIM, forged_links
from tests.registration.test_views_groups import send as send_group
from tests.registration.test_views_register import filled_in, opened
from tests.registration.test_views_waiting import capacity
from tests.support.apps import MAIN, FakeClock, event_of, post
from tests.web.parties import SENDER, registered

LIMIT = 5
Stored = tuple[int, ...]


@pytest.fixture
def narrow(sqlite_app: Flask) -> Flask:
    """An application that lets five forms an hour through from one network."""
    own = sqlite_app.extensions["settings"]
    sqlite_app.extensions["settings"] = replace(own, registrations_per_network_hour=LIMIT)
    return sqlite_app


def stored(app: Flask) -> Stored:
    """Return how many rows there are of everything that a registration leaves."""
    with app.app_context():
        return tuple(
            current().scalar(select(func.count()).select_from(table)) or 0
            for table in (Registration, Ticket, Consent, Waiting, Message)
        )


def places(app: Flask) -> tuple[int, int, int]:
    """Return taken, held and waiting of the opening night."""
    with app.app_context():
        row = current().get(EventPlaces, event_of(app, MAIN).id)
        return (row.taken, row.held, row.waiting) if row else (0, 0, 0)


# --- floods ----------------------------------------------------------------------------------------------------------------


def test_a_flood_of_the_waiting_list_ends_at_the_network_s_limit(
    narrow: Flask, fake_clock: FakeClock
) -> None:
    registered(narrow)
    capacity(narrow, 1)
    answers = []
    then: tuple[Stored, Stored] = ((), ())
    for number in range(LIMIT + 4):
        bot = narrow.test_client()
        answers.append(
            filled_in(fake_clock, opened(bot), wait="y", mail=f"bot{number}@spam.example").status_code
        )
        if number == LIMIT - 1:
            then = stored(narrow), places(narrow)
    assert answers == [303] * LIMIT + [429] * 4
    assert (stored(narrow), places(narrow)) == then  # what is refused leaves nothing
    assert then[1] == (1, 0, LIMIT)
    family = narrow.test_client()
    family.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    assert filled_in(fake_clock, opened(family), wait="y").status_code == 303


def test_one_contact_cannot_stand_in_the_queue_again_and_again(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    registered(sqlite_app)
    capacity(sqlite_app, 1)
    for disguise in DISGUISES:
        client = sqlite_app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"203.0.113.{DISGUISES.index(disguise)}"
        filled_in(fake_clock, opened(client), wait="y", mail=VICTIM)
    assert places(sqlite_app)[2] == 3


def test_a_flood_of_groups_ends_long_before_the_places(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    many = "\n".join(f"Bot {chr(97 + n % 26)} {chr(97 + n // 26)} (mẫu)" for n in range(2))
    answers = [
        send_group(sqlite_app.test_client(), fake_clock, people=many, phone="", mail=f"bot{n}@spam.example")[
            0
        ].status_code
        for n in range(GROUPS_PER_NETWORK + 3)
    ]
    assert answers == [303] * GROUPS_PER_NETWORK + [429] * 3
    assert places(sqlite_app)[0] == 2 * GROUPS_PER_NETWORK


def test_forms_of_all_kinds_count_together(narrow: Flask, fake_clock: FakeClock) -> None:
    answers: list[int] = []
    for number in range(LIMIT + 2):
        client = narrow.test_client()
        mail = f"bot{number}@spam.example"
        if number % 2:
            answers.append(send_group(client, fake_clock, phone="", mail=mail)[0].status_code)
        else:
            answers.append(filled_in(fake_clock, opened(client), mail=mail).status_code)
    assert answers == [303] * LIMIT + [429] * 2


# --- bombs -----------------------------------------------------------------------------------------------------------------

Bomb = Callable[[Flask, FakeClock, int], None]


def by_registering(app: Flask, clock_: FakeClock, number: int) -> None:
    filled_in(clock_, opened(app.test_client()), mail=DISGUISES[number % len(DISGUISES)])


def by_groups(app: Flask, clock_: FakeClock, number: int) -> None:
    send_group(app.test_client(), clock_, phone="", mail=DISGUISES[number % len(DISGUISES)])


def by_lookups(app: Flask, _clock: FakeClock, number: int) -> None:
    post(app.test_client(), "/vi/find-ticket", {"contact": DISGUISES[number % len(DISGUISES)]})
    with app.app_context(), writing() as session:
        answer_next(session, sender=SENDER, now=clock.now())


def by_changing_contacts(app: Flask, _clock: FakeClock, number: int) -> None:
    party = registered(app, mail=f"bot{number}@spam.example")
    with app.app_context(), writing() as session:
        reach(
            session,
            actor=CITIZEN,
            registration_id=party.registration_id,
            new=Reach(None, VICTIM, "vi"),
            sender=SENDER,
            now=clock.now(),
        )


def by_passing_tickets_on(app: Flask, _clock: FakeClock, number: int) -> None:
    party = registered(app, "Bot Một (mẫu)", "Bot Hai (mẫu)", mail=f"bot{number}@spam.example")
    for position in (1, 2):
        with app.app_context(), writing() as session:
            pass_on(
                session,
                actor=CITIZEN,
                registration_id=party.registration_id,
                position=position,
                name="Nạn Nhân (mẫu)",
                reach=Reach(None, VICTIM, "vi"),
                sender=SENDER,
                now=clock.now(),
            )


def by_renaming(app: Flask, _clock: FakeClock, number: int) -> None:
    party = registered(app, mail=VICTIM)
    path = SENDER.links.manage_path(party.registration_id, 1)
    client = app.test_client()
    for again in "ABC":
        sent = {"names-0": f"Tên {again} {chr(97 + number)} (mẫu)"}
        post(client, f"{path}/names", sent, form_at=f"{path}/change")


def leaving(app: Flask) -> list[str]:
    """Let the worker take all that is due now; return which mailboxes get something."""
    found: list[str] = []
    with app.app_context():
        while True:
            with writing() as session:
                batch = claim(session, limit=50, limits=Limits(_secret(app)), now=clock.now())
                found += [same_mailbox(one.recipient) for one in batch]
                for one in batch:
                    finish(session, one.id, transport="smtp", now=clock.now())
            if not batch:
                return found


def _secret(app: Flask) -> str:
    secret: str = app.extensions["settings"].secret_key
    return secret


@pytest.mark.parametrize(
    "bomb",
    [
        by_registering,
        by_groups,
        by_lookups,
        by_changing_contacts,
        by_passing_tickets_on,
        by_renaming,
    ],
)
def test_no_form_sends_a_mailbox_more_than_three_an_hour(
    sqlite_app: Flask, fake_clock: FakeClock, bomb: Bomb
) -> None:
    if bomb is by_lookups:
        registered(sqlite_app, mail=VICTIM)
    for number in range(6):
        bomb(sqlite_app, fake_clock, number)
    assert 1 <= leaving(sqlite_app).count(same_mailbox(VICTIM)) <= 3


def test_all_forms_together_send_no_more_either_and_neither_do_reminders(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    for number, bomb in enumerate((by_registering, by_groups, by_renaming, by_lookups, by_changing_contacts)):
        bomb(sqlite_app, fake_clock, number)
    assert leaving(sqlite_app).count(same_mailbox(VICTIM)) == 3
    event = event_of(sqlite_app, MAIN)
    fake_clock.set(event.starts_at - timedelta(hours=36))
    with sqlite_app.app_context(), writing() as session:
        reminders = remind(session, sender=SENDER, now=clock.now())
    assert reminders == 4
    hours = []
    for _ in range(3):
        hours.append(leaving(sqlite_app).count(same_mailbox(VICTIM)))
        assert leaving(sqlite_app) == []
        fake_clock.pass_(hours=1)
    assert hours == [3, 1, 0]  # all of them, and never more than three in an hour


def test_a_ticket_passed_on_to_who_is_full_stays(sqlite_app: Flask) -> None:
    """The limit must not be a way to make tickets vanish."""
    party = registered(sqlite_app, "Bot Một (mẫu)", mail="bot@spam.example")
    for _ in range(3):
        registered(sqlite_app, mail=VICTIM)
    with sqlite_app.app_context(), writing() as session:
        outcome = pass_on(
            session,
            actor=CITIZEN,
            registration_id=party.registration_id,
            position=1,
            name="Nạn Nhân (mẫu)",
            reach=Reach(None, VICTIM, "vi"),
            sender=SENDER,
            now=clock.now(),
        )
    assert not isinstance(outcome, PassedOn)


# --- enumeration -----------------------------------------------------------------------------------------------------------


def held_addresses(app: Flask) -> list[tuple[str, str]]:
    """Return (endpoint, argument that is the secret) of every page that only who holds its address may see; each of two secrets."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        if guard_of(app, rule).audience == "token":
            secrets = {"code", "token", "address"} & rule.arguments or {""}
            found += [(rule.endpoint, secret) for secret in sorted(secrets)]
    return found


def test_no_page_behind_a_secret_tells_a_wrong_one_from_one_that_never_was(sqlite_app: Flask) -> None:
    party = registered(sqlite_app, "Nguyễn Mẫu (mẫu)", "Trần Mẫu (mẫu)")
    client = sqlite_app.test_client()
    pages = held_addresses(sqlite_app)
    assert len(pages) > 15
    for endpoint, secret in pages:
        seen = set()
        for wrong in (*forged_links(party), ids.token(128), "A" * 26, "0" * 43, "%00", "x" * 300):
            for path in {_address(sqlite_app, endpoint, secret, wrong, way) for way in ("i", "contact")}:
                answer = client.get(path)
                assert answer.status_code == 404, path
                assert wrong not in answer.headers.get("Location", "")
                page = re.sub(r"[A-Za-z0-9_%-]{20,}", "", answer.text)  # the tried address itself
                seen.add((page, "Cache-Control" in answer.headers))
        assert len({text for text, _ in seen if len(text) > 200}) <= 1, endpoint


def _address(app: Flask, endpoint: str, secret: str, value: str, way: str) -> str:
    """Return an address of a page; some stand behind two kinds of links, and `way` says behind which."""
    others: dict[str, Any] = {"lang": "vi", "digest": "x", "way": way}  # the rest are numbers
    with app.test_request_context():
        from flask import url_for  # noqa: PLC0415 (only inside a request)

        wanted = next(r for r in app.url_map.iter_rules(endpoint) if "GET" in (r.methods or ()))
        given = {name: others.get(name, 1) for name in wanted.arguments - {secret}}
        try:
            return url_for(endpoint, **(given | {secret: value}))
        except BuildError as error:  # pragma: no cover (a new argument: name it above)
            raise AssertionError(f"{endpoint}: {error}") from None


def test_a_contact_that_is_known_changes_no_answer_of_any_form(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    """Registering, a group, a lookup: the same answer for a mailbox that has tickets and for one that has none."""
    registered(sqlite_app, mail="lan@gia-dinh.example")

    def register(mail: str) -> TestResponse:
        return filled_in(fake_clock, opened(sqlite_app.test_client()), mail=mail)

    def register_group(mail: str) -> TestResponse:
        return send_group(sqlite_app.test_client(), fake_clock, phone="", mail=mail)[0]

    def look_up(mail: str) -> TestResponse:
        return post(sqlite_app.test_client(), "/vi/find-ticket", {"contact": mail})

    for send in (register, register_group, look_up):
        known, unknown = send("lan@gia-dinh.example"), send("mai@gia-dinh.example")
        assert known.status_code == unknown.status_code
        assert set(known.headers.keys()) == set(unknown.headers.keys())
