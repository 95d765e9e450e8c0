#!/usr/bin/env python3
"""Firefox for Playwright's eyes: starts the one that ``FIREFOX`` names and passes WebDriver BiDi between the two.

Playwright asks each new context for the emulation of media features. A Firefox that does not know that command yet
(Debian's, 153) answers with an error that Playwright takes for the end. All that the relay changes is that answer: an
emulation that the browser does not know is left undone, so a test in Firefox must not depend on one. It can go once
Debian's Firefox knows ``emulation.setMediaFeaturesOverride``.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

LISTENING = re.compile(r"(?<=WebDriver BiDi listening on )ws://\S+")


def forgive(answer: str | bytes) -> str | bytes:
    """Return Firefox's answer, or success in place of the error that it knows no such emulation."""
    said = json.loads(answer)
    if said.get("error") == "unknown command" and said["message"].startswith("emulation."):
        return json.dumps({"type": "success", "id": said["id"], "result": {}})
    return answer


async def commands(driver: ServerConnection, firefox: ClientConnection) -> None:
    """Pass on what Playwright asks, until it leaves."""
    async for command in driver:
        await firefox.send(command)
    await firefox.close()


async def answers(firefox: ClientConnection, driver: ServerConnection) -> None:
    """Pass on what Firefox answers and tells, until it closes."""
    async for answer in firefox:
        await driver.send(forgive(answer))
    await driver.close()


async def main() -> int:
    """Run Firefox with the arguments that Playwright gives, and tell Playwright the relay's address for Firefox's."""
    firefox = await asyncio.create_subprocess_exec(os.environ["FIREFOX"], *sys.argv[1:], stderr=asyncio.subprocess.PIPE)
    assert firefox.stderr
    listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def pass_on(driver: ServerConnection) -> None:
        assert driver.request
        address = await listening + driver.request.path
        async with connect(address, proxy=None, max_size=None, ping_interval=None) as connection:
            await asyncio.gather(commands(driver, connection), answers(connection, driver))

    # A picture of the page is one message; a busy machine is slow to answer a ping.
    async with serve(pass_on, "127.0.0.1", 0, max_size=None, ping_interval=None) as server:
        own = "ws://{}:{}".format(*next(iter(server.sockets)).getsockname())
        async for line in firefox.stderr:
            said = line.decode(errors="replace")
            if address := LISTENING.search(said):
                listening.set_result(address[0])
            sys.stderr.write(LISTENING.sub(own, said))
            sys.stderr.flush()
    return await firefox.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
