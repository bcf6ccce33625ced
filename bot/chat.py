"""`chat`: talks in the terminal, over the same request path as every channel."""

from __future__ import annotations

import argparse

from bot.assembly import open_library, open_responder
from bot.channels.terminal import chat, open_console
from bot.config import Config


async def run_chat(config: Config, _options: argparse.Namespace) -> int:
    """Run `chat`; return the exit status."""
    library = open_library(config)
    console = open_console()
    async with open_responder(config, library) as responder:
        await chat(responder.respond, console, "here", library.edition.content.messages["common.start"])
    return 0
