"""Rules of `opening.yaml` and `office.yaml`: words as messages are compared with them."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checking.draft import Draft
from knowledge.content_files import whole
from knowledge.language.normalise import plain_form

OPENING, OFFICE = "opening.yaml", "office.yaml"
_OPENING_FIELDS = ("times", "working", "closing", "asking", "doubled", "nouns", "weak", "weekdays", "here", "counters")


def check_office_words(draft: Draft) -> None:
    """Note words that can never be found in a message, since they hold punctuation or unusual characters."""
    for file, field, word in _words(draft):
        if plain_form(word) != word:
            remedy = f"改成 {plain_form(word) or '一个词'}"
            whole(draft.files, file, draft.problems).report(
                field, f"“{word}”永远认不出来：比的是没有标点的简体小写", remedy
            )


def _words(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """Yield file, field and word of every word by which an office, or its hours, is asked for."""
    opening, office = draft.content.opening, draft.content.office_words
    for field in _OPENING_FIELDS:
        yield from ((OPENING, field, word) for word in getattr(opening, field))
    for field, rows in (("days", opening.days), ("holidays", opening.holidays)):
        yield from ((OPENING, field, word) for _, words in rows for word in words)
    for field in ("asking", "around"):
        yield from ((OFFICE, field, word) for word in getattr(office, field))
