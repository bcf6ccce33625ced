"""Takes a service that is no longer offered out of the files that no form shows. Called by `editing`.

What other services say of it, an editor decides in their forms: the validator names each place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.staff.yaml_text import Step, YamlTextError, drop_entry, drop_key, get_value, set_value
from knowledge.checking.eligibility_rules import RECEIVED, SCREENING, SUITS

SEVERAL, DIALOGUES, VAGUE, ROUTING = "checks/several.yaml", "checks/dialogues.yaml", "vague.yaml", "routing.yaml"
FEWEST_OFFERS = 2
"""With fewer there is nothing left to choose from: an editor is to look at it."""


def retire_mentions(texts: dict[str, str], domain: str, key: str) -> None:
    """Change texts, by file, so that they no longer try, offer or bring up a service of a domain."""
    _drop_key(texts, f"cases/{domain}.yaml", [key])
    for section in (SUITS, RECEIVED):
        _drop_key(texts, SCREENING, [section, key])
    _retire_checks(texts, key)
    for entry in _entries(texts, VAGUE):
        if key in entry.get("offer", ()) and len(entry["offer"]) > FEWEST_OFFERS:
            _take_from_list(texts, VAGUE, [("word", entry["word"]), "offer"], key)
    for entry in _entries(texts, ROUTING):
        if key in entry.get("services", ()):
            _take_from_list(texts, ROUTING, [("key", entry["key"]), "services"], key)


def _retire_checks(texts: dict[str, str], key: str) -> None:
    for entry in _entries(texts, SEVERAL):
        if key in entry.get("needs", ()):
            texts[SEVERAL] = drop_entry(texts[SEVERAL], [("q", entry["q"])])
        elif key in entry.get("also", ()):
            _take_from_list(texts, SEVERAL, [("q", entry["q"]), "also"], key)
    for entry in _entries(texts, DIALOGUES):
        if key in entry.get("services", ()) or any(_is_about(turn, key) for turn in entry.get("then", ())):
            texts[DIALOGUES] = drop_entry(texts[DIALOGUES], [("start", entry["start"])])


def _is_about(turn: dict[str, Any], key: str) -> bool:
    return key == turn.get("about") or key in turn.get("services", ())


def _entries(texts: dict[str, str], file: str) -> list[dict[str, Any]]:
    return list(get_value(texts[file], [])) if texts.get(file, "").strip() else []


def _drop_key(texts: dict[str, str], file: str, path: Sequence[Step]) -> None:
    try:
        get_value(texts.get(file, ""), path)
    except YamlTextError:
        return
    texts[file] = drop_key(texts[file], path)


def _take_from_list(texts: dict[str, str], file: str, path: Sequence[Step], key: str) -> None:
    left = [other for other in get_value(texts[file], path) if other != key]
    texts[file] = set_value(texts[file], path, left)
