"""What a change did to a file, line by line, so that it can be taken back after later changes elsewhere in the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AROUND = 3
"""Lines before and after that tell where a piece belongs when line numbers have moved."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One piece of a file that was changed."""

    line: int
    """Line of the new text where it starts, counted from 0."""
    before: tuple[str, ...]
    """The lines there were, with their ends."""
    after: tuple[str, ...]
    """The lines there are now."""
    above: tuple[str, ...]
    """Up to `AROUND` lines above."""
    below: tuple[str, ...]
    """Up to `AROUND` lines below."""


def find_hunks(old: str, new: str) -> list[Hunk]:
    """Return the pieces that differ between two texts, in order; empty when they are the same."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return [
        Hunk(
            line=start,
            before=tuple(a[first:last]),
            after=tuple(b[start:end]),
            above=tuple(b[max(0, start - AROUND) : start]),
            below=tuple(b[end : end + AROUND]),
        )
        for tag, first, last, start, end in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def take_back(text: str, hunks: Iterable[Hunk]) -> str | None:
    """Return the text with pieces as they were before; None where somebody changed these lines since."""
    lines = text.splitlines(keepends=True)
    for hunk in sorted(hunks, key=lambda hunk: -hunk.line):
        start = _find(lines, hunk)
        if start is None:
            return None
        lines[start : start + len(hunk.after)] = hunk.before
    return "".join(lines)


def unified_diff(file: str, old: str, new: str) -> str:
    """Return the unified diff of two texts of one file; empty when they are the same."""
    before, after = old.splitlines(), new.splitlines()
    return "\n".join(difflib.unified_diff(before, after, file, file, lineterm=""))


def show_hunks(file: str, hunks: Iterable[Hunk]) -> str:
    """Return the pieces of a file as a unified diff."""
    lines = [f"--- {file}", f"+++ {file}"]
    shift = 0
    for hunk in hunks:
        first, around = hunk.line - len(hunk.above) + 1, len(hunk.above) + len(hunk.below)
        old, new = len(hunk.before) + around, len(hunk.after) + around
        lines.append(f"@@ -{first - shift},{old} +{first},{new} @@")
        marked = ((" ", hunk.above), ("-", hunk.before), ("+", hunk.after), (" ", hunk.below))
        lines += [mark + line.rstrip("\n") for mark, piece in marked for line in piece]
        shift += len(hunk.after) - len(hunk.before)
    return "\n".join(lines)


def _find(lines: Sequence[str], hunk: Hunk) -> int | None:
    """Return where a piece stands now: nearest to where it stood, with one of its neighbours still beside it."""
    size = len(hunk.after)
    places = [
        start
        for start in range(len(lines) - size + 1)
        if tuple(lines[start : start + size]) == hunk.after and _has_neighbour(lines, start, size, hunk)
    ]
    return min(places, key=lambda start: (abs(start - hunk.line), start), default=None)


def _has_neighbour(lines: Sequence[str], start: int, size: int, hunk: Hunk) -> bool:
    above = lines[start - 1] if start else None
    below = lines[start + size] if start + size < len(lines) else None
    return above == (hunk.above[-1] if hunk.above else None) or below == (hunk.below[0] if hunk.below else None)
