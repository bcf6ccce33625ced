"""What is foreseen to go wrong: one base, so that the command line ends on any of it with a line and a status."""

from __future__ import annotations

from typing import ClassVar


class ForeseenError(Exception):
    """Something cannot be done; the message says what and what to do about it, in one line of Chinese."""

    status: ClassVar[int] = 1
    """Exit status of a command that ends on it."""


class SettingsError(ForeseenError):
    """The settings name something that cannot be used."""

    status = 78  # EX_CONFIG of sysexits.h
