"""What staff are shown in a chat: the digest of the queue, a group's card with its buttons, what became of a change.

A button's action is `desk:VERB` with numbers and ids, at most 64 bytes. One that would change something carries the
number of the latest question that was shown, so that nobody publishes a wording unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.review_words import REASONS
from bot.staff.edits import AddPhrasings, AddToTopic, Edit
from bot.staff.preview import Change, Preview
from bot.staff.queue import GroupDetail, QueuePage, Suggestion
from bot.staff.review_store import OPEN
from bot.staff.upkeep import NEED_NAMES, UpkeepItem
from handlers.turn import Block, Button, Kind, Reply, Style
from handlers.words import say
from knowledge.matching.intents import IntentKind
from knowledge.models import Content

PREFIX = "desk:"
QUEUE, OPEN_GROUP, ADD, TOPICS, TOPIC, DISMISS, REOPEN, UNDO = "q", "g", "add", "out", "to", "no", "back", "undo"
MOST_GROUPS = 8
MOST_QUESTIONS = 8
MOST_SERVICES = 3
MOST_LABEL = 24
MOST_NAMED = 3
MOST_UPKEEP = 5


def action_of(verb: str, *values: object) -> str:
    """Return the action of a staff button.

    >>> action_of(ADD, 12, 345, "soc-dibao")
    'desk:add:12:345:soc-dibao'
    """
    return PREFIX + ":".join(map(str, (verb, *values)))


def plain(text: str, *buttons: Button) -> Reply:
    """Return one sentence to a member of staff."""
    return Reply(Kind.COMMAND, (Block(Style.TEXT, text),), buttons=buttons)


def queue_button(content: Content) -> Button:
    """Return the button that shows the digest."""
    return Button(say(content, "desk.button_queue"), action_of(QUEUE))


def reopen_button(content: Content, group_id: int) -> Button:
    """Return the button that puts a group back into the queue."""
    return Button(say(content, "desk.button_reopen"), action_of(REOPEN, group_id))


def with_note(reply: Reply, note: str) -> Reply:
    """Return a reply with a sentence before it."""
    return replace(reply, blocks=(Block(Style.NOTE, note), *reply.blocks))


def digest(content: Content, page: QueuePage, last: Change | None, upkeep: Sequence[UpkeepItem] = ()) -> Reply:
    """Return how many groups wait with the most asked as buttons, and what its reader is to keep up to date.

    `last` is the change that can be taken back; `upkeep` begins with the most pressing.
    """
    groups = page.groups[:MOST_GROUPS]
    buttons = [Button(f"{_short(group.text)}（{group.times}）", action_of(OPEN_GROUP, group.id)) for group in groups]
    text = say(content, "desk.digest", groups=page.total) if groups else say(content, "desk.digest_empty")
    if last is not None:
        buttons.append(undo_button(content, last))
    reply = plain(text, *buttons)
    if not upkeep:
        return reply
    lines = tuple(f"{NEED_NAMES[item.need]}：{item.title}" for item in upkeep[:MOST_UPKEEP])
    heading = say(content, "desk.upkeep", places=len(upkeep))
    return replace(reply, blocks=(*reply.blocks, Block(Style.LIST, heading, lines)))


def undo_button(content: Content, change: Change) -> Button:
    """Return the button that takes a change back."""
    name = _short(what_of(content, change.edits))
    return Button(say(content, "desk.button_undo", what=name), action_of(UNDO, change.id))


def card(content: Content, detail: GroupDetail, last: Change | None, *, can_edit: bool) -> Reply:
    """Return a group with its masked questions, counts and likeliest services; buttons to deal with it for editors."""
    group = detail.group
    reasons = "、".join(REASONS.get(review, review) for review in group.reviews)
    counts = say(content, "desk.card_counts", times=group.times, people=group.people, reasons=reasons or "-")
    blocks = [Block(Style.TITLE, say(content, "desk.card_title", group=group.id)), Block(Style.TEXT, counts)]
    blocks.append(Block(Style.LIST, say(content, "desk.card_questions"), wordings(detail)))
    if likely := tuple(
        _reason(content, found) for found in detail.suggestions if found.kind is not IntentKind.SMALLTALK
    ):
        blocks.append(Block(Style.LIST, say(content, "desk.card_likely"), likely))
    if group.state != OPEN:
        blocks.append(Block(Style.NOTE, say(content, "desk.decided", who=group.decided_by)))
    buttons = _buttons(content, detail) if can_edit else []
    if can_edit and last is not None:
        buttons.append(undo_button(content, last))
    return Reply(Kind.COMMAND, tuple(blocks), buttons=(*buttons, queue_button(content)))


def topics(content: Content, detail: GroupDetail, likely: Sequence[Suggestion]) -> Reply:
    """Return the matters handled elsewhere that a group may be about, to choose from."""
    seen = detail.group.id, detail.questions[0].id
    buttons = [Button(_short(found.title), action_of(TOPIC, *seen, found.id)) for found in likely]
    back = Button(say(content, "desk.button_group"), action_of(OPEN_GROUP, detail.group.id))
    return plain(say(content, "desk.choose_topic"), *buttons, back)


def wordings(detail: GroupDetail) -> tuple[str, ...]:
    """Return the different questions of a group that its card shows, the latest first."""
    return tuple(dict.fromkeys(asked.text for asked in detail.questions))[:MOST_QUESTIONS]


def done(content: Content, change: Change, replay: dict[str, int]) -> Reply:
    """Return that a change is live and what its replay found; `replay` has questions, different and rerouted."""
    counts = {name: replay.get(name, 0) for name in ("questions", "different", "rerouted")}
    text = say(
        content,
        "desk.done",
        what=what_of(content, change.edits),
        questions=counts["questions"],
        different=counts["different"],
        rerouted=counts["rerouted"],
    )
    return plain(text, undo_button(content, change), queue_button(content))


def refused(content: Content, preview: Preview) -> Reply:
    """Return why a draft cannot be published from a chat; it stays for the console."""
    why = [f"“{conflict.phrasing}”：{conflict.why}" for conflict in preview.conflicts]
    why += [str(problem) for problem in preview.problems]
    text = say(content, "desk.refused", draft=preview.change.id)
    blocks = (Block(Style.LIST, text, tuple(why[:MOST_NAMED])), Block(Style.TEXT, say(content, "desk.at_console")))
    return Reply(Kind.COMMAND, blocks, buttons=(queue_button(content),))


def what_of(content: Content, edits: Sequence[Edit]) -> str:
    """Return what a change does, in a few words."""
    for edit in edits:
        if isinstance(edit, AddPhrasings) and edit.service in content.services:
            return say(content, "desk.what_added", title=content.services[edit.service].title)
        if isinstance(edit, AddToTopic) and edit.topic in content.elsewhere:
            return say(content, "desk.what_elsewhere", title=content.elsewhere[edit.topic].title)
    return say(content, "desk.what_other")


def _buttons(content: Content, detail: GroupDetail) -> list[Button]:
    group = detail.group
    if group.state != OPEN:
        return [reopen_button(content, group.id)]
    seen = group.id, detail.questions[0].id
    services = [found for found in detail.suggestions if found.kind is IntentKind.SERVICE][:MOST_SERVICES]
    buttons = [
        Button(say(content, "desk.button_add", title=found.title), action_of(ADD, *seen, found.id))
        for found in services
    ]
    buttons.append(Button(say(content, "desk.button_elsewhere"), action_of(TOPICS, *seen)))
    buttons.append(Button(say(content, "desk.button_dismiss"), action_of(DISMISS, *seen)))
    return buttons


def _reason(content: Content, found: Suggestion) -> str:
    percent = round(100 * found.probability)
    return say(content, "desk.card_reason", title=found.title, percent=percent, phrasing=found.phrasing)


def _short(text: str) -> str:
    return text if len(text) <= MOST_LABEL else f"{text[: MOST_LABEL - 1]}…"
