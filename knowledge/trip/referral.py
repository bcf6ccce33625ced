"""What a one-trip card sends a resident to: the matters, each with its first counter, without the person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter on a card."""

    service: str
    """Id of the service."""
    window: str
    """Key of the department whose counter the card sends to."""


@dataclass(frozen=True, slots=True)
class Referral:
    """A card, as it is kept."""

    matters: tuple[Matter, ...]
    """In the order of the card, never empty."""
    town: str = ""
    """The resident's town; empty where it is not known."""
    audience: str = ""
    """Whom the card is for: a key of `trip_card.AUDIENCES`."""
    code: str = ""
    """Eight digits, see `bot.referral.referral_code`; empty until the card is kept."""

    @property
    def services(self) -> tuple[str, ...]:
        """Ids of the services, in the order of the card."""
        return tuple(matter.service for matter in self.matters)
