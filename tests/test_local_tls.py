"""A rehearsal over HTTPS: an own authority, made once, and a server certificate that fits the address."""

import socket
import ssl
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from festival import local_tls
from festival.core.config import Settings
from festival.local_tls import connections
from festival.local_tls.addresses import local_address, local_addresses
from festival.local_tls.certificates import Files
from tests.support.apps import settings_for


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings as they are without any of ours."""
    return settings_for(tmp_path, "sqlite://", PUBLIC_URL="http://127.0.0.1:8000")


def prepare(settings: Settings, *, url: str | None = None) -> tuple[Settings, Files]:
    """Prepare a start, with a public address where one is given."""
    given = replace(settings, public_url=url) if url else settings
    prepared = local_tls.prepare(given, given={"PUBLIC_URL"} if url else ())
    return prepared.settings, prepared.files


def contents(files: Files) -> tuple[bytes, bytes, bytes]:
    """Return what the three files hold."""
    return files.authority.read_bytes(), files.certificate.read_bytes(), files.key.read_bytes()


def shake_hands(files: Files, name: str) -> bool:
    """Connect over the loopback as a phone that trusts only our authority; return whether it has seen who answers."""
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(files.certificate, files.key)
    phone = ssl.create_default_context(cafile=str(files.authority))
    phone.verify_flags |= ssl.VERIFY_X509_STRICT  # as newer systems do
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, server_side.wrap_socket(connection, server_side=True) as secured:
                secured.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        with (
            socket.create_connection(listening.getsockname()) as connection,
            phone.wrap_socket(connection, server_hostname=name) as secured,
        ):
            told = secured.getpeercert()
            secured.send(b"x")
        thread.join()
    return bool(told)


def addresses_in(files: Files) -> set[str]:
    """Return the addresses that the server's certificate is for."""
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(address) for address in names.get_values_for_type(x509.IPAddress)}


def test_the_local_network_is_served_over_https(settings: Settings) -> None:
    prepared = local_tls.prepare(settings, given=())
    assert prepared.settings.host == "0.0.0.0"  # noqa: S104 (nothing is bound)
    assert prepared.settings.public_url == f"https://{local_address()}:8000"
    assert prepared.settings.is_secure


def test_what_somebody_has_set_stays_set(settings: Settings) -> None:
    given = replace(settings, host="192.168.7.2", public_url="https://cong.example:8443", web_threads=3)
    prepared = local_tls.prepare(given, given={"HOST", "PUBLIC_URL", "WEB_THREADS"}).settings
    assert (prepared.host, prepared.public_url) == ("192.168.7.2", "https://cong.example:8443")
    assert prepared.web_threads == 3


@pytest.mark.parametrize(
    ("host", "url"), [("10.42.0.1", "https://10.42.0.1:8000"), ("fd00::7", "https://[fd00::7]:8000")]
)
def test_who_names_one_network_gets_its_address(settings: Settings, host: str, url: str) -> None:
    prepared = local_tls.prepare(replace(settings, host=host), given={"HOST"})
    assert (prepared.settings.host, prepared.settings.public_url) == (host, url)
    assert host in addresses_in(prepared.files)


