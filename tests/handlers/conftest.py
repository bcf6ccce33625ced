from __future__ import annotations

import pytest

from knowledge.content import load_content
from knowledge.models import Content
from tests.real import CONTENT


@pytest.fixture(scope="session")
def shipped() -> Content:
    """The shipped content, without a model."""
    return load_content(CONTENT)
