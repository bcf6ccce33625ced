"""Installs what some tests need beside Python: Debian's Chromium and fonts, Node, and the npm Telegram emulator.

`make test` runs it as `python -m tests.tools`. Where something may not be installed it says what is missing and which
tests are left out; with CI=true that is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EMULATOR = Path(__file__).parent / "telegram_emulator"
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


@dataclass(frozen=True, slots=True)
class Need:
    """Something that tests need."""

    name: str
    """What people call it."""
    packages: tuple[str, ...]
    """Its Debian packages."""
    tests: str
    """The tests that are left out without it."""
    is_there: bool
    """Whether it is installed."""


def needs() -> list[Need]:
    """Return what the tests need, and whether it is there."""
    has_fonts = FONT.exists()
    return [
        Need("Chromium", ("chromium",), "tests/browser", shutil.which("chromium") is not None),
        Need("Chinese fonts", ("fonts-noto-cjk",), "tests/browser", has_fonts),
        Need("Node and npm", ("nodejs", "npm"), "tests/emulator", all(map(shutil.which, ("node", "npm")))),
    ]


def install_packages(packages: Sequence[str]) -> bool:
    """Install Debian packages; return whether that worked."""
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else [shutil.which("sudo") or "", "-n"]
    if apt is None or (sudo and not sudo[0]):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = ([*sudo, apt, "-qq", "update"], [*sudo, apt, "-qq", "-y", "--no-install-recommends", "install", *packages])
    return all(_runs(step, env=environment) for step in steps)


def install_emulator() -> bool:
    """Install the npm modules of the Telegram emulator from its lock file; return whether they are there."""
    if (EMULATOR / "node_modules" / "telegram-test-api").is_dir():
        return True
    npm = shutil.which("npm")
    if npm is None:
        return False
    command = [npm, "ci", "--silent", "--no-audit", "--no-fund"]
    return _runs(command, cwd=EMULATOR)


def _runs(command: Sequence[str], *, env: dict[str, str] | None = None, cwd: Path | None = None) -> bool:
    return subprocess.run(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    """Install what is missing; return the exit status."""
    missing = [package for need in needs() if not need.is_there for package in need.packages]
    if missing:
        print(f"Installing for the tests: {' '.join(missing)}", flush=True)
        install_packages(missing)
    left_out = {
        f"{need.name} (apt-get install {' '.join(need.packages)})": need.tests for need in needs() if not need.is_there
    }
    if not install_emulator():
        left_out["the Telegram emulator (npm ci in tests/telegram_emulator)"] = "tests/emulator"
    for name, tests in left_out.items():
        print(f"Missing: {name}. Left out: {tests}.", file=sys.stderr)
    return 1 if left_out and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
