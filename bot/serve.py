"""`serve`: the web chat, Telegram where a token is set, hot content and retention, until the operator stops it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Coroutine
from typing import Any

import uvicorn

from bot.assembly import make_responder, open_library, open_store
from bot.channels.console import Rooms, create_console_app
from bot.channels.console_visit import CONSOLE
from bot.channels.http_split import beside
from bot.channels.telegram import TelegramChannel, TelegramRefused
from bot.channels.web import create_web_app
from bot.config import Config, WebConfig
from bot.database import Database, StoreError
from bot.errors import ForeseenError
from bot.library import Library
from bot.respond import Responder
from bot.staff.account_commands import offer_first_admin
from bot.staff.accounts import Accounts
from bot.staff.chat import StaffChat
from bot.staff.chat_tasks import StaffTasks
from bot.staff.examining import Examiner
from bot.staff.publishing import Publisher
from bot.staff.queue import ReviewQueue
from bot.staff.reminders import OwnerReminders
from bot.times import utc_now

log = logging.getLogger(__name__)

CLEANING_EVERY_S = 3600
SHUTDOWN_S = 20
MOST_PORT = 65535


class ServeError(ForeseenError):
    """The service cannot start; the message is one line for an operator."""


def serve_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `serve`."""
    parser.add_argument("--host", help="网页地址（默认按设置文件）")
    parser.add_argument("--port", type=_port, help="网页端口，0 = 随便一个空的（默认按设置文件）")
    parser.add_argument("--first-admin", action="store_true", help="还没有工作台账号，就建一个 admin 并显示一次密码")


async def run_serve(config: Config, options: argparse.Namespace) -> int:
    """Run `serve`; return the exit status."""
    port = config.web.port if options.port is None else options.port
    web = WebConfig(options.host or config.web.host, port)
    await serve(config, web, has_first_admin=options.first_admin)
    return 0


async def serve(config: Config, web: WebConfig, *, has_first_admin: bool = False) -> None:
    """Serve all channels until SIGINT or SIGTERM; raises `ServeError` where the address `web` is taken.

    With `has_first_admin` an admin of the console is made and its password printed where there is no account yet.
    """
    with contextlib.closing(_listen(web)) as listener:
        library = open_library(config, is_learnt_later=True)
        async with open_store(config) as database:
            accounts = Accounts(database, config.staff, utc_now)
            rooms = _furnish(database, library, config, accounts)
            tasks = StaffTasks(database, rooms.publisher, rooms.content, utc_now)
            staff = StaffChat(rooms.queue, rooms.content, utc_now, tasks.wake, config.timezone)
            responder = make_responder(config, library, database, staff=staff)
            await responder.count_restart()
            await rooms.publisher.recover()
            library.examine = Examiner(database, config, utc_now, rooms.publisher.questions_to_try).examine
            server = _make_server(responder, rooms, config)
            host, port = listener.getsockname()[:2]
            place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            print(f"一窗已经开了：http://{place}/  （按 Ctrl-C 停）", flush=True)
            if has_first_admin:
                print(f"工作台：http://{place}/staff  {await offer_first_admin(accounts)}", flush=True)
            reminders = OwnerReminders(database, rooms.content, config.timezone, utc_now)
            jobs = [*_companions(config, library, responder, tasks, reminders), rooms.publisher.keep_warm()]
            await _run_together(server, listener, jobs)
            await rooms.publisher.finish_late()


def _furnish(database: Database, library: Library, config: Config, accounts: Accounts) -> Rooms:
    publisher = Publisher(database, library, config)
    return Rooms(
        accounts=accounts,
        edition=lambda: library.edition,
        database=database,
        queue=ReviewQueue(database, library),
        publisher=publisher,
        zone=config.timezone,
        clock=utc_now,
    )


def _make_server(responder: Responder, rooms: Rooms, config: Config) -> uvicorn.Server:
    chat = create_web_app(responder, messages_per_minute=config.limits.messages_per_minute)
    app = beside(chat, create_console_app(rooms), CONSOLE)
    return uvicorn.Server(
        uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=SHUTDOWN_S
        )
    )


def _companions(
    config: Config, library: Library, responder: Responder, staff_tasks: StaffTasks, reminders: OwnerReminders
) -> list[Coroutine[Any, Any, None]]:
    jobs = [_refresh_forever(library, config.reload_every_s), _clean_forever(responder)]
    if config.telegram.is_on:
        channel = TelegramChannel(
            config.telegram.token, config.telegram.api, responder, config.limits.messages_per_minute
        )
        jobs += [_run_telegram(channel), staff_tasks.run(channel.wake), reminders.run(channel.wake)]
    return jobs


async def _run_together(server: uvicorn.Server, listener: socket.socket, jobs: list[Coroutine[Any, Any, None]]) -> None:
    tasks = [asyncio.create_task(job) for job in jobs]
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
    try:
        await server.serve(sockets=[listener])
    finally:
        for task in tasks:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SHUTDOWN_S):
                await asyncio.gather(*tasks, return_exceptions=True)


async def _run_telegram(channel: TelegramChannel) -> None:
    try:
        await channel.run()
    except TelegramRefused as error:
        log.error("Telegram 停了，网页照常：%s", error)  # noqa: TRY400  the reason is one line, a traceback tells no more
    except Exception:
        log.exception("Telegram 停了，网页照常；重新启动才会再连")


async def _refresh_forever(library: Library, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            await library.refresh()
        except OSError as error:
            log.warning("看不了内容文件夹，继续用原来的：%s", error)
        except Exception:
            log.exception("换内容时出了没料到的错，继续用原来的，下次再试")


async def _clean_forever(responder: Responder) -> None:
    while True:
        try:
            await responder.delete_expired()
        except StoreError as error:
            log.warning("过期的记录没删成：%s", error)
        except Exception:
            log.exception("删过期的记录时出了没料到的错，下次再试")
        await asyncio.sleep(CLEANING_EVERY_S)


def _listen(web: WebConfig) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in web.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((web.host, web.port))
        listener.listen()  # at once: until then a second program could take the same address
    except OSError as error:
        listener.close()
        remedy = "关掉占着这个端口的程序，或者用 --port 换一个"
        raise ServeError(f"开不了 {web.host}:{web.port}（{error.strerror}） -> {remedy}") from error
    return listener


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > MOST_PORT:
        raise argparse.ArgumentTypeError(f"“{text}”不是 0 到 {MOST_PORT} 之间的整数")
    return int(text)
