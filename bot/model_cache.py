"""What processes that serve the same content tell each other by files beside the learnt models.

Who learns or examines just now, which learnt model was refused or has passed, and on which one a changed content may
rest until its own is learnt. Called by `library`.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knowledge.matching.compiled import UNREADABLE, load_model, load_or_learn, model_key
from knowledge.matching.encoder import Encoder
from knowledge.matching.features import Analyser
from knowledge.matching.matcher import Model
from knowledge.models import Content

log = logging.getLogger(__name__)

LEARNING, EXAMINING = "learning.lock", "examining.lock"
PASSED, REFUSED, WORDS = "passed", "refused", "words"


class Claim:
    """The right of one process to examine, which also ends with the process."""

    def __init__(self, handle: int | None) -> None:
        """Hold the lock of an open file; None = there is none to hold."""
        self._handle = handle

    def end(self) -> None:
        """Let others examine."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class ModelCache:
    """The folder of the learnt models."""

    def __init__(self, folder: Path, encoder: Encoder | None = None) -> None:
        """Use a folder, which is made when it is needed, and the sentence encoder of all its models."""
        self.folder, self._encoder = folder, encoder

    def key_of(self, content: Content) -> str:
        """Return the name of the model of a content."""
        return model_key(content, self._encoder)

    def find(self, key: str) -> Model | None:
        """Return a learnt model; None where no whole file has it."""
        try:
            return load_model(self.folder / f"{key}.npz")
        except UNREADABLE:
            return None

    def has(self, key: str) -> bool:
        """Return whether there is a file of a model."""
        return (self.folder / f"{key}.npz").exists()

    def find_or_learn(self, content: Content, analyser: Analyser) -> Model:
        """Return the model of a content, learnt now where no file has it: by one process, the others wait for it."""
        key = self.key_of(content)
        model = self.find(key)
        if model is None:
            with self._learning_alone():
                model = load_or_learn(content, analyser, self.folder)
            self._drop_notes()
        if not self._note(key, WORDS).exists():
            self._write(key, WORDS, self._words_of(content))
        return model

    def find_base(self, content: Content) -> tuple[str, Model | None]:
        """Return the latest other model, with its name, that was learnt with the same words; None where there is none.

        On it a content can rest whose phrasings changed while nothing served.
        """
        words = self._words_of(content)
        notes = sorted(self.folder.glob(f"*.{WORDS}"), key=lambda path: path.stat().st_mtime, reverse=True)
        for note in notes:
            if note.stem == self.key_of(content) or _read(note) != words:
                continue
            if (model := self.find(note.stem)) is not None:
                return note.stem, model
        return "", None

    def base_of_refused(self, key: str) -> str:
        """Return the name of the model used in place of one that was refused; empty where it was not."""
        return _read(self._note(key, REFUSED))

    def has_passed(self, key: str) -> bool:
        """Return whether a model was examined and may be used."""
        return self._note(key, PASSED).exists()

    def note_passed(self, key: str) -> None:
        """Note that a model was examined and may be used."""
        self._write(key, PASSED, "")

    def note_refused(self, key: str, base: str) -> None:
        """Note that a model is not to be used, and which is in its place."""
        self._write(key, REFUSED, base)

    def claim_examination(self) -> Claim | None:
        """Return the right to examine; None where another process has it."""
        handle = self._open(EXAMINING)
        if handle is None:
            return Claim(None)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return Claim(handle)

    @contextlib.contextmanager
    def _learning_alone(self) -> Iterator[None]:
        """Wait for other processes that learn; for nobody where the folder cannot be written."""
        handle = self._open(LEARNING)
        if handle is None:
            yield
            return
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log.info("另一个程序正在学，等它学完……")
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _open(self, name: str) -> int | None:
        """Return the handle of a file to lock, whose lock ends with the process; None where it cannot be made."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError:
            return None

    def _words_of(self, content: Content) -> str:
        """Return a hash of all that a model is learnt from and with, but for the phrasings."""
        return self.key_of(replace(content, services={}, elsewhere={}, smalltalk={}))

    def _note(self, key: str, kind: str) -> Path:
        return self.folder / f"{key}.{kind}"

    def _drop_notes(self) -> None:
        """Take away the notes on models that are gone."""
        with contextlib.suppress(OSError):
            for note in (*self.folder.glob(f"*.{WORDS}"), *self.folder.glob(f"*.{PASSED}")):
                if not note.with_suffix(".npz").exists():
                    note.unlink(missing_ok=True)

    def _write(self, key: str, kind: str, text: str) -> None:
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._note(key, kind).write_text(text, encoding="utf-8")


def _read(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
