"""Each request has a number; the log has one line of ours in JSON; neither says who."""

import json
import re
import subprocess
import sys

import pytest
from flask import Flask

from festival.app import create_app
from festival.web import access
from tests.web.logs import Entry, as_text
from tests.web.parties import registered, ticket_path

SHAPE = re.compile(r"[0-9a-f]{16}")


def test_every_answer_carries_the_number_of_its_request(site: Flask) -> None:
    client = site.test_client()
    numbers = [client.get(path).headers["X-Request-Id"] for path in ("/vi/", "/vi/", "/nowhere", "/healthz")]
    assert len(set(numbers)) == 4
    assert all(SHAPE.fullmatch(number) for number in numbers)


def test_a_proxys_number_is_kept_when_it_has_the_shape_of_one(site: Flask) -> None:
    client = site.test_client()
    assert (
        client.get("/vi/", headers={"X-Request-Id": "proxy-12345_A"}).headers["X-Request-Id"]
        == "proxy-12345_A"
    )


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "a b c d e f g h", '"},{"level":"error', "<script>alert(1)"]
)
def test_a_number_that_could_spoil_the_log_is_replaced(site: Flask, given: str) -> None:
    answer = site.test_client().get("/vi/", headers={"X-Request-Id": given})
    assert SHAPE.fullmatch(answer.headers["X-Request-Id"])


def test_the_log_names_the_route_and_never_the_address_with_its_secret(
    sqlite_app: Flask, logged: list[Entry]
) -> None:
    sqlite_app.config["LOG_REQUESTS"] = True
    path = ticket_path(registered(sqlite_app, "Nguyễn Mẫu (mẫu)"))
    answer = sqlite_app.test_client().get(path + "?q=secret", headers={"User-Agent": "curious"})
    [entry] = [entry for entry in logged if entry["event"] == "request"]
    assert (entry["endpoint"], entry["status"]) == ("registration.tickets.ticket", 200)
    assert entry["id"] == answer.headers["X-Request-Id"]
    for secret in (path.rpartition("/")[2], "secret", "Nguyễn", "127.0.0.1", "curious"):
        assert secret not in as_text(logged)


def test_ordinary_requests_are_counted_and_not_written_down(sqlite_app: Flask, logged: list[Entry]) -> None:
    client = sqlite_app.test_client()
    client.get("/vi/")
    client.get("/healthz")
    assert logged == []
    figures = client.get("/metrics").text
    assert 'festival_requests_total{endpoint="pages.public.home",method="GET",status="200"}' in figures
    assert "festival_request_seconds_bucket" in figures


def test_made_up_addresses_make_no_new_figures(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    for number in range(20):
        client.get(f"/made-up-{number}")
    assert "made-up" not in client.get("/metrics").text


def test_what_broke_is_logged_with_its_number_and_where(sqlite_app: Flask, logged: list[Entry]) -> None:
    sqlite_app.add_url_rule("/breaks", "breaks", access.public(lambda: str(1 // 0)))
    answer = sqlite_app.test_client().get("/breaks")
    [broken] = [entry for entry in logged if entry["event"] == "broken"]
    assert broken["id"] == answer.headers["X-Request-Id"]
    assert "ZeroDivisionError" in as_text([broken])


def test_the_log_is_one_json_object_a_line() -> None:
    script = """
from festival.web.observing import configure_logs, log
configure_logs("info")
log.debug("not shown")
log.info("chào", id="x", number=1)
try:
    1 / 0
except ZeroDivisionError as error:
    log.error("broken", exc_info=error)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["chào", "broken"]
    assert [line["level"] for line in lines] == ["info", "error"]
    assert "ZeroDivisionError" in lines[1]["exception"]
    assert all(line["timestamp"].endswith("Z") for line in lines)
    assert ran.stdout == ""


def test_making_the_application_twice_counts_nothing_twice(sqlite_app: Flask) -> None:
    """Counters belong to the process; a second application must not register them again."""
    assert create_app(sqlite_app.extensions["settings"]).extensions["pagecache"]
