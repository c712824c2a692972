"""The form of a party: opened, sent, gone back to, sent again, and opened for another party."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.core import clock
from festival.core.transaction import current
from festival.registration import submission
from festival.registration.models import Registration
from tests.support.apps import MAIN, FakeClock, csrf_in
from tests.web.parties import registered, ticket_path
from tests.web.rendered import Rendered, document, page, watching

PATH = f"/vi/events/{MAIN}/register"
OTHER = "/vi/events/bon-odori-19-11/register"
NAVIGATING = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PARTY = {
    "names-0": "Nguyễn Mẫu Một (mẫu)",
    "names-1": "Trần Mẫu Hai (mẫu)",
    "mail": "ca-nha@gia-dinh.example",
    "language": "vi",
    "consent": "y",
}


@dataclass(frozen=True)
class Opened:
    """A form as it stands in a browser, and the address to which that browser can go back."""

    client: FlaskClient
    address: str
    seen: Rendered
    csrf: str

    @property
    def number(self) -> str:
        """Return the form's number, without the time at which it was shown."""
        text: str = self.seen["form"].submission.data
        return text.partition(".")[0]

    def send(self, **changes: Any) -> TestResponse:
        """Send it with a party's entries."""
        fields = {
            "csrf_token": self.csrf,
            "submission": self.seen["form"].submission.data,
            **PARTY,
            **changes,
        }
        return self.client.post(urlsplit(self.address).path, data=fields)


def opened(client: FlaskClient, path: str = PATH) -> Opened:
    """Open the form as a browser does, wherever it is led; going back is opening the address that it had."""
    with watching(client.application) as seen:
        answer = client.get(path, headers=NAVIGATING, follow_redirects=True)
    assert answer.status_code == 200
    return Opened(client, answer.request.full_path.rstrip("?"), seen[-1], csrf_in(answer.text))


def filled_in(clock: FakeClock, form: Opened, **changes: Any) -> TestResponse:
    """Take half a minute and send the form."""
    clock.pass_(seconds=30)
    return form.send(**changes)


