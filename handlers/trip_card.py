"""Writes the one-trip card: where first, what to bring, what to ask, who may go instead, whom to call.

A pure function of content, referral and time: the same card is written for the chat and, later, for its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.audience import SEVERAL
from handlers.counter import counter_lines, counter_name, depends_on_town, is_confirmed, plain_name
from handlers.trip_papers import PaperWriter
from handlers.turn import Block, Style
from handlers.words import department_hotlines, department_name, is_period_over, say
from knowledge.models import Content, Service
from knowledge.routing.opening_hours import write_time
from knowledge.routing.route import Stop, plan_route
from knowledge.trip.paper_list import PaperList, merge_papers
from knowledge.trip.referral import Matter, Referral

AUDIENCES = ("me", "elder", "child", "spouse", "other", SEVERAL)
"""Whom a card can be for; the ends of the keys of `messages/trip.yaml`."""


def make_referral(content: Content, services: Sequence[str], town: str, audience: str) -> Referral:
    """Return the card for some services, in their order, with the counter that each is sent to."""
    stops = plan_route(content, services, town).stops
    counters = {key: stop.intake for stop in stops for key in stop.services}
    matters = tuple(Matter(key, counters[key]) for key in services)
    return Referral(matters, town, audience if audience in AUDIENCES else AUDIENCES[0])


def card_blocks(content: Content, card: Referral, now: datetime) -> tuple[Block, ...]:
    """Return the text of a card; services that the content no longer has are left out, all gone = no block.

    `now` is aware, in the county's time zone.
    """
    services = [content.services[key] for key in card.services if key in content.services]
    if not services:
        return ()
    papers = merge_papers(services, content.papers, _split(content, f"trip.same_{card.audience}"))
    stops = plan_route(content, [service.id for service in services], card.town).stops
    blocks = (
        Block(Style.TITLE, say(content, f"trip.title_{card.audience}", count=len(services))),
        _matters(content, services),
        *(_stop(content, stop, (number, len(stops)), now) for number, stop in enumerate(stops, 1)),
        *PaperWriter(content, card.audience, is_bundle=len(services) > 1).blocks(papers),
        _questions(content, services),
        _proxy(content, card.audience, papers),
        Block(Style.NOTE, _hotlines(content, services)),
        _as_of(content, stops, now),
        _period(content, services, now.date()),
    )
    return tuple(block for block in blocks if block.text)


def code_blocks(content: Content, code: str, address: str) -> tuple[Block, ...]:
    """Return what is said of a card's code, as it is shown, and how to see the card again.

    `address` is that of its page; empty = there is none to name, and the code itself brings the card.
    """
    again = say(content, "trip.link", address=address) if address else content.messages["trip.again"]
    return Block(Style.NOTE, say(content, "trip.code", code=code)), Block(Style.NOTE, again)


def _matters(content: Content, services: Sequence[Service]) -> Block:
    def line(service: Service) -> str:
        strength = content.messages[f"answer.strength_{service.strength}"]
        return say(content, "trip.matter", title=service.title, strength=strength) if strength else service.title

    return Block(Style.LIST, content.messages["trip.matters_heading"], tuple(map(line, services)))


def _stop(content: Content, stop: Stop, place: tuple[int, int], now: datetime) -> Block:
    """Return one counter of the trip; `place` is its number, from 1, and how many there are."""
    number, count = place
    heading = content.messages["answer.go_heading"] if count == 1 else say(content, "trip.stop_heading", number=number)
    window = counter_name(content, stop.intake, stop.window.town if stop.window else "")
    items = [say(content, "answer.go_first" if number == 1 else "trip.go_next", window=window)]
    if count > 1:
        titles = "、".join(content.services[key].title for key in stop.services)
        items.append(say(content, "trip.stop_matters", titles=titles))
    leads = [key for key in stop.leads if key != stop.intake]
    if leads:
        items.append(say(content, "trip.stop_leads", leads=_names(content, leads)))
    if stop.partners:
        items.append(say(content, "answer.go_together", partners=_names(content, stop.partners)))
    return Block(Style.LIST, heading, (*items, *stop.reasons, *_counter(content, stop, now)))


def _counter(content: Content, stop: Stop, now: datetime) -> tuple[str, ...]:
    """Return what is confirmed of a counter; that nothing is, where nothing is."""
    if stop.window is None or not is_confirmed(stop.window):
        is_open = stop.window is None and depends_on_town(content, stop.intake, "")
        return (content.messages["answer.go_by_town" if is_open else "trip.unconfirmed"],)
    numbers = department_hotlines(content, content.departments[stop.leads[0]])
    return counter_lines(content, stop.window, now, numbers)


def _questions(content: Content, services: Sequence[Service]) -> Block:
    asking = [service for service in services if service.open]
    if len(services) == 1:
        items = services[0].open
    else:
        items = tuple(say(content, "trip.ask", title=s.title, open="、".join(s.open)) for s in asking)
    return Block(Style.LIST, content.messages["trip.ask_heading"] if items else "", items)


def _proxy(content: Content, audience: str, papers: PaperList) -> Block:
    known = set(_split(content, "trip.proxy_known"))
    writer = PaperWriter(content, audience, is_bundle=False)
    others = [writer.line(paper) for paper in papers.proxy if paper.pieces[0].name not in known]
    named = [say(content, "trip.proxy_papers", papers="、".join(others))] if others else []
    items = (
        content.messages[f"trip.proxy_{audience}"],
        content.messages[f"trip.proxy_bring_{audience}"],
        *named,
        content.messages["trip.proxy_basis"],
    )
    return Block(Style.LIST, content.messages["trip.proxy_heading"], items)


def _hotlines(content: Content, services: Sequence[Service]) -> str:
    """Return which numbers to call: the lead's own and the county's; by office where there are several leads."""
    leads = [content.departments[key] for key in dict.fromkeys(service.lead for service in services)]
    own = [lead for lead in leads if lead.hotline]
    if not own or len(leads) == 1:
        return say(content, "trip.hotline", hotlines=department_hotlines(content, leads[0]))
    each = (say(content, "trip.hotline_of", office=plain_name(content, d.key), hotline=d.hotline) for d in own)
    county = content.messages["common.hotline_national"]
    return say(content, "trip.hotline_each", hotlines="，".join(each), county=county)


def _as_of(content: Content, stops: Sequence[Stop], now: datetime) -> Block:
    """Return at what time it was told whether a counter is open: a card is read later, too."""
    if not any(stop.window and is_confirmed(stop.window) and stop.window.hours for stop in stops):
        return Block(Style.NOTE, "")
    time = write_time(now.hour * 60 + now.minute)
    return Block(Style.NOTE, say(content, "trip.as_of", month=now.month, day=now.day, time=time))


def _period(content: Content, services: Sequence[Service], today: date) -> Block:
    if not any(is_period_over(content, service, today) for service in services):
        return Block(Style.NOTE, "")
    return Block(Style.NOTE, say(content, "answer.period_over", ends=f"{content.document.ends_on.year}年底"))


def _names(content: Content, keys: Sequence[str]) -> str:
    return "、".join(department_name(content, key) for key in keys)


def _split(content: Content, key: str) -> tuple[str, ...]:
    return tuple(filter(None, content.messages.get(key, "").split("|")))
