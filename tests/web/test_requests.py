"""Where a request comes from: one household is one network, and nobody chooses his own."""

from pathlib import Path

import pytest
from flask import Flask, request

from festival.app import create_app
from festival.web.requests import network
from tests.support.apps import settings_for


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("not an address", "unknown"),
        ("", "0.0.0.0"),  # noqa: S104 (nothing is bound)
    ],
)
def test_a_network_is_an_ipv4_address_or_an_ipv6_household(
    sqlite_app: Flask, address: str, counted_as: str
) -> None:
    with sqlite_app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert network() == counted_as


FORGED = {"X-Forwarded-For": "198.51.100.1, 203.0.113.77", "X-Forwarded-Host": "evil.example"}


def seen(tmp_path: Path, proxies: int) -> tuple[str, str]:
    """Return the network and host an application behind that many proxies sees."""
    app = create_app(settings_for(tmp_path, "sqlite://", TRUSTED_PROXIES=str(proxies)))
    told: list[tuple[str, str]] = []
    app.before_request(lambda: told.append((network(), request.host)))
    app.test_client().get("/healthz", headers=FORGED, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    return told[0]


def test_nobody_chooses_his_own_address_without_a_trusted_proxy(tmp_path: Path) -> None:
    assert seen(tmp_path, 0) == ("10.0.0.1", "localhost")


def test_behind_one_proxy_only_what_that_proxy_wrote_counts(tmp_path: Path) -> None:
    assert seen(tmp_path, 1) == ("203.0.113.77", "evil.example")


def test_behind_two_proxies_the_first_of_them_tells(tmp_path: Path) -> None:
    assert seen(tmp_path, 2)[0] == "198.51.100.1"
