"""Looks whether the addresses of sources can still be read. Only the `upkeep --links` command asks the network."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx

from knowledge.models import Content

MOST_AT_ONCE = 4
TIMEOUT_S = 10
GOOD_BELOW = 400
NO_HEAD = frozenset({403, 405, 501})
"""Statuses by which servers say that they answer no HEAD."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """An address that could not be read."""

    service: str
    """Id of the service whose source it is."""
    address: str
    """The address."""
    why: str
    """What came back, in Chinese."""


async def find_broken_links(content: Content, client: httpx.AsyncClient) -> list[BrokenLink]:
    """Return the addresses of sources that cannot be read, by service; each address is asked once."""
    sources = {s.id: s.source.address for s in content.services.values() if s.source and s.source.address}
    gate = asyncio.Semaphore(MOST_AT_ONCE)

    async def ask(address: str) -> str:
        async with gate:
            return await _fault(client, address)

    addresses = list(dict.fromkeys(sources.values()))
    faults = dict(zip(addresses, await asyncio.gather(*map(ask, addresses)), strict=True))
    return [BrokenLink(key, address, faults[address]) for key, address in sources.items() if faults[address]]


async def _fault(client: httpx.AsyncClient, address: str) -> str:
    try:
        response = await client.head(address, follow_redirects=True, timeout=TIMEOUT_S)
        if response.status_code in NO_HEAD:
            async with client.stream("GET", address, follow_redirects=True, timeout=TIMEOUT_S) as response:
                pass
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"连不上（{type(error).__name__}）"
    return "" if response.status_code < GOOD_BELOW else f"对方回答 {response.status_code}"