def test_every_network_of_this_machine_is_in_the_certificate(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The phones may be on the hotspot, while the way to the internet is another one."""
    monkeypatch.setattr(local_tls, "local_addresses", lambda: [local_address(), "10.42.0.1"])
    prepared = local_tls.prepare(settings, given=())
    assert {local_address(), "10.42.0.1"} <= addresses_in(prepared.files)
    assert "HOST=10.42.0.1 ./run serve --tls" in prepared.advice


def test_the_networks_of_this_machine_are_found() -> None:
    found = local_addresses()
    assert found[:1] == [address for address in [local_address()] if address != "127.0.0.1"]
    for address in found:  # only an address of this machine can be listened at
        socket.create_server((address, 0)).close()


def test_both_kinds_of_phone_are_told_every_step(settings: Settings) -> None:
    prepared = local_tls.prepare(settings, given=())
    authority = x509.load_pem_x509_certificate(prepared.files.authority.read_bytes())
    [name] = authority.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    for step in (
        str(prepared.files.authority),
        "Install a certificate › CA certificate",
        "Profile Downloaded",
        f"VPN & Device Management › {name.value!s} › Install",
        "Certificate Trust Settings",
        f"{prepared.settings.public_url}/gate/",
    ):
        assert step in prepared.advice


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "cong.example", "192.168.7.2"])
def test_a_phone_that_trusts_the_authority_trusts_the_server(settings: Settings, name: str) -> None:
    host = "cong.example" if name == "localhost" else name
    _, files = prepare(settings, url=f"https://{host}:8000")
    assert shake_hands(files, name)


def test_the_certificate_names_this_machine_and_the_public_address_only(settings: Settings) -> None:
    _, files = prepare(settings, url="https://cong.example:8000")
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == {"localhost", "cong.example"}
    assert addresses_in(files) == {"127.0.0.1", local_address(), *local_addresses()}


def test_certificates_are_such_as_phones_accept(settings: Settings) -> None:
    _, files = prepare(settings)
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    server = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    server.verify_directly_issued_by(authority)
    now = datetime.now(UTC)
    assert authority.not_valid_before_utc < now < now + timedelta(days=365) < authority.not_valid_after_utc
    assert server.not_valid_before_utc < now < server.not_valid_after_utc < authority.not_valid_after_utc
    assert server.not_valid_after_utc - server.not_valid_before_utc <= timedelta(days=398)
    for certificate, is_authority in ((authority, True), (server, False)):
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        assert (basic.value.ca, basic.critical) == (is_authority, True)
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        assert usage.key_cert_sign is is_authority
    purposes = server.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_a_second_start_uses_what_the_first_made(settings: Settings) -> None:
    _, files = prepare(settings)
    before = contents(files)
    _, again = prepare(settings)
    assert contents(again) == before


def test_another_address_gets_another_certificate_from_the_same_authority(settings: Settings) -> None:
    _, files = prepare(settings, url="https://192.168.7.2:8000")
    authority, certificate, _ = contents(files)
    _, files = prepare(settings, url="https://192.168.7.3:8000")
    assert files.authority.read_bytes() == authority  # the phones need not be touched again
    assert files.certificate.read_bytes() != certificate
    assert shake_hands(files, "192.168.7.3")


def test_a_lost_authority_is_made_anew_with_a_certificate_of_its_own(settings: Settings) -> None:
    _, files = prepare(settings)
    files.authority.unlink()
    _, files = prepare(settings)
    assert shake_hands(files, "127.0.0.1")


@pytest.mark.parametrize("lost", ["server.key", "server.crt", "authority.key"])
def test_a_lost_file_does_not_stop_the_start(settings: Settings, lost: str) -> None:
    _, files = prepare(settings)
    (settings.instance / "tls" / lost).unlink()
    _, files = prepare(settings)
    assert shake_hands(files, "127.0.0.1")


def test_keys_are_for_their_owner_only(settings: Settings) -> None:
    _, files = prepare(settings)
    for key in (files.key, settings.instance / "tls" / "authority.key"):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_key_that_was_left_open_is_closed_when_it_is_made_anew(settings: Settings) -> None:
    _, files = prepare(settings, url="https://192.168.7.2:8000")
    files.key.chmod(0o644)
    prepare(settings, url="https://192.168.7.3:8000")
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600


@contextmanager
def connected(files: Files) -> Iterator[tuple[connections.Connection, socket.socket]]:
    """Give the server's end of a connection, and a browser's end of it that has not yet said anything."""
    made = connections.context(None, lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    made.load_cert_chain(files.certificate, files.key)
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)  # a failure is no standstill
    with theirs, made.wrap_socket(ours, server_side=True, do_handshake_on_connect=False) as wrapped:
        assert isinstance(wrapped, connections.Connection)
        yield wrapped, theirs


def test_a_connection_that_says_nothing_is_given_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, files = prepare(settings)
    monkeypatch.setattr(connections, "PATIENCE", 0.1)
    trusted = ssl.create_default_context(cafile=str(files.authority))
    with connected(files) as (ours, theirs), ThreadPoolExecutor(1) as browser:
        shaken = browser.submit(trusted.wrap_socket, theirs, server_hostname="localhost")
        ours.do_handshake()
        with shaken.result() as secured:
            secured.send(b"GET /")
            assert ours.recv(100) == b"GET /"
            assert ours.gettimeout() is None  # a slow phone gets its answer however long it takes
            assert ours.recv(100) == b""
            assert secured.recv(100) == b""  # and the browser knows


def test_a_connection_that_does_not_shake_hands_is_given_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, files = prepare(settings)
    monkeypatch.setattr(connections, "PATIENCE", 0.1)
    with connected(files) as (ours, _), pytest.raises(ssl.SSLEOFError):
        ours.do_handshake()
