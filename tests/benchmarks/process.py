"""The process of one entrant: `build` learns and ends; `serve` loads, then answers a line of questions with a line.

`race` runs it as `python -m tests.benchmarks.process build|serve MODULE FOLDER`: memory and load time are its own.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path

from tests.benchmarks.stored import Stored


def main() -> None:
    """Do what the arguments say."""
    task, module, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    start = time.perf_counter()
    peer = importlib.import_module(f"tests.benchmarks.peers.{module}")
    if task == "build":
        peer.build(Stored.read(folder), folder)
        _write({"seconds": time.perf_counter() - start})
        return
    best = peer.load(folder)
    _write({"seconds": time.perf_counter() - start})
    for line in sys.stdin:
        answers, times = [], []
        for question in json.loads(line):
            before = time.process_time_ns()
            answers.append(best(question))
            times.append(time.process_time_ns() - before)
        _write({"answers": answers, "times_ns": times, "peak_kib": _peak_kib()})


def _peak_kib() -> int:
    """Return the most memory held since the start; `getrusage` would also count the parent's before the start."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _write(row: dict[str, object]) -> None:
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
