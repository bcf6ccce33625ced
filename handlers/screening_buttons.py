"""The buttons that lead into the eligibility dialogue, shown under answers of all kinds."""

from __future__ import annotations

from handlers import action
from handlers.turn import Button
from knowledge.conditions import Everyone
from knowledge.models import Content, Service


def start_button(content: Content) -> Button:
    """Return the button that begins to look through all services."""
    return Button(content.messages["screening.button_start"], action.write_action(action.SCREEN))


def resume_button(content: Content) -> Button:
    """Return the button that goes on with the dialogue."""
    return Button(content.messages["screening.button_resume"], action.write_action(action.SCREEN))


def check_buttons(content: Content, service: Service) -> tuple[Button, ...]:
    """Return the button that checks a service; none for a service that everyone can have."""
    if isinstance(service.eligible, Everyone):
        return ()
    return (Button(content.messages["screening.button_check"], action.write_action(action.CHECK, service.id)),)


def pressed_label(content: Content, pressed: action.Action) -> str:
    """Return what a button of the dialogue said; empty for one that names what the content no longer has."""
    words, fact = content.messages, content.situation.get(pressed.service)
    if pressed.verb == action.SCREEN:
        return words.get(f"screening.button_{pressed.service or 'start'}", "")
    if pressed.verb == action.CHECK:
        return words["screening.button_check"]
    if pressed.verb == action.HAVE:
        service = content.services.get(pressed.service)
        return service.title if service else words["screening.button_none_received"]
    if fact is None or pressed.verb == action.AGAIN:
        return fact.name if fact else ""
    labels = {f"{band.low}-{band.high}": band.label for band in fact.bands} | dict(fact.values)
    return labels.get(pressed.aspect) or words.get(f"screening.button_{pressed.aspect}", "")
