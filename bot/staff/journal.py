"""Replaces several content files at one instant: killed at any moment, all of them are old or all are new.

The new texts are first written to one file, `PENDING`, whose appearing is the instant: readers take its texts for the
files it names (`knowledge.content_files`). Then the files are replaced one by one and `PENDING` is taken away; what a
killed program left undone is done by `finish_writing`.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.content_files import PENDING, pending_texts


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the content folder for writing, waiting for other programs; its readers are not held up."""
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_texts(root: Path, texts: Mapping[str, str]) -> None:
    """Replace files below `root`, all at one instant; call it while the folder is `locked`. Raises OSError."""
    finish_writing(root)
    _write_whole(root / PENDING, json.dumps({"texts": dict(texts)}, ensure_ascii=False).encode())
    finish_writing(root)


def finish_writing(root: Path) -> None:
    """Do what an earlier `write_texts` left undone; call it while the folder is `locked`. Raises OSError."""
    for name, data in pending_texts(root).items():
        _write_whole(root / name, data)
    (root / PENDING).unlink(missing_ok=True)


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or as it was, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), _mode(path))
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o644
