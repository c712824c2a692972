"""Keys sign tickets; a copy of the database alone forges none."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from sqlalchemy import select

from festival.core.errors import SealedKey
from festival.core.signing import KeyRing, SigningKey, derive
from festival.core.transaction import current, writing
from tests.support.apps import NOW

SECRET = "0123456789abcdef0123456789abcdef"
MESSAGE = b"let one in"


@pytest.fixture
def ring(sqlite_app: Flask) -> Iterator[KeyRing]:
    """A ring with the one key of a fresh installation."""
    with sqlite_app.app_context():
        yield KeyRing(SECRET)


def make(ring: KeyRing) -> int:
    """Add a key in a transaction of its own."""
    with writing() as session:
        return ring.make(session, now=NOW)


def withdraw(ring: KeyRing, number: int) -> bool:
    """Withdraw a key in a transaction of its own."""
    with writing() as session:
        return ring.withdraw(session, number, now=NOW)


def sign(ring: KeyRing, message: bytes = MESSAGE) -> tuple[int, bytes]:
    """Sign with the newest key; return its number and the signature."""
    pen = ring.pen(current())
    return pen.number, pen.sign(message)


def test_what_a_key_signed_is_genuine_and_nothing_else_is(ring: KeyRing) -> None:
    number, signature = sign(ring)
    assert len(signature) == 64
    assert ring.verify(current(), number, MESSAGE, signature)
    assert not ring.verify(current(), number, MESSAGE + b"!", signature)
    assert not ring.verify(current(), number, MESSAGE, bytes(64))
    assert not ring.verify(current(), number, MESSAGE, b"")


def test_a_gate_can_check_with_the_public_bytes_alone(ring: KeyRing) -> None:
    number, signature = sign(ring)
    keys = {key.id: key.raw for key in ring.public_keys(current())}
    Ed25519PublicKey.from_public_bytes(keys[number]).verify(signature, MESSAGE)


def test_a_new_key_signs_and_the_old_ones_signatures_stay_good(ring: KeyRing) -> None:
    old, signature = sign(ring)
    assert make(ring) == old + 1
    new, _ = sign(ring)
    assert new == old + 1
    assert ring.verify(current(), old, MESSAGE, signature)
    assert [key.id for key in ring.public_keys(current())] == [old, new]


def test_a_signature_counts_only_under_the_number_of_its_key(ring: KeyRing) -> None:
    old, signature = sign(ring)
    make(ring)
    assert not ring.verify(current(), old + 1, MESSAGE, signature)


def test_what_a_withdrawn_key_signed_is_worth_nothing(ring: KeyRing) -> None:
    old, signature = sign(ring)
    make(ring)
    assert withdraw(ring, old) is True
    assert not ring.verify(current(), old, MESSAGE, signature)
    assert [key.id for key in ring.public_keys(current())] == [old + 1]
    assert ring.pen(current()).number == old + 1


def test_a_key_is_withdrawn_once_and_an_unknown_one_never(ring: KeyRing) -> None:
    assert [withdraw(ring, 1), withdraw(ring, 1), withdraw(ring, 99)] == [True, False, False]


def test_a_withdrawn_number_is_not_given_out_again(ring: KeyRing) -> None:
    newest = make(ring)
    withdraw(ring, newest)
    assert make(ring) == newest + 1


def test_without_a_key_nothing_is_signed(ring: KeyRing) -> None:
    withdraw(ring, 1)
    with pytest.raises(LookupError):
        ring.pen(current())


def test_an_unknown_key_signed_nothing(ring: KeyRing) -> None:
    _, signature = sign(ring)
    assert not ring.verify(current(), 200, MESSAGE, signature)


def test_keys_are_kept_in_postgresql_too(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        ring = KeyRing(SECRET)
        old, signature = sign(ring)
        make(ring)
        assert ring.verify(current(), old, MESSAGE, signature)
        assert withdraw(ring, old)
        assert not KeyRing(SECRET).verify(current(), old, MESSAGE, signature)


def test_another_process_learns_of_a_new_key_when_it_meets_it(ring: KeyRing) -> None:
    other = KeyRing(SECRET)
    other.pen(current())
    make(ring)
    number, signature = sign(ring)
    current().rollback()
    assert other.verify(current(), number, MESSAGE, signature)


def test_there_are_no_more_than_255_keys(ring: KeyRing) -> None:
    with writing() as session:
        session.add(SigningKey(id=255, public=b"p", sealed=b"s", made_at=NOW, withdrawn_at=NOW))
    with pytest.raises(ValueError, match="255"):
        make(ring)


def test_a_copy_of_the_database_with_another_secret_signs_nothing(ring: KeyRing) -> None:
    thief = KeyRing("f" * 32)
    with pytest.raises(SealedKey, match="signing key 1 was sealed with another SECRET_KEY"):
        thief.pen(current())


def test_after_a_change_of_the_secret_old_signatures_hold_and_a_new_key_signs(ring: KeyRing) -> None:
    number, signature = sign(ring)
    after = KeyRing("f" * 32)
    assert after.verify(current(), number, MESSAGE, signature)
    assert not after.verify(current(), number, MESSAGE + b"!", signature)
    assert make(after) == number + 1
    new, signed = sign(after)
    assert new == number + 1
    assert after.verify(current(), new, MESSAGE, signed)
    assert after.verify(current(), number, MESSAGE, signature)


def test_a_signature_that_was_begun_is_finished_when_the_key_is_withdrawn_meanwhile(ring: KeyRing) -> None:
    pen = ring.pen(current())
    public = Ed25519PublicKey.from_public_bytes(ring.public_keys(current())[0].raw)
    make(ring)
    withdraw(ring, pen.number)
    ring.verify(current(), pen.number, MESSAGE, b"")  # the ring has read the table again
    public.verify(pen.sign(MESSAGE), MESSAGE)


def test_what_another_thread_has_read_before_the_commit_is_not_kept(ring: KeyRing, sqlite_app: Flask) -> None:
    def newest_elsewhere() -> int:
        with sqlite_app.app_context():
            return ring.pen(current()).number

    with writing() as session:
        number = ring.make(session, now=NOW)
        with ThreadPoolExecutor(1) as pool:  # it sees the table without the new key
            assert pool.submit(newest_elsewhere).result() == number - 1
    assert ring.pen(current()).number == number


def test_a_sealed_key_opens_only_under_its_own_number(ring: KeyRing) -> None:
    """Somebody who can write to the table cannot pass an old stolen key off as a new one."""
    number = make(ring)
    with writing() as session:
        first, second = session.get_one(SigningKey, 1), session.get_one(SigningKey, number)
        second.sealed = first.sealed
    with pytest.raises(SealedKey):
        KeyRing(SECRET).pen(current())


def test_the_private_bytes_are_nowhere_in_the_database(sqlite_app: Flask, tmp_path: Path) -> None:
    with sqlite_app.app_context():
        ring = KeyRing(SECRET)
        raw = ring.pen(current())._private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        stored = current().scalars(select(SigningKey)).one()
        assert raw not in stored.sealed
        assert stored.public in (tmp_path / "festival.sqlite").read_bytes()  # the search itself works
    dump = sqlite3.connect(tmp_path / "festival.sqlite")
    dump.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    dump.close()
    for path in tmp_path.iterdir():
        assert raw not in path.read_bytes()
        assert raw.hex().encode() not in path.read_bytes()


def test_one_purposes_key_says_nothing_about_anothers() -> None:
    keys = {derive(SECRET, purpose) for purpose in ("signing-keys", "throttle", "totp", "manage-links")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    assert derive("f" * 32, "totp") not in keys
