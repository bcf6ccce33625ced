"""Shows what a person can get: by counter, papers merged, firmest promises first, a reason for each in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from handlers import action
from handlers.card import card_button, show_button
from handlers.counter import plain_name
from handlers.screening_buttons import person_buttons, step_button
from handlers.screening_findings import RECEIVED, Findings, find_results, is_received_due
from handlers.screening_lines import also_line, likely_line, possible_line, title_line, unlikely_line
from handlers.screening_people import own_keys
from handlers.screening_question import screen_reply
from handlers.screening_state import ScreeningState
from handlers.screening_words import names_of, told_facts, who, whom
from handlers.turn import MOST_FOUND, Block, Button, Reply, Style, Turn
from handlers.words import department_name, is_period_over, say
from knowledge.models import Content
from knowledge.routing.intake import intake_key
from knowledge.routing.route import Stop, plan_route
from knowledge.screening.eligibility import Truth
from knowledge.screening.facts import Facts
from knowledge.screening.next_question import MOST_QUESTIONS, deciding_facts, next_fact
from knowledge.screening.screener import Result
from knowledge.situation import Whose
from knowledge.trip.paper_list import merge_papers

MOST_UNASKED = 5
MOST_OF_OTHER = 5
MOST_BUTTONS = 14
"""Services with a button under the results; the others stand behind one more."""
Other = tuple[ScreeningState, Sequence[Result]]
"""One of the other people told of, and what is likely for them."""


def show_results(turn: Turn, state: ScreeningState, said: Sequence[Block] = ()) -> Reply:
    """Return the results; where nothing is known yet, what to say."""
    content = turn.content
    facts = turn.screener.certain(state.known(content.situation))
    findings = find_results(turn, state)
    others = _find_others(turn, state)
    shown = (*_found(findings), *(one for _, results in others for one in results))
    ids = tuple(dict.fromkeys(one.service.id for one in shown))
    sheet = print_results(turn, state)
    blocks = (*sheet, *_invitations(turn, state, facts, findings))
    if not sheet:
        blocks = (Block(Style.TEXT, content.messages["screening.nothing_known"]),)
    reply = screen_reply(turn, state, (*said, *blocks), _buttons(turn, state, findings))
    talk = replace(reply.conversation, audience=whom(facts))
    if ids:
        talk = replace(talk, services=(), found=ids[:MOST_FOUND])
    departments = dict.fromkeys(key for one in shown for key in one.service.departments)
    return replace(reply, services=ids, departments=tuple(departments), conversation=talk, has_page=bool(sheet))


def show_rest(turn: Turn, state: ScreeningState) -> Reply:
    """Return the services found that had no button under the results; the results where every one had."""
    rest = tuple(one.service for one in _found(find_results(turn, state))[MOST_BUTTONS:])
    if not rest:
        return show_results(turn, replace(state, waiting="", is_paused=False))
    titles = tuple(service.title for service in rest)
    choice = Block(Style.CHOICE, turn.content.messages["screening.rest_ask"], titles)
    reply = screen_reply(turn, replace(state, waiting="", is_paused=False), (choice,), tuple(map(show_button, rest)))
    options = tuple(service.id for service in rest)
    return replace(reply, options=options, conversation=replace(reply.conversation, options=options))


def _found(findings: Findings) -> tuple[Result, ...]:
    """Return what was found for a person, in the order of its buttons."""
    return (*findings.likely, *findings.possible, *findings.also, *findings.for_all)


def print_results(turn: Turn, state: ScreeningState) -> tuple[Block, ...]:
    """Return the results as they stand on paper, without what leads on in the chat; empty where nothing is known."""
    told = state.known(turn.content.situation)
    if not told_facts(turn.content, told):
        return ()
    facts, findings = turn.screener.certain(told), find_results(turn, state)
    others = _of_others(turn, _find_others(turn, state))
    rows = (*_blocks(turn, state, facts, findings), *others, *_notes(turn, findings))
    return tuple(block for block in rows if block.text)


def _find_others(turn: Turn, state: ScreeningState) -> list[Other]:
    own = {one.service.id for one in _found(find_results(turn, state))}
    found = [(other, find_results(turn, other).likely) for other in state.others]
    return [(other, [one for one in likely if _is_own(turn, one, own)][:MOST_OF_OTHER]) for other, likely in found]


def _is_own(turn: Turn, result: Result, shown: Collection[str]) -> bool:
    """Return whether a service is for a person, and not once more what was shown for the whole household."""
    facts = result.evaluation.facts(Truth.TRUE)
    of_household = all(turn.content.situation[key].whose is Whose.HOUSEHOLD for key in facts)
    return result.service.id not in shown or not of_household


def _blocks(turn: Turn, state: ScreeningState, facts: Facts, findings: Findings) -> Iterator[Block]:
    content, words = turn.content, turn.content.messages
    yield Block(Style.TITLE, words.get(f"screening.title_{whom(facts)}") or words["screening.title"])
    told = told_facts(content, state.known(content.situation))
    yield Block(Style.TEXT, say(content, "screening.noted", facts=told))
    if not findings.likely and not findings.possible:
        yield Block(Style.TEXT, words["screening.nothing"])
    yield from _stops(turn, facts, findings.likely)
    for key, results, write in (
        ("also", findings.also, also_line),
        ("possible", findings.possible, possible_line),
        ("everyone", findings.for_all, title_line),
    ):
        yield _list(words[f"screening.{key}_heading"], results, (write(content, one, facts) for one in results))
    yield _list(words["screening.unlikely_heading"], findings.unlikely, _unlikely_lines(content, facts, findings))


def _unlikely_lines(content: Content, facts: Facts, findings: Findings) -> Iterator[str]:
    """Yield for each service that fits but for one fact that fact, and what of the found to look at instead."""
    found = {one.service.id: one.service.title for one in _found(findings)}
    for one in findings.unlikely:
        line = unlikely_line(content, one, facts)
        instead = next((found[key] for key in one.service.related if key in found), "")
        yield say(content, "screening.unlikely_instead", line=line, title=instead) if instead else line


def _of_others(turn: Turn, others: Iterable[Other]) -> Iterator[Block]:
    """Yield for each of the other people told of what is likely already, before anything more is asked of them."""
    content = turn.content
    for state, results in others:
        known = state.known(content.situation)
        told = told_facts(content, known, own_keys(content, known))
        key = "screening.other_heading" if results else "screening.other_nothing"
        heading = say(content, key, who=who(content, known), facts=told)
        facts = turn.screener.certain(known)
        block = _list(heading, results, (also_line(content, one, facts) for one in results))
        yield block if results else Block(Style.TEXT, heading)


def _stops(turn: Turn, facts: Facts, results: Sequence[Result]) -> Iterator[Block]:
    """Yield a list for each counter, in the order to visit, with the papers to bring there."""
    content = turn.content
    by_id = {one.service.id: one for one in results}
    for number, stop in enumerate(plan_route(content, by_id, turn.conversation.town).stops):
        key = "screening.stop_next" if number else "screening.stop_heading"
        heading = content.messages[key].format(window=plain_name(content, stop.intake, turn.conversation.town))
        here = [by_id[service] for service in stop.services]
        yield _list(heading, here, [likely_line(content, one, facts) for one in here])
        if papers := _papers(content, stop):
            yield Block(Style.TEXT, say(content, "screening.papers", papers=papers))
        yield from (Block(Style.NOTE, reason) for reason in stop.reasons)


def _papers(content: Content, stop: Stop) -> str:
    """Return the papers needed in any case, each once; a choice as this or that."""
    always = merge_papers([content.services[key] for key in stop.services], content.papers).always
    texts = []
    for paper in always:
        names = list(dict.fromkeys(piece.name for piece in paper.pieces))
        texts.append("或".join(names) if paper.is_choice else names[0])
    return "、".join(texts)


def _notes(turn: Turn, findings: Findings) -> Iterator[Block]:
    content = turn.content
    if findings.received:
        titles = "、".join(service.title for service in findings.received)
        yield Block(Style.NOTE, say(content, "screening.received_note", titles=titles))
    yield Block(Style.NOTE, content.messages["screening.disclaimer"])
    shown = [*findings.likely, *findings.possible]
    if unnamed := _unnamed_offices(turn, findings):
        yield Block(Style.NOTE, say(content, "screening.offices_note", offices="、".join(unnamed)))
    if any(is_period_over(content, one.service, turn.today) for one in shown):
        yield Block(Style.NOTE, say(content, "answer.period_over", ends=f"{content.document.ends_on.year}年底"))


def _invitations(turn: Turn, state: ScreeningState, facts: Facts, findings: Findings) -> Iterator[Block]:
    """Yield what leads on: the question what the person has already, and what was not asked yet."""
    if is_received_due(state, findings):
        yield Block(Style.TEXT, turn.content.messages["screening.received_offer"])
    if unasked := _unasked(turn, state, facts):
        yield Block(Style.NOTE, say(turn.content, "screening.more_note", names=names_of(turn.content, unasked)))


def _unnamed_offices(turn: Turn, findings: Findings) -> tuple[str, ...]:
    """Return the offices named as counters that the plan does not name and nobody confirmed."""
    content = turn.content
    stops = plan_route(content, [one.service.id for one in findings.likely], turn.conversation.town).stops
    keys = [*(stop.intake for stop in stops), *(intake_key(one.service) for one in findings.possible)]
    plain = {key: plain_name(content, key) for key in keys}
    return tuple(name for key, name in plain.items() if department_name(content, key) != name)


def _unasked(turn: Turn, state: ScreeningState, facts: Facts) -> tuple[str, ...]:
    """Return facts that could still bring something, the most telling first."""
    services = turn.content.services.values()
    open_facts = deciding_facts(turn.screener, services, facts)
    return tuple(fact for fact in open_facts if fact not in state.asked)[:MOST_UNASKED]


def _list(heading: str, results: Sequence[Result], lines: Iterable[str]) -> Block:
    """Return a list with the button of each service beside its line; without a heading where it is empty."""
    buttons = tuple(show_button(one.service) for one in results)
    return Block(Style.LIST, heading if results else "", tuple(lines), buttons)


def _buttons(turn: Turn, state: ScreeningState, findings: Findings) -> tuple[Button, ...]:
    content, facts = turn.content, state.known(turn.content.situation)
    found = _found(findings)
    buttons = [show_button(one.service) for one in found[:MOST_BUTTONS]]
    if found:
        buttons.insert(0, card_button(content, found[0].service.id))
    if len(found) > MOST_BUTTONS:
        buttons.append(step_button(content, action.REST))
    buttons += person_buttons(content, state)
    if is_received_due(state, findings):
        buttons.append(step_button(content, RECEIVED))
    if len(state.asked) < MOST_QUESTIONS and next_fact(turn.screener, facts, state.asked) is not None:
        buttons.append(step_button(content, "more"))
    return (*buttons, step_button(content, "change")) if state.facts else tuple(buttons)
