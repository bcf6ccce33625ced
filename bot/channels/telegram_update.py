"""Reads what Telegram brings, an update, as a message of the one request path."""

from __future__ import annotations

from telegram import Message, Update, User
from telegram.constants import ChatType

from bot.messages import Incoming, well_formed
from handlers.action import NOT_TEXT
from handlers.location import write_position

CHANNEL = "telegram"


def read_update(update: Update, me: User) -> Incoming | None:
    """Return the message in an update for the bot `me`; None where there is nothing to answer.

    In a group only what is said to the bot is read: a command with its name, or a reply to one of its messages. A
    sticker, photo or voice without words comes as the action `NOT_TEXT`, a position as
    the action `AT`, cut to about a kilometre before anything is kept. The id holds the bot's own, because another
    bot counts its updates anew.
    """
    external_id = f"{me.id}:{update.update_id}"
    query, message = update.callback_query, update.message
    if query is not None:
        if query.message is None:
            return None
        return Incoming(CHANNEL, external_id, str(query.message.chat.id), "", well_formed(query.data or ""))
    if message is None or not _is_for(message, me):
        return None
    if message.location is not None:
        place = write_position(message.location.latitude, message.location.longitude)
        return Incoming(CHANNEL, external_id, str(message.chat.id), "", place)
    text = well_formed(message.text or message.caption or "")
    if not text and not message.effective_attachment:
        return None
    return Incoming(CHANNEL, external_id, str(message.chat.id), text, "" if text else NOT_TEXT)


def _is_for(message: Message, me: User) -> bool:
    sender, answered = message.from_user, message.reply_to_message
    if sender is not None and sender.is_bot:
        return False
    if message.chat.type == ChatType.PRIVATE:
        return True
    if answered is not None and answered.from_user is not None and answered.from_user.id == me.id:
        return True
    command = (message.text or "").split(maxsplit=1)[:1]
    return bool(command) and command[0].startswith("/") and command[0].lower().endswith(f"@{me.username}".lower())
