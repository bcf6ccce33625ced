"""Shows what a person can get: by counter, papers merged, firmest promises first, a reason for each in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from handlers import action
from handlers.card import card_button, show_button
from handlers.counter import plain_name
from handlers.screening_question import control_buttons, screen_reply
from handlers.screening_state import ScreeningState
from handlers.screening_words import failing_lines, names_of, reason_line, told_facts, whom
from handlers.turn import MOST_FOUND, Block, Button, Reply, Style, Turn
from handlers.words import department_name, is_period_over, say
from knowledge.conditions import Everyone
from knowledge.models import Content, Service, Strength
from knowledge.routing.intake import intake_key
from knowledge.routing.route import Stop, plan_route
from knowledge.screening.facts import Facts
from knowledge.screening.next_question import MOST_QUESTIONS, deciding_facts, next_fact
from knowledge.screening.screener import WEIGHTS, Outcome, Result
from knowledge.trip.paper_list import merge_papers

MOST_LIKELY, MOST_POSSIBLE, MOST_OPEN_TO_ALL, MOST_UNLIKELY = 9, 5, 4, 3
WORTH_OF_ANY = 0.5
MOST_UNASKED = 5
MOST_BUTTONS = 12


@dataclass(frozen=True, slots=True)
class Findings:
    """What is shown of all results."""

    likely: tuple[Result, ...]
    """Services with a condition that holds and that are most for this person, firmest first."""
    also: tuple[Result, ...]
    """The other services with a condition that holds, firmest first."""
    possible: tuple[Result, ...]
    """Services for which something speaks, firmest first."""
    for_all: tuple[Result, ...]
    """Services for everyone that suit this life."""
    unlikely: tuple[Result, ...]
    """Services that fit but for one fact."""
    received: tuple[Service, ...]
    """Services that the person has already."""


def find_results(turn: Turn, state: ScreeningState) -> Findings:
    """Return what is shown to a person, what is received already left out."""
    facts = state.known(turn.content.situation)
    results = turn.screener.screen(facts)
    telling = [one for one in results if one.is_telling and one.service.strength is not Strength.INFO]
    received = [one for one in telling if has_already(turn, state, one.service, facts)]
    fresh = [one for one in telling if one not in received]
    likely = [one for one in fresh if one.outcome is Outcome.LIKELY]
    own = [one for one in likely if not is_for_all(one)]
    main = sorted(own, key=_worth, reverse=True)[:MOST_LIKELY]
    return Findings(
        likely=tuple(one for one in own if one in main),
        also=tuple(one for one in own if one not in main),
        possible=tuple(one for one in fresh if one.outcome is Outcome.POSSIBLE)[:MOST_POSSIBLE],
        for_all=tuple(one for one in likely if is_for_all(one))[:MOST_OPEN_TO_ALL],
        unlikely=tuple(one for one in results if _is_near(turn, one, facts))[:MOST_UNLIKELY],
        received=tuple(one.service for one in received if not is_for_all(one)),
    )


def _worth(result: Result) -> float:
    """Return how much a person wants to read of a service: it is for people like this one, and firmly promised."""
    return result.bits * (WORTH_OF_ANY + WEIGHTS[result.service.strength])


def has_already(turn: Turn, state: ScreeningState, service: Service, facts: Facts) -> bool:
    """Return whether a person has a service already, as far as it was said."""
    return service.id in state.received or turn.screener.has(service, facts)


def is_for_all(result: Result) -> bool:
    """Return whether a service is for everyone."""
    return isinstance(result.service.eligible, Everyone)


def show_results(turn: Turn, state: ScreeningState, said: Sequence[Block] = ()) -> Reply:
    """Return the results; where nothing is known yet, what to say."""
    content, told = turn.content, state.known(turn.content.situation)
    facts = turn.screener.complete(told)
    findings = find_results(turn, state)
    shown = [*findings.likely, *findings.possible, *findings.also, *findings.for_all]
    ids = tuple(one.service.id for one in shown)
    if not told_facts(content, told):
        blocks: tuple[Block, ...] = (Block(Style.TEXT, content.messages["screening.nothing_known"]),)
    else:
        blocks = tuple(block for block in _blocks(turn, state, facts, findings) if block.text)
    reply = screen_reply(turn, state, (*said, *blocks), _buttons(turn, state, shown))
    talk = replace(reply.conversation, audience=whom(facts))
    if ids:
        talk = replace(talk, services=(), found=ids[:MOST_FOUND])
    departments = dict.fromkeys(key for one in shown for key in one.service.departments)
    return replace(reply, services=ids, departments=tuple(departments), conversation=talk)


def _blocks(turn: Turn, state: ScreeningState, facts: Facts, findings: Findings) -> Iterator[Block]:
    content = turn.content
    key = f"screening.title_{whom(facts)}"
    yield Block(Style.TITLE, content.messages.get(key) or content.messages["screening.title"])
    told = told_facts(content, state.known(content.situation))
    yield Block(Style.TEXT, say(content, "screening.noted", facts=told))
    if not findings.likely and not findings.possible:
        yield Block(Style.TEXT, content.messages["screening.nothing"])
    yield from _stops(turn, facts, findings.likely)
    yield _list(content, "screening.also_heading", [one.service.title for one in findings.also])
    yield _list(
        content, "screening.possible_heading", [_possible_line(content, one, facts) for one in findings.possible]
    )
    yield _list(content, "screening.everyone_heading", [one.service.title for one in findings.for_all])
    yield _list(
        content, "screening.unlikely_heading", [_unlikely_line(content, one, facts) for one in findings.unlikely]
    )
    yield from _notes(turn, state, facts, findings)


def _stops(turn: Turn, facts: Facts, results: Sequence[Result]) -> Iterator[Block]:
    """Yield a list for each counter, in the order to visit, with the papers to bring there."""
    content = turn.content
    by_id = {one.service.id: one for one in results}
    for number, stop in enumerate(plan_route(content, by_id, turn.conversation.town).stops):
        key = "screening.stop_next" if number else "screening.stop_heading"
        heading = content.messages[key].format(window=plain_name(content, stop.intake, turn.conversation.town))
        lines = [_likely_line(content, by_id[service], facts) for service in stop.services]
        yield Block(Style.LIST, heading, (*lines, *stop.reasons))
        if papers := _papers(content, stop):
            yield Block(Style.NOTE, say(content, "screening.papers", papers=papers))


def _papers(content: Content, stop: Stop) -> str:
    """Return the papers needed in any case, each once; a choice as this or that."""
    always = merge_papers([content.services[key] for key in stop.services], content.papers).always
    texts = []
    for paper in always:
        names = list(dict.fromkeys(piece.name for piece in paper.pieces))
        texts.append("或".join(names) if paper.is_choice else names[0])
    return "、".join(texts)


def _likely_line(content: Content, result: Result, facts: Facts) -> str:
    return say(
        content,
        "screening.line",
        title=result.service.title,
        strength=content.messages[f"screening.strength_{result.service.strength}"],
        reason=reason_line(content, result.evaluation, facts),
    )


def _possible_line(content: Content, result: Result, facts: Facts) -> str:
    window = plain_name(content, intake_key(result.service))
    reason = reason_line(content, result.evaluation, facts)
    return say(content, "screening.possible_line", title=result.service.title, reason=reason, window=window)


def _unlikely_line(content: Content, result: Result, facts: Facts) -> str:
    lines = failing_lines(content, result.evaluation, facts)
    return say(content, "screening.unlikely_line", title=result.service.title, reason="；".join(lines))


def _is_near(turn: Turn, result: Result, facts: Facts) -> bool:
    """Return whether a service would be offered but for one fact, so that its absence is explained."""
    failing = {reason.criterion.fact for reason in result.evaluation.reasons}
    if result.outcome is not Outcome.UNLIKELY or len(failing) != 1:
        return False
    without = {key: known for key, known in facts.items() if key not in failing}
    return turn.screener.check(result.service, without).is_telling


def _notes(turn: Turn, state: ScreeningState, facts: Facts, findings: Findings) -> Iterator[Block]:
    content = turn.content
    if findings.received:
        titles = "、".join(service.title for service in findings.received)
        yield Block(Style.NOTE, say(content, "screening.received_note", titles=titles))
    if unasked := _unasked(turn, state, facts):
        yield Block(Style.NOTE, say(content, "screening.more_note", names=names_of(content, unasked)))
    yield Block(Style.NOTE, content.messages["screening.disclaimer"])
    shown = [*findings.likely, *findings.possible]
    if unnamed := _unnamed_offices(turn, findings):
        yield Block(Style.NOTE, say(content, "screening.offices_note", offices="、".join(unnamed)))
    if any(is_period_over(content, one.service, turn.today) for one in shown):
        yield Block(Style.NOTE, say(content, "answer.period_over", ends=f"{content.document.ends_on.year}年底"))


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


def _list(content: Content, key: str, items: Collection[str]) -> Block:
    return Block(Style.LIST, content.messages[key] if items else "", tuple(items))


def _buttons(turn: Turn, state: ScreeningState, shown: Sequence[Result]) -> tuple[Button, ...]:
    content, facts = turn.content, state.known(turn.content.situation)
    full = tuple(show_button(one.service) for one in shown[:MOST_BUTTONS])
    if shown:
        full = (card_button(content, shown[0].service.id), *full)
    change = tuple(button for button in control_buttons(content, state) if button.action.endswith("change"))
    if len(state.asked) >= MOST_QUESTIONS or next_fact(turn.screener, facts, state.asked) is None:
        return (*full, *change)
    more = Button(content.messages["screening.button_more"], action.write_action(action.SCREEN, "more"))
    return (*full, more, *change)
