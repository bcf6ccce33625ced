"""Fills the templates of the web chat with the words of the content. Called by `web`."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from bot.channels.page_templates import open_templates
from bot.channels.web_view import PhoneBook, list_role, opened_items, show_exchanges
from bot.messages import Card, Exchange
from handlers.turn import Block, Reply, block_text
from knowledge.models import Content

LONG_SHEET = 1100
"""Characters of a card that fill an A4 sheet in type of 10.5 points, measured over cards of one to six services."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is shown to one visitor."""

    is_large: bool
    """Whether the visitor chose large type."""
    path: str = "/"
    """Path of the page, to come back to after a change of type size."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What the chat page shows."""

    exchanges: Sequence[Exchange] = ()
    """The conversation so far, oldest first."""
    news: Sequence[Reply] = ()
    """Answers that came since the visitor was here last, shown above all."""
    problem: str = ""
    """Key of the sentence that tells what went wrong; empty = nothing did."""
    draft: str = ""
    """Text that stays in the input box."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a one-trip card shows."""

    card: Card
    """The card."""
    address: str
    """Address of this page."""
    qr: Markup | None
    """The address as a QR code, in SVG; None = not drawn."""

    @property
    def is_long(self) -> bool:
        """Whether the card needs smaller type to be printed on one A4 sheet."""
        return sum(len(block_text(block)) for block in self.card.blocks) > LONG_SHEET


class Pages:
    """Writes HTML."""

    def __init__(self, content: Callable[[], Content]) -> None:
        """Take the words from the content in use at the time of writing."""
        self._content = content
        self._environment = open_templates()

    def chat(self, look: Look, talk: Talk) -> str:
        """Return the chat page, with a nonce of its own."""
        content = self._content()
        return self._write(
            "chat.html",
            look=look,
            exchanges=show_exchanges(content, talk.exchanges),
            news=[show_exchanges(content, [Exchange("", "", reply)])[0] for reply in talk.news],
            nonce=new_nonce(),
            problem=talk.problem,
            draft=talk.draft,
        )

    def exchange(self, exchange: Exchange) -> str:
        """Return the piece of the chat page for the newest exchange, with a nonce for what comes next."""
        shown = show_exchanges(self._content(), [exchange])[0]
        return self._write("fragment.html", shown=shown, nonce=new_nonce())

    def problem(self, key: str) -> str:
        """Return the piece of the chat page that tells what went wrong."""
        return self._write("problem.html", problem=key)

    def trouble(self, look: Look, key: str) -> str:
        """Return a whole page that tells what went wrong."""
        return self.notice(look, "web.trouble_title", self.sentence(key))

    def sentence(self, key: str) -> str:
        """Return a sentence of the content."""
        return self._content().messages[key]

    def notice(self, look: Look, heading: str, text: str) -> str:
        """Return a page with one text; `heading` is a key."""
        return self._write("notice.html", look=look, heading=self.sentence(heading), text=text)

    def privacy(self, look: Look, text: str) -> str:
        """Return the page about personal data."""
        return self._write("privacy.html", look=look, heading=self.sentence("web.privacy_title"), text=text)

    def card(self, look: Look, sheet: Sheet) -> str:
        """Return the page of a one-trip card."""
        return self._write("card.html", look=look, sheet=sheet)

    def results(self, look: Look, blocks: Sequence[Block]) -> str:
        """Return the page of what a person may get, with a nonce of its own."""
        is_long = sum(len(block_text(block)) for block in blocks) > LONG_SHEET
        return self._write("results.html", look=look, blocks=blocks, nonce=new_nonce(), is_long=is_long)

    def forget(self, look: Look) -> str:
        """Return the page that asks whether everything is to be deleted."""
        return self._write("forget.html", look=look)

    def _write(self, name: str, **values: object) -> str:
        content = self._content()
        return self._environment.get_template(name).render(
            values,
            words=content.messages,
            phones=PhoneBook(content),
            list_role=partial(list_role, content),
            opened=opened_items,
        )


def new_nonce() -> str:
    """Return a fresh mark for the forms of one page, 128 random bits."""
    return secrets.token_urlsafe(16)
