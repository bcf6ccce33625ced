"""Measures retrieval of paraphrases on public question pairs: for a question, is its match the nearest stored one?

The file is JSON: `corpus` = the stored questions, `q` = [question, index of its match] each. Nothing is learnt from the
matches; the parameters of `knowledge.matching.retrieval` were set on the project's own content, and looked at on every
second question of LCQMC before this figure was taken.

Run: `python -m tests.benchmarks.paraphrases lcqmc-faq.json`
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from knowledge.lexicon import Lexicon
from knowledge.matching.features import Analyser
from knowledge.matching.retrieval import Retriever

GENERAL = Lexicon(say_as={}, concepts={}, fillers=(), aspects={}, connectors=(), corrections=())
"""No words of the county: its dialect (好多 = how many) is wrong for questions from all over the country."""
NEAR = 5


@dataclass(frozen=True, slots=True)
class Recall:
    """How often the match was found."""

    questions: int
    """How many were asked."""
    first: float
    """Share of questions whose match came first, 0 to 1."""
    halves: tuple[float, float]
    """The same for every second question, from the first and from the second."""
    near: float
    """Share whose match was among the first `NEAR`, 0 to 1."""
    median_ms: float
    """Median time of a question."""


def measure(path: Path) -> Recall:
    """Return the recall on a file of question pairs."""
    pairs = json.loads(path.read_text(encoding="utf-8"))
    analyser = Analyser(GENERAL)
    retriever = Retriever.learn([analyser.analyse(text) for text in pairs["corpus"]])
    ranks, times = [], []
    for question, match in pairs["q"]:
        start = time.perf_counter()
        hits = retriever.nearest(analyser.analyse(question), NEAR)
        times.append(time.perf_counter() - start)
        ranks.append(next((rank for rank, hit in enumerate(hits) if hit.number == match), NEAR))
    firsts = [rank == 0 for rank in ranks]
    halves = (_share(firsts[::2]), _share(firsts[1::2]))
    return Recall(len(ranks), _share(firsts), halves, _share([rank < NEAR for rank in ranks]), 1000 * median(times))


def _share(found: list[bool]) -> float:
    return sum(found) / (len(found) or 1)


def main() -> int:
    """Measure the file named on the command line; return the exit status."""
    if len(sys.argv) != 1 + 1:
        print("python -m tests.benchmarks.paraphrases lcqmc-faq.json", file=sys.stderr)
        return 2
    recall = measure(Path(sys.argv[1]))
    print(f"{recall.questions} questions: recall@1 {recall.first:.1%} (halves {recall.halves[0]:.1%}, ", end="")
    print(f"{recall.halves[1]:.1%}), recall@{NEAR} {recall.near:.1%}, median {recall.median_ms:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
