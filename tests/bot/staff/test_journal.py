from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from bot.staff import journal
from knowledge.content_files import PENDING, content_version, read_files

OLD = {"a.yaml": "x: 旧\n", "b/c.yaml": "y: 旧\n", "d.yaml": "z: 旧\n"}
NEW = {"a.yaml": "x: 新\n", "b/c.yaml": "y: 新\n", "e.yaml": "w: 新\n"}
STEPS = 40
"""More calls to the system than a publishing makes."""


def write_old(root: Path) -> None:
    for name, text in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def seen(root: Path) -> dict[str, str]:
    return {name: next(iter(value.values())) for name, value in read_files(root)[0].items()}


def publish_and_die(root: Path, calls: int) -> None:
    """Publish in a process of its own and kill it at a call to the system."""
    left = calls

    def counted(function: object) -> object:
        def call(*arguments: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)  # type: ignore[operator]  # one of the functions below

        return call

    for name in ("replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    for name in ("fsync", "fchmod", "open", "close"):
        setattr(os, name, counted(getattr(os, name)))
    with journal.locked(root):
        journal.write_texts(root, NEW)


@pytest.mark.parametrize("calls", range(1, STEPS))
def test_killed_at_any_call_all_files_are_old_or_all_are_new(tmp_path: Path, calls: int) -> None:
    write_old(tmp_path)
    process = multiprocessing.get_context("fork").Process(target=publish_and_die, args=(tmp_path, calls))
    process.start()
    process.join()
    old, new = ({name: text[3] for name, text in texts.items()} for texts in (OLD, {**OLD, **NEW}))
    assert seen(tmp_path) in (old, new)
    version, after_kill = content_version(tmp_path), seen(tmp_path)
    with journal.locked(tmp_path):
        journal.finish_writing(tmp_path)
    assert (content_version(tmp_path), seen(tmp_path)) == (version, after_kill)
    assert not (tmp_path / PENDING).exists()
    assert process.exitcode in (0, -signal.SIGKILL)


def test_kills_reach_from_the_first_call_to_beyond_the_last(tmp_path: Path) -> None:
    """Else the test above would try too little."""
    write_old(tmp_path)
    for calls, expected in ((1, -signal.SIGKILL), (STEPS, 0)):
        process = multiprocessing.get_context("fork").Process(target=publish_and_die, args=(tmp_path, calls))
        process.start()
        process.join()
        assert process.exitcode == expected


def test_files_keep_their_mode(tmp_path: Path) -> None:
    write_old(tmp_path)
    (tmp_path / "a.yaml").chmod(0o640)
    journal.write_texts(tmp_path, NEW)
    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"texts": 3}', b'{"texts": {"a.yaml": 3}}'])
def test_journal_that_is_none_is_left_out(tmp_path: Path, data: bytes) -> None:
    write_old(tmp_path)
    (tmp_path / PENDING).write_bytes(data)
    assert seen(tmp_path) == {name: text[3] for name, text in OLD.items()}
