"""Settings are read once, typed, and one that cannot be used says its name."""

from datetime import datetime
from pathlib import Path

import pytest

from festival.core import config
from festival.core.errors import BadSetting

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The least an environment says: where the instance is."""
    return {"INSTANCE_DIR": str(tmp_path)}


def test_nothing_needs_to_be_set(env: dict[str, str], tmp_path: Path) -> None:
    settings = config.read(env)
    assert settings.database_url == f"sqlite:///{tmp_path / 'festival.sqlite'}"
    assert (settings.host, settings.port, settings.public_url) == (
        "127.0.0.1",
        8000,
        "http://127.0.0.1:8000",
    )
    assert (settings.smtp_url, settings.sms_webhook_url, settings.metrics_token, settings.clock) == (
        None,
    ) * 4
    assert settings.mail_from == "no-reply@127.0.0.1"
    assert settings.trusted_proxies == 0
    assert settings.log_level == "info"
    assert settings.is_sqlite
    assert not settings.is_secure


def test_an_empty_setting_is_one_that_was_not_made(env: dict[str, str]) -> None:
    names = (
        "HOST",
        "PORT",
        "DATABASE_URL",
        "PUBLIC_URL",
        "SMTP_URL",
        "LOG_LEVEL",
        "FESTIVAL_CLOCK",
        "SECRET_KEY",
    )
    assert config.read(env | dict.fromkeys(names, "")) == config.read(env)


@pytest.mark.parametrize("given", ["postgres://u:p@db/festival", "postgresql://u:p@db/festival"])
def test_both_spellings_of_postgresql_are_understood(env: dict[str, str], given: str) -> None:
    settings = config.read(env | {"DATABASE_URL": given})
    assert settings.database_url == "postgresql://u:p@db/festival"
    assert not settings.is_sqlite


def test_sqlite_gets_one_web_process_whatever_is_asked(env: dict[str, str]) -> None:
    assert config.read(env | {"WEB_WORKERS": "8"}).web_workers == 1
    assert config.read(env | {"WEB_WORKERS": "8", "DATABASE_URL": "postgresql://db/x"}).web_workers == 8
    assert config.read(env | {"DATABASE_URL": "postgresql://db/x"}).web_workers >= 2


def test_people_reach_a_server_that_listens_everywhere_on_an_address(env: dict[str, str]) -> None:
    everywhere = "0.0.0.0"  # noqa: S104 (nothing is bound)
    assert config.read(env | {"HOST": everywhere, "PORT": "8443"}).public_url == "http://127.0.0.1:8443"
    assert config.read(env | {"HOST": "192.168.7.2"}).public_url == "http://192.168.7.2:8000"


@pytest.mark.parametrize("host", ["::1", "::"])
def test_an_ipv6_host_makes_an_address_that_browsers_can_open(env: dict[str, str], host: str) -> None:
    settings = config.read(env | {"HOST": host})
    assert settings.public_url in {"http://[::1]:8000", "http://127.0.0.1:8000"}
    assert not settings.mail_from.endswith("@")


def test_a_public_address_over_tls_makes_the_site_secure(env: dict[str, str]) -> None:
    settings = config.read(env | {"PUBLIC_URL": "https://festival.example/"})
    assert settings.public_url == "https://festival.example"
    assert settings.is_secure
    assert settings.mail_from == "no-reply@festival.example"


def test_a_rehearsals_moment_keeps_its_offset(env: dict[str, str]) -> None:
    moment = "2027-11-17T18:45+07:00"
    assert config.read(env | {"FESTIVAL_CLOCK": moment}).clock == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("DATABASE_URL", "mysql://db/x"),
        ("DATABASE_URL", "festival.sqlite"),
        ("PUBLIC_URL", "festival.example"),
        ("PUBLIC_URL", "ftp://festival.example"),
        ("PUBLIC_URL", "https://festival.example/le-hoi"),
        ("PUBLIC_URL", "https://festival.example?x=1"),
        ("PUBLIC_URL", "https://festival.example#x"),
        ("PUBLIC_URL", "https://festival.example:eight"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://:8000"),
        ("PUBLIC_URL", "http://[::1"),
        ("SMTP_URL", "mail.example"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example:submission"),
        ("SMTP_URL", "smtp://[::1"),
        ("MAIL_FROM", "Lễ hội <no-reply@festival.example>"),
        ("MAIL_FROM", "festival"),
        ("SMS_WEBHOOK_URL", "smtp://gateway.example"),
        ("SMS_WEBHOOK_URL", "https://gateway.example:x/send"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "6"),
        ("TRUSTED_PROXIES", "yes"),
        ("WEB_THREADS", "0"),
        ("LOG_LEVEL", "loud"),
        ("FESTIVAL_CLOCK", "tomorrow"),
        ("FESTIVAL_CLOCK", "2027-11-17T18:45"),
        ("REGISTRATIONS_PER_NETWORK_HOUR", "0"),
        ("SECRET_KEY", "short"),
    ],
)
def test_a_bad_setting_names_itself(env: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        config.read(env | {name: value})


def test_a_bad_number_of_processes_names_itself_on_postgresql(env: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="WEB_WORKERS"):
        config.read(env | {"WEB_WORKERS": "many", "DATABASE_URL": "postgresql://db/x"})


def test_a_refusal_does_not_print_a_password(env: dict[str, str]) -> None:
    with pytest.raises(BadSetting) as caught:
        config.read(env | {"SMTP_URL": "http://mailer:geheim@mail.example"})
    assert "geheim" not in str(caught.value)


def test_the_secret_is_made_once_and_is_nobody_elses(env: dict[str, str], tmp_path: Path) -> None:
    first = config.read(env).secret_key
    assert len(first) >= 32
    assert config.read(env).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_secret_from_the_environment_is_not_written_down(env: dict[str, str], tmp_path: Path) -> None:
    assert config.read(env | {"SECRET_KEY": SECRET}).secret_key == SECRET
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", ["", "\n", "short"])
def test_a_kept_secret_that_protects_nothing_is_refused(
    env: dict[str, str], tmp_path: Path, kept: str
) -> None:
    """A power cut between making the file and writing it must not leave everybody with the empty key."""
    (tmp_path / "secret_key").write_text(kept, encoding="ascii")
    with pytest.raises(BadSetting, match=r"(?i)secret_key"):
        config.read(env)
