from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.mini_content import write_mini_content


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A content folder with the small world of `mini_content`."""
    folder = tmp_path / "content"
    write_mini_content(folder)
    return folder
