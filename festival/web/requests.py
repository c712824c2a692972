"""Where a request comes from."""

import ipaddress

from flask import request


def network() -> str:
    """Return the network a request comes from: the IPv4 address, or the /64 an IPv6 household gets."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104
    except ValueError:
        return "unknown"
    if address.version == 6:
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
