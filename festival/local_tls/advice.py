"""What to do on a phone so that it trusts this server: lines for the terminal of whoever has started it."""

from collections.abc import Sequence
from pathlib import Path

from festival.local_tls.certificates import NAME


def advice(authority: Path, public_url: str, others: Sequence[str]) -> str:
    """Return the steps for both kinds of phone; `others` are addresses of this machine in further networks."""
    lines = [
        "Phones give the camera only to a page they trust. Once on each phone, before the first scan:",
        "  1. Send this one file to the phone by cable, mail or messenger (nothing else of its folder: the keys stay here):",
        f"       {authority}",
        "  2. Android: save the file. Settings › Security & privacy › More security settings › Encryption & credentials ›",
        "       Install a certificate › CA certificate › Install anyway, then choose the file. Makers name these menus",
        '       differently: search the settings for "CA certificate". Use Chrome; Firefox does not look there.',
        '     iPhone: open the file in Mail, Files or Safari, until it says "Profile Downloaded". Within eight minutes:',
        f"       Settings › General › VPN & Device Management › {NAME} › Install.",
        "       Then Settings › General › About › Certificate Trust Settings › switch it on. Without this it is not trusted.",
        f"  3. Connect the phone to this network and open {public_url}/gate/ . No warning may appear.",
        "  4. After the festival remove it again: Android, Encryption & credentials › Trusted credentials › User; iPhone, VPN &",
        "       Device Management.",
    ]
    if others:
        elsewhere = ", ".join(others)
        lines.append(
            f"This machine has further addresses ({elsewhere}). Are the phones in such a network? Then start with its address:\n"
            f"  HOST={others[0]} ./run serve --tls"
        )
    return "\n".join(lines)
