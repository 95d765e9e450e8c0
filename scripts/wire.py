"""What a page fetches over the wire, as the browser counts it: compressed bodies and headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Wire:
    """Listens to a page of Chromium from the moment that it is made."""

    def __init__(self, page: Page) -> None:
        self.fetched: list[tuple[str, int]] = []
        self._addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.loadingFinished", self._arrived)
        session.send("Network.enable")

    def bytes(self, part: str = "", since: int = 0) -> int:
        """Bytes of all answers whose address contains ``part``, without the first ``since`` of them."""
        return sum(size for address, size in self.fetched[since:] if part in address)

    def _on_request(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _arrived(self, event: dict[str, Any]) -> None:
        self.fetched.append((self._addresses.get(event["requestId"], ""), int(event["encodedDataLength"])))
