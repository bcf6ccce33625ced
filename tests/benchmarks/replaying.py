"""`python -m tests.benchmarks.replaying`: how long a replay of 5,000 questions takes with nothing known before.

Asks the questions of `tests/questions` and the content's own checks and phrasings, as residents vary them; with
`--slow` it also answers all of them twice and tells whether both find the same. Where others use the machine too, the
share of what answering all twice takes at that moment tells more than seconds. Asserts nothing of time.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot.answering import answer_of
from bot.library import Edition, build_edition
from bot.question_files import check_questions, question_paths, read_questions
from bot.staff.preview import Outcome
from bot.staff.replaying import Replayer, Tried, outcome_of
from knowledge.models import Content
from tests.real import MODELS, ROOT, real_edition

QUESTIONS = 5000
SAMPLE = 500
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TAILS = ("", "嘛", "，我住乡里", "请问一下，")
SERVICE, SIBLING, DEPARTMENT = "soc-dibao", "soc-resident-pension", "civil"
MOST_NAMED, COUNTY_HOTLINE, REMOVED = "town", "hotline", "emp-graduate"
ASK = "屋头揭不开锅哪个管"


def resident_questions(edition: Edition) -> list[str]:
    """Return questions as residents ask them, each once: collected ones first, then checks and phrasings, varied."""
    collected = [q.text for path in question_paths(ROOT / "tests" / "questions") for q in read_questions(path)]
    own = [question.text for question in check_questions(edition.content.checks)]
    asks = [text for service in edition.content.services.values() for text in service.ask]
    own += [ASK, f"{ASK}嘛", *edition.content.services[SERVICE].ask]
    varied = (text + tail for tail in TAILS[1:] for text in (*collected, *own, *asks))
    return list(islice(dict.fromkeys((*collected, *own, *varied)), QUESTIONS))


def _with_service(content: Content, **values: object) -> Content:
    changed = replace(content.services[SERVICE], **values)  # type: ignore[arg-type]  # fields by name
    return replace(content, services={**content.services, SERVICE: changed})


def _with_department(content: Content, key: str, **values: object) -> Content:
    changed = replace(content.departments[key], **values)  # type: ignore[arg-type]  # fields by name
    return replace(content, departments={**content.departments, key: changed})


def _with_window(content: Content) -> Content:
    window, *others = content.departments[MOST_NAMED].windows
    confirmed = replace(window, town="", place="一楼大厅", confirmed_on=NOON.date())
    return _with_department(content, MOST_NAMED, windows=(confirmed, *others))


def _without_service(content: Content) -> Content:
    services = {
        key: replace(
            one,
            related=tuple(other for other in one.related if other != REMOVED),
            confused_with=tuple(other for other in one.confused_with if other.id != REMOVED),
        )
        for key, one in content.services.items()
        if key != REMOVED
    }
    return replace(content, services=services)


def _with_topic(content: Content) -> Content:
    key, topic = next(iter(content.elsewhere.items()))
    return replace(content, elsewhere={**content.elsewhere, key: replace(topic, office="别的部门")})


EDITS: Mapping[str, Callable[[Content], Content]] = {
    "an answer": lambda content: _with_service(content, answer="新的说法。"),
    "the lead of a service": lambda content: _with_service(content, lead="education"),
    "what sounds alike": lambda content: _with_service(content, related=(SIBLING,), confused_with=()),
    "a phrasing more": lambda content: _with_service(content, ask=(*content.services[SERVICE].ask, ASK)),
    "half the phrasings": lambda content: _with_service(content, ask=content.services[SERVICE].ask[::2]),
    "a matter elsewhere": _with_topic,
    "a department": lambda content: _with_department(content, DEPARTMENT, hotline="12399", handles="另外的事"),
    "the department of most": lambda content: _with_department(content, MOST_NAMED, hotline="12399"),
    "the window of most": _with_window,
    "the name of a department": lambda content: _with_department(content, DEPARTMENT, name="民政福利局"),
    "the county's hotline": lambda content: _with_department(content, COUNTY_HOTLINE, hotline="12399", handles="别的"),
    "a service gone": _without_service,
}
"""What staff change, by name."""


def edited(before: Edition, edit: Callable[[Content], Content]) -> Edition:
    """Return the edition after an edit, with nothing learnt anew."""
    content = replace(edit(before.content), version="edited")
    return build_edition(content, MODELS, before.understander.thresholds, before)


def answer_all(edition: Edition, questions: list[str]) -> list[Outcome]:
    """Return the outcome of each question, in order."""
    return [outcome_of(answer_of(edition, text, NOON)) for text in questions]


def changed_questions(questions: list[str], old: list[Outcome], new: list[Outcome]) -> set[str]:
    """Return the questions whose outcomes differ."""
    return {text for text, was, will_be in zip(questions, old, new, strict=True) if was != will_be}


def answering_seconds(edition: Edition, questions: list[str]) -> float:
    """Return the CPU seconds that answering all questions twice takes just now, reckoned from some of them."""
    some = questions[:: len(questions) // SAMPLE]
    start = time.process_time()
    answer_all(edition, some)
    return 2 * (time.process_time() - start) * len(questions) / len(some)


def main() -> None:
    """Print a table of edits, seconds and what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slow", action="store_true", help="also answer everything twice and compare")
    is_slow = parser.parse_args().slow
    before = real_edition()
    questions = resident_questions(before)
    old = answer_all(before, questions) if is_slow else []
    warmed, tried = Replayer(), [Tried(text, 1) for text in questions]
    warmed.warm(before, NOON, tried)
    table = Table(
        "changed",
        "cold s",
        "cold CPU s",
        "warmed CPU s",
        "of answering all twice",
        "answered differently",
        "slow replay",
    )
    for name, edit in EDITS.items():
        after = edited(before, edit)
        twice = answering_seconds(before, questions)
        start, start_cpu = time.perf_counter(), time.process_time()
        replay = Replayer().replay(before, after, NOON, tried)
        spent, spent_cpu = time.perf_counter() - start, time.process_time() - start_cpu
        start_cpu = time.process_time()
        warmed.replay(before, after, NOON, tried)
        warm = time.process_time() - start_cpu
        found = {difference.question for difference in replay.differences}
        slow = changed_questions(questions, old, answer_all(after, questions)) if is_slow else found
        verdict = f"{len(slow - found)} missed" if is_slow else "-"
        share = f"{spent_cpu / twice:.0%}"
        table.add_row(name, f"{spent:.1f}", f"{spent_cpu:.1f}", f"{warm:.1f}", share, str(len(found)), verdict)
    Console().print(f"{len(questions)} questions", table)


if __name__ == "__main__":
    main()
