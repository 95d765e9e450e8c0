"""The certificate and the key that the server speaks https with, checked before it starts: it says what is wrong.

Browsers lend the microphone to pages from localhost or over https alone: with a certificate, one's own will do, phones
in the room can speak to the network. No Strict-Transport-Security is sent: a browser would refuse the same host over
http for as long as it says, and the host of a class is often shared, or gone tomorrow.
"""

import ssl
from pathlib import Path

HOW = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=unroll -keyout key.pem -out cert.pem "
    "makes a pair for a class."
)


class TlsError(ValueError):
    """Files that no https can be served with; the text says which and why."""


def check_pair(cert: str, key: str) -> tuple[str, str] | None:
    """The two files, once they are known to belong together; None: neither is given, it is http. Raises TlsError."""
    if not cert and not key:
        return None
    if not cert or not key:
        given, missing = ("--tls-cert", "--tls-key") if cert else ("--tls-key", "--tls-cert")
        raise TlsError(f"{given} is given and {missing} is not; https needs both. {HOW}")
    for option, path in (("--tls-cert", cert), ("--tls-key", key)):
        check_readable(option, Path(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    check_certificate(context, cert)
    try:
        context.load_cert_chain(cert, key, password=refuse_password)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise TlsError(f"--tls-key {key} is not the key of the certificate --tls-cert {cert}.") from None
        raise TlsError(f"--tls-key {key} holds no key in PEM that can be read ({error.reason}).") from None
    return cert, key


def check_readable(option: str, path: Path) -> None:
    """Raise TlsError where a file cannot be read."""
    try:
        path.read_bytes()
    except OSError as error:
        raise TlsError(f"{option} {path} cannot be read: {error.strerror}.") from None


def check_certificate(context: ssl.SSLContext, cert: str) -> None:
    """Raise TlsError where a file holds no certificate."""
    try:
        context.load_verify_locations(cert)
    except ssl.SSLError as error:
        raise TlsError(f"--tls-cert {cert} holds no certificate in PEM ({error.reason}).") from None


def refuse_password() -> str:
    """A key with a password: nobody is there to type it."""
    raise TlsError("--tls-key is protected by a password. openssl pkey -in key.pem -out plain.pem takes it away.")
