"""Settings: read once from the environment, typed, and refused with their name when they make no sense."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from festival.core.errors import BadSetting

_SHORTEST_SECRET = 32  # characters; of hex they are 128 bits
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the surroundings decide. `read()` makes one from the environment."""

    instance: Path
    host: str
    port: int
    database_url: str
    public_url: str
    secret_key: str
    smtp_url: str | None
    mail_from: str
    sms_webhook_url: str | None
    sms_webhook_token: str | None
    trusted_proxies: int
    web_workers: int
    web_threads: int
    board_streams: int
    log_level: str
    metrics_token: str | None
    clock: datetime | None
    registrations_per_network_hour: int

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used: one web process, writes one after the other."""
        return self.database_url.startswith("sqlite")

    @property
    def is_secure(self) -> bool:
        """Whether people reach us over TLS: decides cookies, HSTS and what phones allow."""
        return self.public_url.startswith("https://")


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises BadSetting naming the variable that cannot be used."""
    env = os.environ if environ is None else environ
    instance = Path(env.get("INSTANCE_DIR") or ROOT / "instance").resolve()
    database_url = env.get("DATABASE_URL") or f"sqlite:///{instance / 'festival.sqlite'}"
    if database_url.startswith("postgres://"):
        database_url = "postgresql://" + database_url.removeprefix("postgres://")
    if not database_url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise BadSetting("DATABASE_URL must begin with sqlite:// or postgresql://")
    host = env.get("HOST") or "127.0.0.1"
    port = _whole(env, "PORT", 8000, 1, 65535)
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)
    shown = f"[{reachable}]" if ":" in reachable else reachable
    public_url = (env.get("PUBLIC_URL") or f"http://{shown}:{port}").rstrip("/")
    address = _parts("PUBLIC_URL", public_url, {"http", "https"})
    if address.path or address.query or address.fragment or address.username:
        raise BadSetting("PUBLIC_URL must look like https://festival.example, without a path")
    sqlite = database_url.startswith("sqlite")
    return Settings(
        instance=instance,
        host=host,
        port=port,
        database_url=database_url,
        public_url=public_url,
        secret_key=_secret(env, instance),
        smtp_url=_url(env, "SMTP_URL", {"smtp", "smtps"}),
        mail_from=_sender(env, address.hostname),
        sms_webhook_url=_url(env, "SMS_WEBHOOK_URL", {"http", "https"}),
        sms_webhook_token=env.get("SMS_WEBHOOK_TOKEN") or None,
        trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0, 0, 5),
        # SQLite has one writer: a second process would only wait for the first (DECISIONS.md 3).
        web_workers=1 if sqlite else _whole(env, "WEB_WORKERS", max(2, os.cpu_count() or 2), 1, 64),
        web_threads=_whole(env, "WEB_THREADS", 8, 1, 64),
        # Threads beside those: each board that listens occupies one, so that none is taken from requests.
        board_streams=_whole(env, "BOARD_STREAMS", 8, 0, 64),
        log_level=_one_of(env, "LOG_LEVEL", "info", {"debug", "info", "warning", "error"}),
        metrics_token=env.get("METRICS_TOKEN") or None,
        clock=_moment(env, "FESTIVAL_CLOCK"),
        registrations_per_network_hour=_whole(env, "REGISTRATIONS_PER_NETWORK_HOUR", 300, 1, 1_000_000),
    )


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name)
    if not text:
        return default
    try:
        value = int(text)
    except ValueError:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {text!r}") from None
    if not low <= value <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {value}")
    return value


def _one_of(env: Mapping[str, str], name: str, default: str, words: set[str]) -> str:
    value = (env.get(name) or default).lower()
    if value not in words:
        raise BadSetting(f"{name} must be one of {', '.join(sorted(words))}, not {value!r}")
    return value


def _url(env: Mapping[str, str], name: str, schemes: set[str]) -> str | None:
    value = env.get(name)
    if not value:
        return None
    _parts(name, value, schemes)
    return value


def _parts(name: str, value: str, schemes: set[str]) -> SplitResult:
    wrong = BadSetting(f"{name} must be an address that begins with {' or '.join(sorted(schemes))}://")
    try:
        parts = urlsplit(value)
        _ = parts.port  # only looking at it finds a port that is no number
    except ValueError:
        raise wrong from None
    if parts.scheme not in schemes or not parts.hostname:
        raise wrong
    return parts


def _sender(env: Mapping[str, str], host: str | None) -> str:
    value = env.get("MAIL_FROM") or f"no-reply@{host}"
    local, at, domain = value.partition("@")
    if not (local and at and domain) or any(c.isspace() or c in "<>," for c in value):
        raise BadSetting(f"MAIL_FROM must be a plain address like no-reply@festival.example, not {value!r}")
    return value


def _moment(env: Mapping[str, str], name: str) -> datetime | None:
    text = env.get(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadSetting(f"{name} must be a moment like 2027-11-17T18:45+07:00, not {text!r}") from None
    if moment.tzinfo is None:
        raise BadSetting(f"{name} needs its offset, like 2027-11-17T18:45+07:00")
    return moment


def _secret(env: Mapping[str, str], instance: Path) -> str:
    """Return SECRET_KEY, or the one kept in the instance folder, made there on the first start."""
    given = env.get("SECRET_KEY")
    if given:
        if len(given) < _SHORTEST_SECRET:
            raise BadSetting("SECRET_KEY must have at least 32 characters")
        return given
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes that start together one makes the key and the other reads it.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if len(kept) < _SHORTEST_SECRET:
            raise BadSetting(f"SECRET_KEY is not set, and the one kept in {path} is too short") from None
        return kept
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
