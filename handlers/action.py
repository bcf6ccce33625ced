"""The actions behind buttons: short texts that name what was pressed, safe to receive from anyone.

An action only ever opens public content, or is about the sender's own last question: a verdict, or the wish to be told
when it has an answer. So a forged one does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

SHOW = "show"
DETAIL = "detail"
TRIP = "trip"
DROP = "drop"
NEITHER = "neither"
USEFUL = "useful"
USELESS = "useless"

NOT_TEXT = "not_text"
TELL = "tell"
TOWN = "town"
AT = "at"
"""A position on the map: `at:33.04,108.25`, degrees north and east cut to two decimals, about a kilometre."""

SCREEN = "screen"
"""Begins or goes on with the eligibility dialogue, or steers it: `change`, `results`, `more`, `rest`."""
REST = "rest"
"""The step that opens the services found that had no button under the results."""
FACT = "fact"
"""Answers a question of it: the fact, and one of its values."""
AGAIN = "again"
"""Puts a question of it again, to change the answer, or with every answer to pick from."""
HAVE = "have"
"""Names a service that the person has already, or `NONE`."""
CHECK = "check"
"""Checks whether a person meets the condition of one service."""
NONE = "none"
SCREEN_VERBS = frozenset({SCREEN, FACT, AGAIN, HAVE, CHECK})

VERDICTS = frozenset({NEITHER, USEFUL, USELESS})
_VERBS = VERDICTS | SCREEN_VERBS | {SHOW, DETAIL, TRIP, DROP, NOT_TEXT, TELL, TOWN, AT}


@dataclass(frozen=True, slots=True)
class Action:
    """A parsed action."""

    verb: str
    """One of the constants of this module."""
    service: str
    """Id the action is about, the key of a fact, the name of a town, or a position; may be empty or unknown."""
    aspect: str
    """For a detail the aspect, for an answer its value, otherwise empty."""


def write_action(verb: str, service: str = "", aspect: str = "") -> str:
    """Return the text of an action, at most 64 bytes for the ids of the catalogue.

    >>> write_action(DETAIL, "soc-dibao", "where")
    'detail:soc-dibao:where'
    """
    return ":".join((verb, service, aspect)).rstrip(":")


def read_action(text: str) -> Action | None:
    """Return the action that `text` names, None where it names none.

    >>> read_action("show:soc-dibao")
    Action(verb='show', service='soc-dibao', aspect='')
    >>> read_action("<script>") is None
    True
    """
    verb, _, rest = text.partition(":")
    if verb not in _VERBS:
        return None
    service, _, aspect = rest.partition(":")
    return Action(verb, service, aspect)
