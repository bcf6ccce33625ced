"""Runs the entrants on the same questions, each in its own process, taking turns so that a noisy machine hits all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.corpora import stored_of
from tests.benchmarks.peers import Entrant
from tests.benchmarks.stored import Stored

CHECKOUT = Path(__file__).parents[2]
CHUNK = 20
"""Questions that an entrant answers before it is the next one's turn."""
WARM_UP = 5
"""Questions asked first, whose time does not count."""
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "RAYON")}
NS_PER_MS = 1_000_000
KIB_PER_MIB = 1024


class EntrantError(Exception):
    """A process of an entrant ended too soon; the message holds what it complained of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what is right."""

    text: str
    """As it was asked."""
    accept: tuple[str, ...]
    """Names of the intents that are right."""


@dataclass(frozen=True, slots=True)
class Score:
    """What was measured of an entrant."""

    entrant: Entrant
    """Who."""
    right: float
    """Share of the questions whose first answer is right, 0 to 1."""
    times_ms: tuple[float, ...]
    """Processor time of each question, the least of all rounds."""
    peak_mib: float
    """Most memory its process held, with Python itself."""
    learn_s: float
    """Time to learn from the phrasings."""
    load_s: float
    """Time to start from what was learnt, with all imports; the least of all rounds."""

    @property
    def median_ms(self) -> float:
        """The median time of a question."""
        return median(self.times_ms)

    @property
    def p99_ms(self) -> float:
        """The time that one question in a hundred takes longer than."""
        return quantiles(self.times_ms, n=100, method="inclusive")[-1]

    def times_of(self, own: Score) -> float:
        """How many times as long as `own` it takes: the median over the same questions."""
        return median(mine / theirs for mine, theirs in zip(self.times_ms, own.times_ms, strict=True))


@dataclass(slots=True)
class _Tally:
    """What is gathered of an entrant over the rounds."""

    learn_s: float
    """Time to learn."""
    answers: list[str] = field(default_factory=list)
    """Its answers, the same in every round."""
    rounds_ms: list[list[float]] = field(default_factory=list)
    """Time of each question in each round."""
    loads_s: list[float] = field(default_factory=list)
    """Time of each start."""
    peak_mib: float = 0.0
    """Most memory in any round."""


def race(
    content: Path, size: int, entrants: Sequence[Entrant], asked: Sequence[Asked], rounds: int = 5
) -> Iterator[Score]:
    """Yield the score of each entrant on the phrasings of a content folder made as many as `size`; 0 = as they are.

    Raises `EntrantError` where one fails.
    """
    stored = stored_of(content, size)
    running = [entrant for entrant in entrants if len(stored.texts) <= entrant.most]
    with TemporaryDirectory() as name:
        folder = Path(name)
        learners = dict.fromkeys(entrant.learner for entrant in running)
        learn_s = {learner: _learn(learner, stored, folder / learner) for learner in learners}
        tallies = {entrant: _Tally(learn_s[entrant.learner]) for entrant in running}
        for _ in range(rounds if tallies else 0):
            _run_round(tallies, folder, [question.text for question in asked])
    for entrant, tally in tallies.items():
        right = sum(a in question.accept for a, question in zip(tally.answers, asked, strict=True)) / len(asked)
        times = tuple(map(min, zip(*tally.rounds_ms, strict=True)))
        yield Score(entrant, right, times, tally.peak_mib, tally.learn_s, min(tally.loads_s))


def _learn(learner: str, stored: Stored, folder: Path) -> float:
    folder.mkdir()
    stored.write(folder)
    with _process("build", learner, folder) as process:
        return float(_read(process)["seconds"])


def _run_round(tallies: dict[Entrant, _Tally], folder: Path, questions: Sequence[str]) -> None:
    """Ask every entrant all questions, chunk by chunk in turns; each round another one begins."""
    with ExitStack() as stack:
        processes = {}
        for entrant, tally in tallies.items():
            processes[entrant] = stack.enter_context(_process("serve", entrant.module, folder / entrant.learner))
            tally.loads_s.append(float(_read(processes[entrant])["seconds"]))
            _ask(processes[entrant], questions[:WARM_UP])
            tally.answers = []
            tally.rounds_ms.append([])
        for number, chunk in enumerate(_chunks(questions)):
            for entrant in _rotated(list(processes), number):
                row, tally = _ask(processes[entrant], chunk), tallies[entrant]
                tally.answers += row["answers"]
                tally.rounds_ms[-1] += [ns / NS_PER_MS for ns in row["times_ns"]]
                tally.peak_mib = max(tally.peak_mib, row["peak_kib"] / KIB_PER_MIB)


@contextmanager
def _process(task: str, module: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.benchmarks.process", task, module, str(folder)]
    with (
        (folder / "complaints.txt").open("w+", encoding="utf-8") as complaints,
        subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as process,
    ):
        try:
            yield process
        except BrokenPipeError as error:
            raise EntrantError(f"{module}: the process is gone") from error
        except EOFError as error:
            complaints.seek(0)
            raise EntrantError(f"{module}: {complaints.read()}") from error


def _ask(process: subprocess.Popen[str], questions: Sequence[str]) -> dict[str, Any]:
    assert process.stdin is not None
    process.stdin.write(json.dumps(questions) + "\n")
    process.stdin.flush()
    return _read(process)


def _read(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Return the next row of a process; raises `EOFError` where it ended."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise EOFError
    row: dict[str, Any] = json.loads(line)
    return row


def _chunks(questions: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (questions[start : start + CHUNK] for start in range(0, len(questions), CHUNK))


def _rotated(entrants: Sequence[Entrant], number: int) -> Iterable[Entrant]:
    first = number % len(entrants)
    return [*entrants[first:], *entrants[:first]]
