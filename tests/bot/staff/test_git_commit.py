from __future__ import annotations

import logging
import subprocess
from pathlib import Path

import pytest

from bot.staff.git_commit import commit_files


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_COMMITTER_NAME", "desk")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "desk@example.org")
    git(tmp_path, "init", "-q")
    (tmp_path / "a.yaml").write_text("a", encoding="utf-8")
    return tmp_path


async def test_changed_file_is_committed_in_the_name_of_who_published(repository: Path) -> None:
    assert await commit_files(repository, ["a.yaml"], "换\n负责人", "王 姐")
    assert git(repository, "log", "--format=%an|%s", "--name-only") == "王 姐|换 负责人\n\na.yaml\n"


async def test_nothing_else_is_committed(repository: Path) -> None:
    (repository / "b.yaml").write_text("b", encoding="utf-8")
    git(repository, "add", "b.yaml")
    await commit_files(repository, ["a.yaml"], "换", "王姐")
    assert git(repository, "show", "--format=", "--name-only") == "a.yaml\n"


async def test_failure_is_logged_and_no_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.yaml").write_text("a", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert not await commit_files(tmp_path, ["a.yaml"], "换", "王姐")
    assert "没能提交到 git" in caplog.text
