"""HTTPS for phones in the local network: an own certificate authority in instance/tls, made once.

Browsers give the camera and offline work only to secure pages. For real use put Caddy or nginx with a public certificate in
front (README); this is for a rehearsal on the square's own network.
"""

from collections.abc import Container
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from festival.core.config import Settings
from festival.local_tls import certificates
from festival.local_tls.addresses import local_address, local_addresses
from festival.local_tls.advice import advice
from festival.local_tls.certificates import Files
from festival.local_tls.connections import THREADS

_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 (the phones of the local network are who it is for)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Settings that serve the local network over HTTPS, the files to serve it with, and what to tell who started it."""

    settings: Settings
    files: Files
    advice: str


def prepare(settings: Settings, *, given: Container[str]) -> Prepared:
    """Prepare a start; makes what is missing or about to expire. `given` are the settings' names that somebody has set."""
    host = settings.host if "HOST" in given else "0.0.0.0"  # noqa: S104
    everywhere = host in _EVERYWHERE
    address = local_address() if everywhere else host
    shown = f"[{address}]" if ":" in address else address
    settings = replace(
        settings,
        host=host,
        public_url=settings.public_url if "PUBLIC_URL" in given else f"https://{shown}:{settings.port}",
        web_threads=settings.web_threads if "WEB_THREADS" in given else THREADS,
    )
    reachable = local_addresses() if everywhere else [host]
    public = urlsplit(settings.public_url).hostname or address
    hosts = list(dict.fromkeys(["localhost", address, "127.0.0.1", *reachable, public]))
    files = certificates.provide(settings.instance / "tls", hosts)
    others = [other for other in reachable if other not in {address, public}]
    return Prepared(settings, files, advice(files.authority, settings.public_url, others))
