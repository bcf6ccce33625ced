"""The folders of templates and static files that web pages are made from. Used by `web` and `console`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


def open_templates() -> Environment:
    """Return the templates: everything escaped, a name that nothing fills is an error, `static` gives addresses."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = static_addresses().__getitem__
    return environment


def static_addresses() -> dict[str, str]:
    """Return the address of each static file by its name; it changes with the file, which so may be cached for good."""
    files = sorted(STATIC.iterdir())
    return {file.name: f"/static/{file.name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}" for file in files}
