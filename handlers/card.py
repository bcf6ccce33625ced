"""Composes what is shown of one service: what it is, how firm, where to go, what to bring, what is open, the source."""

from __future__ import annotations

from handlers import action
from handlers.counter import confirmed_window, counter_lines, counter_name, depends_on_town
from handlers.screening_buttons import check_buttons
from handlers.turn import Block, Button, Style, Turn
from handlers.words import (
    citation,
    department_name,
    hotlines,
    is_out_of_date,
    is_period_over,
    say,
    window_department,
)
from knowledge.models import Content, Paper, Service
from knowledge.papers import PLAN, USUAL

ASPECT_BUTTONS = ("where", "bring", "amount", "who", "source")
MOST_RELATED = 2


def service_blocks(turn: Turn, service: Service) -> tuple[Block, ...]:
    """Return the whole answer about a service, the most needed first; a short one where it is out of date."""
    content = turn.content
    if is_out_of_date(service, turn.today):
        return (Block(Style.TITLE, service.title), *outdated_blocks(turn, service), source_block(content, service))
    return tuple(
        block
        for block in (
            Block(Style.TITLE, service.title),
            Block(Style.TEXT, service.answer),
            firmness_block(content, service),
            where_block(turn, service),
            bring_block(content, service),
            open_block(content, service),
            source_block(content, service),
            period_block(turn, service),
        )
        if block.text
    )


def short_blocks(turn: Turn, service: Service) -> tuple[Block, ...]:
    """Return the answer about one of several services: without the source and what is open."""
    content = turn.content
    if is_out_of_date(service, turn.today):
        return (Block(Style.TITLE, service.title), *outdated_blocks(turn, service))
    blocks = (
        Block(Style.TITLE, service.title),
        Block(Style.TEXT, service.answer),
        firmness_block(content, service),
        where_block(turn, service),
        bring_block(content, service),
    )
    return tuple(block for block in blocks if block.text)


def outdated_blocks(turn: Turn, service: Service) -> tuple[Block, ...]:
    """Return all that is still said of a service whose confirmation has run out: to ask the window, and which."""
    day = service.valid_until.isoformat() if service.valid_until else ""
    return (Block(Style.TEXT, say(turn.content, "answer.out_of_date", day=day)), where_block(turn, service))


def firmness_block(content: Content, service: Service) -> Block:
    """Return how firmly the plan commits; without text where there is nothing to say."""
    return Block(Style.NOTE, content.messages[f"answer.strength_{service.strength}"])


def where_block(turn: Turn, service: Service) -> Block:
    """Return where to go first, who leads and takes part, and what is known of the counter now."""
    content, window = turn.content, window_department(turn.content, service)
    items = [say(content, "answer.go_first", window=counter_name(content, window.key, turn.conversation.town))]
    if window.key != service.lead:
        items.append(say(content, "answer.go_lead", lead=department_name(content, service.lead)))
    partners = [key for key in service.partners if key not in (window.key, service.lead)]
    if partners:
        names = "、".join(department_name(content, key) for key in partners)
        items.append(say(content, "answer.go_together", partners=names))
    return Block(Style.LIST, content.messages["answer.go_heading"], (*items, *_counter(turn, service)))


def _counter(turn: Turn, service: Service) -> tuple[str, ...]:
    content, numbers = turn.content, hotlines(turn.content, service)
    department, town = window_department(content, service), turn.conversation.town
    window = confirmed_window(department, town)
    if window is None and depends_on_town(content, department.key, town):
        return (content.messages["answer.go_by_town"],)
    if window is None:
        return (say(content, "answer.go_unconfirmed", hotline=numbers),)
    return counter_lines(content, window, turn.now, numbers)


def bring_block(content: Content, service: Service) -> Block:
    """Return the papers to bring; the sentence that none are named where there are none."""
    if not service.bring:
        return Block(Style.NOTE, content.messages["answer.bring_nothing"])
    return Block(
        Style.LIST, content.messages["answer.bring_heading"], tuple(paper_line(content, p) for p in service.bring)
    )


def paper_line(content: Content, paper: Paper) -> str:
    """Return a paper with the case in which it is needed, and what asks for it where that is not custom."""
    line = say(content, "answer.bring_when", paper=paper.paper, when=paper.when) if paper.when else paper.paper
    if paper.basis == USUAL:
        return line
    basis = content.messages["answer.by_plan"] if paper.basis == PLAN else paper.basis
    return say(content, "answer.bring_from", paper=line, basis=basis)


def open_block(content: Content, service: Service) -> Block:
    """Return what the plan leaves open; without text where it leaves nothing open."""
    if not service.open:
        return Block(Style.LIST, "")
    return Block(Style.LIST, content.messages["answer.open_heading"], service.open)


def source_block(content: Content, service: Service) -> Block:
    """Return the citation, and the other source where the entry has one."""
    text = citation(content, service)
    if service.source is None:
        return Block(Style.NOTE, text)
    source = service.source
    number = f"（{source.number}）" if source.number else ""
    other = say(content, "answer.source_other", document=source.document, number=number, date=source.date)
    return Block(Style.NOTE, f"{text}\n{other}")


def period_block(turn: Turn, service: Service) -> Block:
    """Return that the plan's period is over, or when staff confirmed the entry; without text before its end."""
    content = turn.content
    if is_period_over(content, service, turn.today):
        ends = f"{content.document.ends_on.year}年底"
        return Block(Style.NOTE, say(content, "answer.period_over", ends=ends))
    if service.checked_on:
        return Block(Style.NOTE, say(content, "answer.period_confirmed", day=service.checked_on.isoformat()))
    return Block(Style.NOTE, "")


def service_buttons(content: Content, service: Service) -> tuple[Button, ...]:
    """Return the follow-ups of a service, related services, and feedback."""
    aspects = tuple(
        Button(content.messages[f"common.button_{aspect}"], action.write_action(action.DETAIL, service.id, aspect))
        for aspect in ASPECT_BUTTONS
    )
    related = tuple(show_button(content.services[other]) for other in service.related[:MOST_RELATED])
    own = (*aspects, *check_buttons(content, service), card_button(content, service.id))
    return (*own, *related, *feedback_buttons(content, service.id))


def card_button(content: Content, service_id: str) -> Button:
    """Return the button that asks for the one-trip card, under the answer about a service."""
    return Button(content.messages["common.button_trip"], action.write_action(action.TRIP, service_id))


def show_button(service: Service) -> Button:
    """Return the button that opens a service."""
    return Button(service.title, action.write_action(action.SHOW, service.id))


def feedback_buttons(content: Content, service_id: str) -> tuple[Button, ...]:
    """Return "useful" and "not this"."""
    return (
        Button(content.messages["common.button_useful"], action.write_action(action.USEFUL, service_id)),
        Button(content.messages["common.button_wrong"], action.write_action(action.USELESS, service_id)),
    )
