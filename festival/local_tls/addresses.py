"""Where this machine can be reached in the networks it is connected to."""

import fcntl
import socket
import struct
import sys

_SIOCGIFADDR = 0x8915  # linux/sockios.h: the IPv4 address of one network interface
_INTERFACE = "256s"  # a struct ifreq with room to spare: 16 bytes of name, then a sockaddr_in
_ADDRESS = slice(20, 24)  # after the name, the family and the port


def local_address() -> str:
    """Return this machine's address in its network (nothing is sent: connecting a UDP socket only picks the route)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1, RFC 5737
            found: str = probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
    return found


def local_addresses() -> list[str]:
    """Return its IPv4 addresses in all its networks, `local_address()` first; empty without a network.

    A laptop that lends the phones its own hotspot has one address there and another towards the internet.
    """
    found = [local_address()]
    if sys.platform == "linux":
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            for _, name in socket.if_nameindex():
                try:
                    answer = fcntl.ioctl(probe, _SIOCGIFADDR, struct.pack(_INTERFACE, name.encode()[:15]))
                except OSError:  # an interface without an IPv4 address
                    continue
                found.append(socket.inet_ntoa(answer[_ADDRESS]))
    return [address for address in dict.fromkeys(found) if not address.startswith("127.")]
