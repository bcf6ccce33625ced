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

from bot import ask, commands
from bot.config import load_config
from bot.database import StoreError
from bot.question_files import QuestionFileError
from bot.referral.counter import ReferralError
from bot.serve import ServeError
from knowledge.errors import ContentError
from knowledge.matching.encoder import EncoderError

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
        return int(asyncio.run(options.run(config, options)))
    except EncoderError as error:
        return _complain(str(error), EX_CONFIG)
    except (ContentError, StoreError, ServeError, QuestionFileError, ReferralError, ask.BadLineError) as error:
        return _complain(str(error), 1)
    except (KeyboardInterrupt, BrokenPipeError):
        return 1


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, each with help and an example."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="一窗：石泉县公共服务问答")
    parser.add_argument("--config", type=Path, default=ROOT / "config.yaml", help="设置文件（默认 config.yaml）")
    commands_of = parser.add_subparsers(title="命令", required=True, metavar="COMMAND")
    for spec in commands.COMMANDS:
        sub = commands_of.add_parser(
            spec.name,
            help=spec.help,
            description=spec.help,
            epilog=f"例：{spec.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        spec.add_arguments(sub)
        sub.set_defaults(run=spec.run)
    return parser


def _complain(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
