"""A chat in which staff and residents write to the bot, on the small content, for the tests of `bot.staff.chat`."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from bot.database import Database
from bot.library import Library
from bot.respond import Responder
from bot.staff.accounts import Accounts
from bot.staff.chat_tasks import StaffTasks
from bot.staff.roles import Role
from handlers.turn import Reply
from tests.bot.world import drain, pressed, typed

STAFF, RESIDENT = "7", "8"
PASSWORD = "一句长一点也好记的话"
MISS = "屋头揭不开锅哪门办"
"""A question that the small content has no sure answer to."""


@dataclass
class ChatRoom:
    """Who writes, and what comes back."""

    desk: Responder
    """The request path, with the staff's door."""
    tasks: StaffTasks
    """What was asked for and takes long."""
    accounts: Accounts
    """The accounts."""
    library: Library
    """The content that answers."""
    database: Database
    """The store."""
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    """Numbers of messages."""

    async def say(self, text: str, person: str = STAFF) -> Reply:
        """Let somebody write; return the reply."""
        await self.desk.receive([typed(text, next(self.numbers), person)])
        return (await drain(self.desk))[-1]

    async def press(self, action: str, person: str = STAFF) -> Reply:
        """Let somebody press a button; return the reply."""
        await self.desk.receive([pressed(action, next(self.numbers), person)])
        return (await drain(self.desk))[-1]

    async def finish(self) -> Reply:
        """Do what waits to be done; return what is told of it."""
        while await self.tasks.do_next():
            pass
        return (await drain(self.desk))[-1]

    async def link(self, role: Role = Role.EDITOR, person: str = STAFF, name: str = "王芳") -> Reply:
        """Make an account and link a person's chat to it."""
        await self.accounts.add(name, PASSWORD, role)
        return await self.say(f"/staff {await self.accounts.make_link_code(name)}", person)

    async def open_miss(self) -> Reply:
        """Let a resident ask in vain, and open the card of that question."""
        await self.say(MISS, RESIDENT)
        digest = await self.say("/queue")
        return await self.press(next(b.action for b in digest.buttons if b.label.startswith(MISS[:4])))


def button(reply: Reply, verb: str, ending: str = "") -> str:
    """Return the action of the first button with a verb, ending as given."""
    wanted = f"desk:{verb}"
    return (
        next(b.action for b in reply.buttons if b.action.split(":")[1] == verb and b.action.endswith(ending)) or wanted
    )