def parties(app: Flask) -> int:
    """Return how many parties are registered."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(Registration)) or 0


def said(client: FlaskClient, path: str) -> str:
    """Return what a page says of what was just done."""
    text = client.get(path).text
    begin = text.find('role="status"')
    return text[begin : text.find("</section>", begin)] if begin >= 0 else ""


# --- an opening has an address of its own ------------------------------------------------------------------------------


def test_a_browser_is_led_to_an_address_to_which_it_can_go_back(sqlite_app: Flask) -> None:
    answer = sqlite_app.test_client().get(PATH, headers=NAVIGATING)
    assert answer.status_code == 303
    address = urlsplit(answer.location)
    assert address.path == PATH
    assert submission.is_opening(parse_qs(address.query)["form"][0])


@pytest.mark.parametrize("wish", [None, "*/*", "application/json"])
def test_a_program_that_fetches_the_page_gets_it_at_once(sqlite_app: Flask, wish: str | None) -> None:
    answer = sqlite_app.test_client().get(PATH, headers={"Accept": wish} if wish else {})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert 'name="submission"' in answer.text


@pytest.mark.parametrize("form", ["", "x", "A" * 12, "A" * 10 + "/", "../" * 4, "<script>abc"])
def test_an_address_that_we_did_not_make_is_opened_as_a_new_one(sqlite_app: Flask, form: str) -> None:
    answer = sqlite_app.test_client().get(PATH, query_string={"form": form}, headers=NAVIGATING)
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.location).query)["form"] != [form]


def test_going_back_finds_the_same_form_and_opening_it_again_another(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    client = sqlite_app.test_client()
    first = opened(client)
    assert opened(client, first.address).number == first.number
    assert opened(client).number != first.number
    filled_in(fake_clock, first)
    assert opened(client, first.address).number == first.number


def test_another_event_or_another_language_of_it(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    first = opened(client)
    query = urlsplit(first.address).query
    assert opened(client, f"{OTHER}?{query}").number != first.number
    links = {link.code: link.url for link in first.seen["languages"]}
    assert (
        opened(client, links["ja"]).number == first.number
    )  # nothing is registered twice by reading Japanese


def test_a_copied_address_is_another_form_in_another_browser(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    """Somebody sends the address in the bar to a friend, after registering."""
    mine = opened(sqlite_app.test_client())
    tickets = filled_in(fake_clock, mine).location
    friend = opened(sqlite_app.test_client(), mine.address)
    assert friend.address == mine.address
    assert friend.number != mine.number
    assert not friend.seen["was_sent"]
    assert filled_in(fake_clock, friend).location != tickets


def test_the_browser_may_keep_the_form_to_go_back_to(sqlite_app: Flask) -> None:
    """`no-store` would make Chromium and Firefox forget what was typed. Nobody else may keep it."""
    client = sqlite_app.test_client()
    answer = client.get(opened(client).address, headers=NAVIGATING)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in answer.headers["Vary"]


# --- sent again --------------------------------------------------------------------------------------------------------


def test_gone_back_and_sent_again_it_gives_the_first_tickets(app: Flask, fake_clock: FakeClock) -> None:
    client = app.test_client()
    form = opened(client)
    first = filled_in(fake_clock, form)
    assert (first.status_code, parties(app)) == (303, 1)
    client.get(first.location)
    back = opened(client, form.address)
    again = back.send()  # at once: nothing has to be typed any more
    assert (again.status_code, again.location, parties(app)) == (303, first.location, 1)
    assert f'href="{PATH}"' in said(client, again.location)


def test_somebody_who_comes_back_is_told_before_typing(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    client = sqlite_app.test_client()
    form = opened(client)
    assert not form.seen["was_sent"]
    filled_in(fake_clock, form)
    back = client.get(form.address, headers=NAVIGATING).text
    assert opened(client, form.address).seen["was_sent"]
    assert PATH in document(back).links  # to register another party
    assert not opened(client).seen["was_sent"]


@pytest.mark.parametrize(
    "changes",
    [
        {"names-0": "Lê Mẫu Khác (mẫu)"},
        {"names-1": ""},
        {"mail": "khac@gia-dinh.example"},
        {"phone": "0912 345 678"},
        {"language": "ja"},
        {"needs": "wheelchair", "consent_needs": "y"},
    ],
)
def test_with_other_entries_it_says_that_they_were_not_registered(
    sqlite_app: Flask, fake_clock: FakeClock, changes: dict[str, str]
) -> None:
    client = sqlite_app.test_client()
    form = opened(client)
    first = filled_in(fake_clock, form)
    client.get(first.location)
    same = said(client, form.send().location)
    other = filled_in(fake_clock, opened(client, form.address), **changes)
    assert (other.location, parties(sqlite_app)) == (first.location, 1)
    told = said(client, other.location)
    assert told != same
    assert "notice--bad" in told
    assert f'href="{PATH}"' in told


def test_a_second_party_is_registered_by_opening_the_form_again(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    client = sqlite_app.test_client()
    first = filled_in(fake_clock, opened(client))
    assert PATH in document(client.get(first.location).text).links
    second = filled_in(fake_clock, opened(client), **{"names-0": "Lê Mẫu Khác (mẫu)"})
    assert second.location != first.location
    assert parties(sqlite_app) == 2


def test_two_forms_of_one_browser_each_keep_to_their_own(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    client = sqlite_app.test_client()
    left, right = opened(client), opened(client)
    of_the_right = filled_in(fake_clock, right, **{"names-0": "Phải Mẫu (mẫu)"}).location
    of_the_left = filled_in(fake_clock, left).location
    assert opened(client, left.address).send().location == of_the_left != of_the_right
    assert parties(sqlite_app) == 2


def test_a_ticket_page_offers_another_party_while_registration_is_open(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    path = ticket_path(registered(sqlite_app, "Nguyễn Mẫu (mẫu)"))
    client = sqlite_app.test_client()
    assert PATH in document(client.get(path).text).links
    fake_clock.set(page(client, path)["event"].registration_closes_at)
    assert PATH not in document(client.get(path).text).links


# --- the time trap -----------------------------------------------------------------------------------------------------


def test_a_form_that_comes_back_at_once_was_filled_by_a_program(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    form = opened(sqlite_app.test_client())
    with watching(sqlite_app) as seen:
        assert form.send().status_code == 422
    assert parties(sqlite_app) == 0
    fake_clock.pass_(seconds=3)
    answer = form.send(submission=seen[-1]["form"].submission.data)  # pressed once more
    assert (answer.status_code, parties(sqlite_app)) == (303, 1)


def test_a_program_that_fills_the_hidden_field_is_refused(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    form = opened(sqlite_app.test_client())
    assert filled_in(fake_clock, form, website="https://spam.example").status_code == 422
    assert parties(sqlite_app) == 0


@pytest.mark.parametrize("year", [2023, 2036])
def test_the_trap_goes_by_the_festivals_clock(sqlite_app: Flask, fake_clock: FakeClock, year: int) -> None:
    """A rehearsal may be years away from the machine's own time, in either direction."""
    fake_clock.set(datetime(year, 11, 1, 3, 0, tzinfo=UTC))
    with sqlite_app.app_context():
        text = submission.sign("s" * 32, "number")
    assert submission.read("s" * 32, text) == ("number", clock.now())


def test_a_clock_that_was_set_back_locks_nobody_out(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    form = opened(sqlite_app.test_client())
    fake_clock.pass_(hours=-1)
    with watching(sqlite_app) as seen:
        assert form.send().status_code == 422
    fake_clock.pass_(seconds=3)
    assert form.send(submission=seen[-1]["form"].submission.data).status_code == 303


@pytest.mark.parametrize("text", ["", "number", "số", "a.b.c", "x" * 500])
def test_a_number_that_is_not_ours_registers_nobody_and_the_next_one_does(
    sqlite_app: Flask, fake_clock: FakeClock, text: str
) -> None:
    form = opened(sqlite_app.test_client())
    with watching(sqlite_app) as seen:
        assert filled_in(fake_clock, form, submission=text).status_code == 422
    assert seen[-1]["form"].names.data[0] == PARTY["names-0"]  # what was typed is still there
    answer = filled_in(fake_clock, form, submission=seen[-1]["form"].submission.data)
    assert (answer.status_code, parties(sqlite_app)) == (303, 1)


def test_numbers_are_nobodys_to_guess() -> None:
    one = submission.number_of("A" * 11, event_id=1, browser="b" * 22)
    others = {
        submission.number_of("B" * 11, event_id=1, browser="b" * 22),
        submission.number_of("A" * 11, event_id=2, browser="b" * 22),
        submission.number_of("A" * 11, event_id=1, browser="c" * 22),
        submission.new(),
    }
    assert one not in others
    assert {len(number) for number in others | {one}} == {22}
