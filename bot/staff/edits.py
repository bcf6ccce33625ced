"""The edits that staff make, as plain values: kept in the store with a draft, applied to the files by `editing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_args

FieldValue = str | tuple["FieldValue", ...] | Mapping[str, "FieldValue"]
"""A text; a list of texts or of small mappings (papers, confusables); a mapping (source, opening hours, condition)."""


@dataclass(frozen=True, slots=True)
class AddPhrasings:
    """Adds ways of asking to a service."""

    service: str
    """Its id."""
    ask: tuple[str, ...] = ()
    """Phrasings that shall lead there."""
    checks: tuple[str, ...] = ()
    """Questions kept aside to check that they lead there."""


@dataclass(frozen=True, slots=True)
class RemovePhrasings:
    """Takes ways of asking from a service; one that is not there any more is left out."""

    service: str
    """Its id."""
    ask: tuple[str, ...] = ()
    """Phrasings that no longer lead there."""
    checks: tuple[str, ...] = ()
    """Questions no longer kept aside for it."""


@dataclass(frozen=True, slots=True)
class ChangeService:
    """Changes fields of a service."""

    service: str
    """Its id."""
    fields: Mapping[str, FieldValue]
    """New value of each field that changes, by its name in the YAML."""


@dataclass(frozen=True, slots=True)
class ChangeCases:
    """Writes the people on whom the condition of a service is tried."""

    service: str
    """Its id."""
    cases: tuple[Mapping[str, FieldValue], ...]
    """All of them, each with note, facts and expect."""


@dataclass(frozen=True, slots=True)
class NewService:
    """Writes a new service, its check questions, and its id into the register."""

    domain: str
    """Name of its file without the ending, such as `education`."""
    fields: Mapping[str, FieldValue]
    """Every field, by its name in the YAML; see `editing.service_template`."""
    checks: tuple[str, ...]
    """Questions kept aside to check that they lead there."""


@dataclass(frozen=True, slots=True)
class RemoveService:
    """Takes a service with all that tries, offers or brings it up out of the content; its id is never used again."""

    service: str
    """Its id."""


@dataclass(frozen=True, slots=True)
class AddToTopic:
    """Adds ways of asking to a matter that is handled elsewhere."""

    topic: str
    """Its id in `elsewhere.yaml`."""
    ask: tuple[str, ...]
    """Phrasings that shall lead there."""


@dataclass(frozen=True, slots=True)
class NewTopic:
    """Writes a new matter that is handled elsewhere."""

    fields: Mapping[str, FieldValue]
    """id, title, office, hotline (may be empty) and ask."""


@dataclass(frozen=True, slots=True)
class ChangeDepartment:
    """Changes fields of a department."""

    department: str
    """Its key."""
    fields: Mapping[str, FieldValue]
    """New value of each field that changes, by its name in the YAML."""


@dataclass(frozen=True, slots=True)
class ChangeWindow:
    """Changes fields of a window of a department."""

    department: str
    """Key of its department."""
    window: str
    """Its key."""
    fields: Mapping[str, FieldValue]
    """New value of each field that changes, by its name in the YAML."""


@dataclass(frozen=True, slots=True)
class NewWindow:
    """Writes one more window of a department."""

    department: str
    """Key of its department."""
    fields: Mapping[str, FieldValue]
    """Its fields, by their names in the YAML; `key` among them."""


@dataclass(frozen=True, slots=True)
class RemoveWindow:
    """Takes a window that closed out of its department."""

    department: str
    """Key of its department."""
    window: str
    """Its key."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Takes a published change back."""

    change: int
    """Its number."""


Edit = (
    AddPhrasings
    | RemovePhrasings
    | ChangeService
    | ChangeCases
    | NewService
    | RemoveService
    | AddToTopic
    | NewTopic
    | ChangeDepartment
    | ChangeWindow
    | NewWindow
    | RemoveWindow
    | TakeBack
)

_KINDS: Mapping[str, type[Edit]] = {kind.__name__: kind for kind in get_args(Edit)}


def pack_edit(edit: Edit) -> dict[str, Any]:
    """Return an edit as plain JSON."""
    return {"edit": type(edit).__name__, **asdict(edit)}


def unpack_edit(packed: Mapping[str, Any]) -> Edit:
    """Return the edit that `pack_edit` packed."""
    values = {name: _tupled(value) for name, value in packed.items() if name != "edit"}
    return _KINDS[packed["edit"]](**values)


def _tupled(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_tupled, value))
    if isinstance(value, dict):
        return {name: _tupled(item) for name, item in value.items()}
    return value
