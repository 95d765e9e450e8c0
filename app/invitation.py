"""Where a class finds this server: this machine's addresses in its network, and the one to type, also as a QR code."""

import contextlib
import io
import socket
from ipaddress import ip_address

import segno

HERE = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
"""What a server listens on that is to be reached from other machines."""


def addresses_of_machine() -> list[str]:
    """Its IPv4 addresses in the network, the one that reaches furthest first; none where there is no network."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # an address of documentation: nothing is sent, only the way is looked up
        found.append(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    usable = [text for text in found if not (ip_address(text).is_loopback or ip_address(text).is_link_local)]
    return list(dict.fromkeys(usable))


def urls(scheme: str, host: str, port: int, prefix: str, public_url: str = "") -> list[str]:
    """Addresses of the page: first the one that students type. A public URL is that, whatever the machine is called."""
    if public_url:
        return [public_url.rstrip("/") + "/"]
    alone = "localhost" if host in HERE else host
    shown = [*addresses_of_machine(), "localhost"] if host in EVERYWHERE else [alone]
    bracketed = [f"[{name}]" if ":" in name else name for name in shown]
    return [f"{scheme}://{name}:{port}{prefix}" for name in bracketed]


def qr_code(url: str) -> str:
    """A QR code of a URL as text for a terminal, two rows of it in each line."""
    text = io.StringIO()
    segno.make(url, micro=False).terminal(text, compact=True)
    return text.getvalue()
