from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from bot.staff.links import find_broken_links
from knowledge.models import Content
from tests.knowledge.mini_world import mini_content

ADDRESS = "https://example.org/loan"


async def broken(answer: object, content: Content | None = None) -> list[tuple[str, str, str]]:
    """Return the broken links where a server answers so: a status for HEAD and GET, or an error."""

    def handle(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, dict)
        return httpx.Response(answer[request.method])

    async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as client:
        return [
            (link.service, link.address, link.why)
            for link in await find_broken_links(content or mini_content(), client)
        ]


@pytest.mark.parametrize("answer", [{"HEAD": 200}, {"HEAD": 405, "GET": 200}, {"HEAD": 403, "GET": 200}])
async def test_address_that_can_be_read_is_left_out(answer: dict[str, int]) -> None:
    assert await broken(answer) == []


@pytest.mark.parametrize("answer", [{"HEAD": 404}, {"HEAD": 405, "GET": 404}])
async def test_address_that_is_gone_is_listed_with_what_came_back(answer: dict[str, int]) -> None:
    assert await broken(answer) == [("edu-loan", ADDRESS, "对方回答 404")]


async def test_server_that_is_not_there_is_listed() -> None:
    assert await broken(httpx.ConnectError("no route")) == [("edu-loan", ADDRESS, "连不上（ConnectError）")]


async def test_without_addresses_nobody_is_asked() -> None:
    content = mini_content()
    plain = {key: replace(service, source=None) for key, service in content.services.items()}
    assert await broken({}, replace(content, services=plain)) == []
