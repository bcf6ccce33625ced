"""The command line: `python -m bot COMMAND`. Parses, runs, and turns every foreseen error into a line and a status.

Status 0 = done, 1 = something is wrong with content, questions or store, 2 = wrong arguments, 78 = wrong settings.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.commands import COMMANDS, CommandParser
from bot.config import load_config
from bot.errors import ForeseenError
from knowledge.errors import ContentError

ROOT = Path(__file__).resolve().parent.parent
EX_CONFIG = 78


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = build_parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("httpx", "httpcore", "telegram", "aiosqlite", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        config = load_config(options.config)
    except ContentError as error:
        return _complain(str(error), EX_CONFIG)
    try:
        return int(asyncio.run(options.command.run(config, options)))
    except ContentError as error:
        return _complain(str(error), 1)
    except ForeseenError as error:
        return _complain(str(error), error.status)
    except (KeyboardInterrupt, BrokenPipeError):
        return 1


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, each with help and an example."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="一窗：石泉县公共服务问答")
    parser.add_argument("--config", type=Path, default=ROOT / "config.yaml", help="设置文件（默认 config.yaml）")
    typed = parser.add_subparsers(title="命令", required=True, metavar="COMMAND", parser_class=CommandParser)
    for command in COMMANDS:
        sub = typed.add_parser(
            command.name,
            help=command.help,
            description=command.help,
            epilog=f"例：{command.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.command = command
    return parser


def _complain(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
