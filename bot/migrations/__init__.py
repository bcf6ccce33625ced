"""Brings the tables of a store up to date, step by step. Loaded by `database` for the store of an older program."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection, last: str = "head") -> None:
    """Take all steps that a store has not taken yet, up to the number `last`."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.attributes["connection"] = connection
    command.upgrade(settings, last)
