"""Keeps a published change as a commit, where the content folder is in a git repository and the settings say so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger(__name__)

TIMEOUT_S = 30


async def commit_files(root: Path, files: Sequence[str], subject: str, author: str) -> bool:
    """Commit files below `root`, nothing else that may lie there; return whether that worked.

    A commit that fails is logged and costs nothing: the change is published and in the audit trail.
    """
    name = " ".join(author.split()) or "一窗"
    message = f"{' '.join(subject.split())}\n\n由 {name} 在一窗工作台发布"
    arguments = ("commit", "--quiet", "--only", f"--author={name.replace('<', '').replace('>', '')} <staff@localhost>")
    for command in (("add", "--", *files), (*arguments, "-m", message, "--", *files)):
        try:
            process = await asyncio.create_subprocess_exec(
                "git", "-C", str(root), *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
            )
            _, errors = await asyncio.wait_for(process.communicate(), TIMEOUT_S)
        except (OSError, TimeoutError) as error:
            log.warning("发布好了，但没能提交到 git：%s", error)
            return False
        if process.returncode:
            log.warning("发布好了，但没能提交到 git：%s", errors.decode("utf-8", "replace").strip())
            return False
    return True
