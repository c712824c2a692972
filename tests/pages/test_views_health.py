"""Whether it lives, whether it can work, and how it is doing: for machines, and not for everybody."""

import pytest
from flask import Flask

from festival.app import create_app
from festival.core.db import db
from tests.support.apps import settings_for
from tests.web.parties import registered


@pytest.mark.parametrize(("path", "said"), [("/healthz", "ok\n"), ("/readyz", "ready\n")])
def test_it_says_that_it_lives_and_can_work(app: Flask, path: str, said: str) -> None:
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, said, "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_figures_are_for_this_machine(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    for address, status in (("127.0.0.1", 200), ("::1", 200), ("203.0.113.5", 404), ("10.0.0.1", 404)):
        answer = client.get("/metrics", environ_overrides={"REMOTE_ADDR": address})
        assert answer.status_code == status, address


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "203.0.113.5"])
def test_behind_tls_figures_need_a_token(sqlite_app: Flask, address: str) -> None:
    """A proxy on this machine that nobody has declared would make every stranger look like this machine."""
    settings = sqlite_app.extensions["settings"]
    given = {"Authorization": "Bearer the-token-of-prometheus"}
    for more, headers, status in (
        ({}, {}, 404),
        ({}, {"Authorization": "Bearer "}, 404),
        ({"METRICS_TOKEN": "the-token-of-prometheus"}, {}, 404),
        ({"METRICS_TOKEN": "the-token-of-prometheus"}, given, 200),
    ):
        app = create_app(
            settings_for(
                settings.instance, settings.database_url, PUBLIC_URL="https://festival.example", **more
            )
        )
        answer = app.test_client().get(
            "/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address}
        )
        assert answer.status_code == status, (more, headers)
        with app.app_context():
            db.engine.dispose()


def test_figures_tell_how_many_messages_wait(sqlite_app: Flask) -> None:
    registered(sqlite_app, "Nguyễn Mẫu (mẫu)")
    text = sqlite_app.test_client().get("/metrics").text
    assert 'festival_messages{state="queued"} 1' in text
    assert text.count("# TYPE festival_messages gauge") == 1


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("Bearer the-token-of-prometheus", 200),
        ("Bearer wrong", 404),
        ("Bearer đúng", 404),
        ("Bearer ", 404),
        (None, 404),
    ],
)
def test_with_a_token_only_the_token_counts(sqlite_app: Flask, given: str | None, status: int) -> None:
    settings = sqlite_app.extensions["settings"]
    app = create_app(
        settings_for(settings.instance, settings.database_url, METRICS_TOKEN="the-token-of-prometheus")
    )
    headers = {} if given is None else {"Authorization": given}
    assert app.test_client().get("/metrics", headers=headers).status_code == status
    with app.app_context():
        db.engine.dispose()
