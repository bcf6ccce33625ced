"""The buttons that lead into the eligibility dialogue, shown under answers of all kinds."""

from __future__ import annotations

from handlers import action
from handlers.screening_state import ScreeningState
from handlers.screening_words import whom
from handlers.turn import Button
from knowledge.conditions import Everyone
from knowledge.models import Content, Service

PERSON = "person"
"""The step that turns to another of the people told of; the aspect is who it is."""


def start_button(content: Content) -> Button:
    """Return the button that begins to look through all services."""
    return Button(content.messages["screening.button_start"], action.write_action(action.SCREEN))


def resume_button(content: Content) -> Button:
    """Return the button that goes on with the dialogue."""
    return Button(content.messages["screening.button_resume"], action.write_action(action.SCREEN))


def step_button(content: Content, step: str) -> Button:
    """Return the button that steers the dialogue: `results`, `change`, `more`, `rest` or `received`."""
    return Button(content.messages[f"screening.button_{step}"], action.write_action(action.SCREEN, step))


def person_buttons(content: Content, state: ScreeningState) -> tuple[Button, ...]:
    """Return a button for each of the other people told of, which turns to them."""
    known = (whom(other.known(content.situation)) for other in state.others)
    return tuple(
        Button(person_label(content, one), action.write_action(action.SCREEN, PERSON, one))
        for one in dict.fromkeys(known)
    )


def person_label(content: Content, one: str) -> str:
    """Return what the button says that turns to a person, `one` as `Whom`; empty where it is nobody."""
    name = content.messages.get(f"screening.who_{one}", "")
    return content.messages["screening.button_person"].format(who=name) if name else ""


def check_buttons(content: Content, service: Service) -> tuple[Button, ...]:
    """Return the button that checks a service; none for a service that everyone can have."""
    if isinstance(service.eligible, Everyone):
        return ()
    return (Button(content.messages["screening.button_check"], action.write_action(action.CHECK, service.id)),)


def pressed_label(content: Content, pressed: action.Action) -> str:
    """Return what a button of the dialogue said; empty for one that names what the content no longer has."""
    words, fact = content.messages, content.situation.get(pressed.service)
    if pressed.verb == action.SCREEN and pressed.service == PERSON:
        return person_label(content, pressed.aspect)
    if pressed.verb == action.SCREEN:
        return words.get(f"screening.button_{pressed.service or 'start'}", "")
    if pressed.verb == action.CHECK:
        return words["screening.button_check"]
    if pressed.verb == action.HAVE:
        service = content.services.get(pressed.service)
        return service.title if service else words["screening.button_none_received"]
    if fact is None:
        return ""
    if pressed.verb == action.AGAIN:
        return words["screening.button_whole"] if pressed.aspect else fact.name
    labels = {f"{band.low}-{band.high}": band.label for band in fact.bands} | dict(fact.values)
    return labels.get(pressed.aspect) or words.get(f"screening.button_{pressed.aspect}", "")
