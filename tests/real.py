"""The shipped content with its learnt model, for the few tests that must ask the bot as residents meet it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.config import load_config
from bot.library import Edition, load_edition
from knowledge.content import load_content
from knowledge.models import Content

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "knowledge" / "content"
MODELS = ROOT / ".cache" / "models"
"""Learnt models, kept from one run to the next and shared by all tests that need one."""


@cache
def real_edition() -> Edition:
    """Return the shipped content and its model, read once a session; learnt (about 20 s) where no file has it yet."""
    return load_edition(CONTENT, MODELS, load_config(ROOT / "config.yaml").thresholds)


@cache
def shipped_content() -> Content:
    """Return the shipped content without anything learnt from it."""
    return load_content(CONTENT)
