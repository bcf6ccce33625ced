"""`make bench`: measures the matcher and its peers, prints a table for each size and keeps them in `report/`."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.question_files import QuestionFileError, check_questions, read_questions
from knowledge.content import load_content
from knowledge.matching.intents import IntentKind
from tests.benchmarks.corpora import as_asked, count
from tests.benchmarks.peers import ENTRANTS, OWN, Entrant
from tests.benchmarks.race import Asked, EntrantError, Score, race
from tests.real import CONTENT, ROOT

SIZES = (0, 10_000, 100_000)
REPORT = ROOT / "report"
WIDTH = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as the arguments say; return the exit status."""
    options = _parser().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    try:
        asked = _asked(options.content, options.questions, options.most)
        for size in options.sizes:
            phrasings = size or count(load_content(options.content))
            scores = list(race(options.content, size, _entrants(options.only), asked, options.rounds))
            table = _table(f"{phrasings} phrasings, {len(asked)} questions", scores)
            console.print(table)
            _keep(options.report, phrasings, len(asked), scores, table)
    except (EntrantError, QuestionFileError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--content", type=Path, default=CONTENT, help="content folder")
    parser.add_argument("--questions", type=Path, help="jsonl file with q and accept; else the content's checks")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="numbers of phrasings; 0 = the content's own"
    )
    parser.add_argument("--only", nargs="*", default=[], help="modules of tests/benchmarks/peers; else all")
    parser.add_argument("--most", type=int, default=300, help="so many questions, evenly taken (default 300)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked (default 5)")
    parser.add_argument("--report", type=Path, default=REPORT, help="folder for the results")
    return parser


def _entrants(only: Sequence[str]) -> list[Entrant]:
    return [entrant for entrant in ENTRANTS if not only or entrant.module in only]


def _asked(content: Path, path: Path | None, most: int) -> list[Asked]:
    """Return up to `most` of the questions that are about a service, evenly taken."""
    questions = read_questions(path) if path else check_questions(load_content(content).checks)
    about = [question for question in questions if question.accept and not question.is_about]
    step = max(1, -(-len(about) // most))
    return [Asked(as_asked(q.text), tuple(f"{IntentKind.SERVICE}:{key}" for key in q.accept)) for q in about[::step]]


def _table(title: str, scores: Sequence[Score]) -> Table:
    table = Table(title=title)
    for name in ("", "right", "median ms", "p99 ms", "x ours", "MiB", "load s", "learn s"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    own = next((score for score in scores if score.entrant is OWN), None)
    for score in scores:
        table.add_row(
            score.entrant.title,
            "" if score.entrant.is_whole else f"{score.right:.1%}",
            f"{score.median_ms:.2f}",
            f"{score.p99_ms:.2f}",
            f"{score.times_of(own):.1f}" if own else "",
            f"{score.peak_mib:.0f}",
            f"{score.load_s:.2f}",
            f"{score.learn_s:.1f}",
        )
    return table


def _keep(folder: Path, phrasings: int, questions: int, scores: Sequence[Score], table: Table) -> None:
    """Write the table, and all that was measured as JSON."""
    folder.mkdir(exist_ok=True)
    with (folder / f"benchmark-{phrasings}.txt").open("w", encoding="utf-8") as file:
        Console(file=file, width=WIDTH).print(table)
    machine = {"machine": platform.machine(), "python": platform.python_version()}
    rows = [asdict(score) for score in scores]
    result = {**machine, "phrasings": phrasings, "questions": questions, "scores": rows}
    (folder / f"benchmark-{phrasings}.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
