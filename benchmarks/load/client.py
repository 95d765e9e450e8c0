"""As much of HTTP as a browser of a class needs: GET over a connection that stays open."""

from __future__ import annotations

import asyncio
import http


class Refused(Exception):  # noqa: N818  (a figure of the table, not a fault of ours)
    """An answer that is not a success."""


class Connection:
    """One connection of a browser to the server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> int:
        """Fetch an address; returns the bytes of its body. Raises `Refused` with the status."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        reader, writer = self.streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br, gzip\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head.split(b" ", 2)[1])
        if b"content-length:" in head:
            size = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(size)
        else:
            size = await self._chunks(reader)
        if status != http.HTTPStatus.OK:
            raise Refused(status)
        return size

    async def _chunks(self, reader: asyncio.StreamReader) -> int:
        total = 0
        while size := int((await reader.readuntil(b"\r\n")).strip() or b"0", 16):
            await reader.readexactly(size + 2)
            total += size
        await reader.readexactly(2)
        return total

    def close(self) -> None:
        """Hang up."""
        if self.streams:
            self.streams[1].close()
            self.streams = None
