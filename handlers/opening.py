"""Answers whether and when a counter is open: of the service last shown, or of the office the message names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.card import service_buttons
from handlers.counter import confirmed_window, depends_on_town, plain_name
from handlers.office import find_office, task_blocks
from handlers.opening_writer import OpeningWriter
from handlers.town_question import ask_town, have_hours
from handlers.turn import Block, Kind, Reply, ReviewReason, Style, Turn
from handlers.words import department_hotlines, hotlines, say
from knowledge.matching.intents import IntentKind
from knowledge.models import Service
from knowledge.offices import Window
from knowledge.routing.intake import TOWN_WINDOW, intake_key
from knowledge.routing.opening_question import OpeningQuestion, read_opening_question
from knowledge.routing.places import mentioned_town

ASPECT = "when"


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter that a question is about."""

    department: str
    """Key of its department."""
    service: Service | None
    """The service it is asked for; None where the office itself was named."""


def answer_opening(turn: Turn) -> Reply | None:
    """Return when the counter is open; None where the message asks something else or names nothing we know."""
    if turn.action or not turn.text or turn.understanding.needs:
        return None
    question = read_opening_question(turn.content.opening, turn.understanding.analysis.text, turn.today)
    if question is None:
        return None
    counter = _counter(turn, question)
    if counter is not None:
        return _tell(turn, question, counter)
    return None if question.subject else _ask_which(turn)


def _counter(turn: Turn, question: OpeningQuestion) -> Counter | None:
    content, last = turn.content, turn.conversation.services
    service = _named_service(turn)
    if named := find_office(content, question.subject):
        return Counter(named.department, service if service and intake_key(service) == named.department else None)
    if question.names_counter and service:
        return Counter(intake_key(service), service)
    is_nothing_else = not question.subject or bool(mentioned_town(content, question.subject))
    if turn.conversation.office and is_nothing_else:
        return Counter(turn.conversation.office, None)
    if last and is_nothing_else:
        service = content.services[last[0]]
        return Counter(intake_key(service), service)
    return Counter(TOWN_WINDOW, None) if mentioned_town(content, question.subject) else None


def _named_service(turn: Turn) -> Service | None:
    best = next(iter(turn.understanding.alone), None)
    if best is None or best.intent.kind is not IntentKind.SERVICE or best.probability < turn.thresholds.answer:
        return None
    return turn.content.services[best.intent.id]


def _tell(turn: Turn, question: OpeningQuestion, counter: Counter) -> Reply:
    content, talk = turn.content, turn.conversation
    department = content.departments[counter.department]
    window = confirmed_window(department, talk.town)
    sentences = _sentences(turn, question, counter, window)
    if window is not None and window.phones:
        sentences += (say(content, "opening.phones", phones="、".join(window.phones)),)
    reply = _reply(turn, counter, "".join(sentences), is_known=window is not None and window.hours is not None)
    wants_town = department.key == TOWN_WINDOW and not talk.town and not talk.is_town_asked and have_hours(content)
    return ask_town(turn, reply, ASPECT) if wants_town else reply


def _sentences(turn: Turn, question: OpeningQuestion, counter: Counter, window: Window | None) -> tuple[str, ...]:
    content, town = turn.content, turn.conversation.town
    department = content.departments[counter.department]
    if depends_on_town(content, department.key, town):
        return (content.messages["answer.go_by_town"],)
    numbers = hotlines(content, counter.service) if counter.service else department_hotlines(content, department)
    writer = OpeningWriter(content, turn.now, plain_name(content, department.key, town), numbers)
    if window is None or window.hours is None:
        return writer.unknown(None if department.is_public_place else question)
    age = (writer.confirmation(window.confirmed_on),) if window.confirmed_on else ()
    return (*writer.answer(question, window.hours), *age)


def _reply(turn: Turn, counter: Counter, text: str, *, is_known: bool) -> Reply:
    talk, service = turn.conversation, counter.service
    blocks = (Block(Style.TEXT, text),)
    if service is None:
        return Reply(
            kind=Kind.DETAIL if is_known else Kind.HANDOFF,
            blocks=blocks if is_known else (*blocks, *task_blocks(turn.content, counter.department)),
            aspect=ASPECT if is_known else None,
            departments=(counter.department,),
            conversation=replace(talk, office=counter.department),
            review=None if is_known else ReviewReason.UNANSWERED,
        )
    return Reply(
        kind=Kind.DETAIL,
        blocks=blocks,
        services=(service.id,),
        aspect=ASPECT,
        departments=service.departments,
        buttons=service_buttons(turn.content, service),
        conversation=talk.showing((service.id,), talk.question or turn.text),
    )


def _ask_which(turn: Turn) -> Reply:
    blocks = (Block(Style.TEXT, turn.content.messages["opening.which"]),)
    return Reply(kind=Kind.SMALLTALK, blocks=blocks, conversation=turn.conversation)
