"""Ed25519 keys with small numbers: made, rotated, kept sealed in the database, known to every process.

The private half is sealed (AES-GCM under a key derived from SECRET_KEY), so that a copy of the database alone
forges no ticket. With another SECRET_KEY no key signs, but what was signed before is still recognised.

Whoever holds the private half knows every signature there can be, for Ed25519 gives one message one signature: what the
newest key has signed is recognised by signing it again, which takes a quarter of the time that checking it takes. A phone
that was without a network sends five hundred codes at once.
"""

import hashlib
import hmac
import os
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlalchemy import LargeBinary, SmallInteger, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from festival.core.db import Base
from festival.core.errors import SealedKey
from festival.core.transaction import after_commit

SIGNATURE_BYTES = 64
MAX_KEY_ID = 255  # one byte in a ticket
FRESH_SECONDS = 30.0  # how long another process may go on trusting a key that was just withdrawn


def derive(secret: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose, derived from the secret key; another purpose gives unrelated bytes."""
    return hmac.new(secret.encode(), b"festival:" + purpose.encode(), hashlib.sha256).digest()


class SigningKey(Base):
    """One key pair. The newest that is not retired signs; every one that is not withdrawn verifies."""

    __tablename__ = "signing_keys"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a gate needs of a key: its number and its 32 raw bytes."""

    id: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Pen:
    """The key that signs now, with its number: who holds it signs to the end, whatever becomes of the ring meanwhile."""

    number: int
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return the 64 byte signature of `message`."""
        return self._private.sign(message)


class KeyRing:
    """The process's view of the keys. Thread-safe; reads the table again when it meets a number it doesn't know."""

    def __init__(self, secret: str) -> None:
        self._seal = AESGCM(derive(secret, "signing-keys"))
        self._lock = threading.Lock()
        self._public: dict[int, Ed25519PublicKey] = {}
        self._newest: tuple[int, bytes] | None = None  # number and sealed private half
        self._pen: Pen | None = None  # of the newest, once it was needed
        self._is_sealed = False  # the newest was sealed with another SECRET_KEY
        self._loaded = 0.0

    def make(self, session: Session, *, now: datetime) -> int:
        """Add a key pair, which signs from now on, and return its number. Raises ValueError after 255 keys."""
        last = session.scalar(select(SigningKey.id).order_by(SigningKey.id.desc()).limit(1)) or 0
        if last >= MAX_KEY_ID:
            raise ValueError("255 signing keys are all there can be")
        private = Ed25519PrivateKey.generate()
        raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        nonce = os.urandom(12)
        number = last + 1
        sealed = nonce + self._seal.encrypt(nonce, raw, str(number).encode())
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        session.add(SigningKey(id=number, public=public, sealed=sealed, made_at=now, withdrawn_at=None))
        session.flush()
        self._forget_now_and_after(session)
        return number

    def withdraw(self, session: Session, number: int, *, now: datetime) -> bool:
        """Take a key out of use for good (it was stolen): what it signed is worth nothing any more."""
        key = session.get(SigningKey, number)
        if key is None or key.withdrawn_at is not None:
            return False
        key.withdrawn_at = now
        self._forget_now_and_after(session)
        return True

    def pen(self, session: Session) -> Pen:
        """Return the newest key, to sign with now. Raises LookupError when none was made, SealedKey under another SECRET_KEY."""
        with self._lock:
            if self._newest is None or self._stale():
                self._load(session)
            if self._newest is None:
                raise LookupError("no signing key: run `festival keys make`")
            if self._pen is None:
                self._pen = self._open(*self._newest)
            return self._pen

    def verify(self, session: Session, number: int, message: bytes, signature: bytes) -> bool:
        """Tell whether key `number` signed `message`; an unknown or withdrawn key signed nothing."""
        with self._lock:
            if number not in self._public or self._stale():
                self._load(session)
            key = self._public.get(number)
            pen = self._pen_of(number)
        if key is None:
            return False
        if pen is not None and hmac.compare_digest(pen.sign(message), signature):
            return True
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def _pen_of(self, number: int) -> Pen | None:
        """Return the pen of this key where it is the newest and this process can open it."""
        if self._newest is None or self._newest[0] != number:
            return None
        if self._pen is None and not self._is_sealed:
            try:
                self._pen = self._open(*self._newest)
            except SealedKey:  # whoever signs is told; recognising goes on
                self._is_sealed = True
        return self._pen

    def public_keys(self, session: Session) -> list[PublicKey]:
        """Return the keys that verify, for gates."""
        rows = session.execute(
            select(SigningKey.id, SigningKey.public)
            .where(SigningKey.withdrawn_at.is_(None))
            .order_by(SigningKey.id)
        )
        return [PublicKey(number, raw) for number, raw in rows]

    def forget(self) -> None:
        """Read the table again at the next use."""
        with self._lock:
            self._public, self._newest, self._pen, self._is_sealed = {}, None, None, False

    def _forget_now_and_after(self, session: Session) -> None:
        # Another thread may read the table between now and the commit, and would keep what it was before.
        self.forget()
        after_commit(session, self.forget)

    def _stale(self) -> bool:
        return time.monotonic() - self._loaded > FRESH_SECONDS

    def _load(self, session: Session) -> None:
        rows = session.execute(
            select(SigningKey.id, SigningKey.public, SigningKey.sealed)
            .where(SigningKey.withdrawn_at.is_(None))
            .order_by(SigningKey.id)
        ).all()
        self._public = {number: Ed25519PublicKey.from_public_bytes(raw) for number, raw, _ in rows}
        newest = (rows[-1].id, rows[-1].sealed) if rows else None
        if newest != self._newest:
            self._newest, self._pen, self._is_sealed = newest, None, False
        self._loaded = time.monotonic()

    def _open(self, number: int, sealed: bytes) -> Pen:
        try:
            raw = self._seal.decrypt(sealed[:12], sealed[12:], str(number).encode())
        except InvalidTag:
            raise SealedKey(
                f"signing key {number} was sealed with another SECRET_KEY: set that one again, or run `festival keys make`"
            ) from None
        return Pen(number, Ed25519PrivateKey.from_private_bytes(raw))
