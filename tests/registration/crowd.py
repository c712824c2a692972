"""Citizens who register over HTTP: what a browser does with the form, by the hundred."""

import re
import secrets
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from itsdangerous import TimestampSigner

from tests.support.apps import MAIN, csrf_in


class Browser:
    """One keep-alive connection with its cookies and the form's tokens."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.path = f"/vi/events/{MAIN}/register"
        self.connection.request("GET", self.path)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        cookies = answer.headers.get_all("Set-Cookie") or []
        self.cookie = "; ".join(one.split(";")[0] for one in cookies)
        self.csrf = csrf_in(page)
        self.slots = re.findall(r'name="slot" value="(\d+)"', page)

    def register(
        self, number: str, people: int, name: str, *, slot: str | None = None, wait: bool = False
    ) -> tuple[int, str]:
        """Send one form, for any slot unless one is named; return the status and where it leads (nowhere: empty)."""
        fields = [("csrf_token", self.csrf), ("submission", number), ("mail", f"{name}@gia-dinh.example")]
        fields += [("language", "vi"), ("consent", "y")]
        fields += [(f"names-{place}", f"Người Mẫu {name} {place}") for place in range(people)]
        if self.slots:
            fields.append(("slot", slot or secrets.choice(self.slots)))
        if wait:
            fields.append(("wait", "y"))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        self.connection.request("POST", self.path, urlencode(fields), headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, answer.headers["Location"] or ""


class OpenedEarlier(TimestampSigner):
    """Signs a form's number as it would have been signed a minute ago: the time trap lets it through."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() - 60


def forms(folder: Path, count: int) -> list[str]:
    """Return the numbers of `count` forms that were opened a minute ago."""
    signer = OpenedEarlier(secret(folder), salt="registration-form")
    return [signer.sign(secrets.token_urlsafe(16)).decode() for _ in range(count)]


def secret(folder: Path) -> str:
    """The key the server made for itself in its instance folder."""
    return (folder / "secret_key").read_text(encoding="ascii")
