"""Rules of answers: short, plain, carrying their facts, with no figure that nothing stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.checking.draft import SERVICES, Draft
from knowledge.checking.style import Style, read_style
from knowledge.fields import Fields
from knowledge.language.numerals import compact, find_fact, unaccounted_numerals
from knowledge.models import Service

SHORTEST_ANSWER = 40
LONGEST_ANSWER = 220
_PAUSE = re.compile(r"[。！？；：!?;:\n]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def check_answers(draft: Draft) -> None:
    """Note answers that are too short or long, stiff, without their facts, or with figures of unknown origin."""
    style = read_style(draft.files, draft.problems)
    for service in draft.content.services.values():
        fields = draft.entry(SERVICES, service.id)
        if service.answer:
            _check_length(fields, service.answer)
            _check_sentences(fields, service.answer, style)
            _check_officialese(fields, service, style)
            _check_facts(fields, service)
            _check_numerals(fields, service, style)


def sentences(answer: str) -> Iterator[str]:
    """Yield the pieces of an answer between marks at which a reader pauses: full stop, colon, semicolon, line end.

    >>> list(sentences("规划鼓励：谁都能办。去问！"))
    ['规划鼓励', '谁都能办', '去问']
    """
    yield from (piece.strip() for piece in _PAUSE.split(answer) if piece.strip())


def _check_length(fields: Fields, answer: str) -> None:
    if not SHORTEST_ANSWER <= len(answer) <= LONGEST_ANSWER:
        remedy = f"写成 {SHORTEST_ANSWER} 到 {LONGEST_ANSWER} 个字：是什么、给谁、多少、有多准"
        fields.report("answer", f"有 {len(answer)} 个字", remedy)


def _check_sentences(fields: Fields, answer: str, style: Style) -> None:
    for sentence in sentences(answer):
        length = len(_FIGURE.sub("0", sentence))
        if length > style.longest_sentence:
            what = f"有一句长 {length} 个字：“{sentence[:12]}…”"
            fields.report("answer", what, f"拆成几句，每句不超过 {style.longest_sentence} 个字")


def _check_officialese(fields: Fields, service: Service, style: Style) -> None:
    plain = service.answer
    for quoted in sorted((service.title, *service.facts), key=len, reverse=True):
        plain = plain.replace(quoted, " ")
    for word in style.officialese:
        if word in plain and word not in service.title:
            fields.report("answer", f"“{word}”是文件里的话", "换成七十岁老人听得懂的话")


def _check_facts(fields: Fields, service: Service) -> None:
    answer = compact(service.answer)
    for fact in service.facts:
        if not find_fact(compact(fact), answer):
            fields.report("facts", f"回答里没有“{fact}”", "把它原样写进 answer，或者从 facts 里删掉")
    for fact in sorted({fact for fact in service.facts if service.facts.count(fact) > 1}):
        fields.report("facts", f"“{fact}”写了不止一次", "只留一个")


def _check_numerals(fields: Fields, service: Service, style: Style) -> None:
    if service.source:
        return
    for numeral in dict.fromkeys(unaccounted_numerals(service.answer, service.facts, style.idioms)):
        what = f"“{numeral}”这个数不在 facts 里，也没有写 source"
        fields.report("answer", what, "规划里有就连同单位写进 facts；规划里没有就删掉，或者补上 source")
