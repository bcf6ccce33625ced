"""What a counter says of a card: ours, or another department's. Used by the command line and the staff console."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from bot.errors import ForeseenError
from bot.referral import records
from bot.referral.records import LabelledCase, Verdict
from bot.referral.referral_code import read_code, show_code
from knowledge.models import Content
from knowledge.offices import Department
from knowledge.trip.referral import Matter, Referral

LONGEST_NAME = 64


class ReferralError(ForeseenError):
    """A card cannot be found or marked; the message is a plain Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a clerk fills in."""

    code: str
    """The code as typed."""
    by: str
    """Who says so."""
    theirs: str = ""
    """Key, name or other name of the department it belongs to; empty = the card was right."""
    service: str = ""
    """Id or title of the matter meant; may be empty where the card has only one."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What was noted."""

    verdict: Verdict
    """As kept."""
    before: Verdict | None
    """What was noted of the same matter before and is replaced; None where nothing was."""


async def find_referral(database: Database, code: str) -> tuple[Referral, list[Verdict]]:
    """Return the card of a code as typed, and what was said of it; raises `ReferralError` and `StoreError`."""

    async def load(connection: AsyncConnection) -> tuple[Referral, list[Verdict]]:
        card = await _load(connection, code)
        return card, await records.load_verdicts(connection, card.code)

    return await database.transact(load)


async def mark_referral(database: Database, content: Content, mark: Mark, now: datetime) -> Marked:
    """Note what a counter says of one matter of a card; `now` is UTC without zone.

    Raises `ReferralError` for an unknown code, department or matter, for a missing name, and where the same was noted
    before; `StoreError` where nothing could be kept.
    """
    by = mark.by.strip()[:LONGEST_NAME]
    if not by:
        raise ReferralError("没写是谁标的 -> 写上你的名字或工号")

    async def note(connection: AsyncConnection) -> Marked:
        card = await _load(connection, mark.code)
        matter = _find_matter(content, card, mark.service)
        right = find_department(content, mark.theirs).key if mark.theirs.strip() else matter.window
        before = next(
            (v for v in await records.load_verdicts(connection, card.code) if v.service == matter.service), None
        )
        if before is not None and before.right == right:
            raise ReferralError(
                f"单号 {show_code(card.code)} 的这件事已经这样标过了（{before.given_by}标的），不用再标"
            )
        if mark.theirs.strip() and right == matter.window:
            raise ReferralError(f"单子上写的就是{_name(content, right)} -> 没转错就用 --ours")
        verdict = Verdict(card.code, matter.service, matter.window, right, card.town, by, now)
        await records.keep_verdict(connection, verdict)
        return Marked(verdict, before)

    return await database.transact(note)


async def load_cases(database: Database) -> tuple[list[Verdict], dict[tuple[str, str], int]]:
    """Return all verdicts, oldest first, and how many cards there are by (service, counter); raises `StoreError`."""

    async def load(connection: AsyncConnection) -> tuple[list[Verdict], dict[tuple[str, str], int]]:
        return await records.load_verdicts(connection), await records.count_referrals(connection)

    return await database.transact(load)


async def load_labelled(database: Database) -> list[LabelledCase]:
    """Return every verdict with the question that led to it, the latest first; raises `StoreError`."""
    return await database.transact(records.load_labelled_cases)


def find_department(content: Content, text: str) -> Department:
    """Return the department of a key, name or other name; raises `ReferralError` with the nearest names."""
    wanted = text.strip()
    names = {name: d for d in content.departments.values() for name in (d.key, d.name, *d.aliases)}
    if wanted in names:
        return names[wanted]
    holding = {d.key: d for name, d in names.items() if wanted and wanted in name}
    if len(holding) == 1:
        return next(iter(holding.values()))
    near = list(holding.values()) or [names[name] for name in difflib.get_close_matches(wanted, names, n=3, cutoff=0.4)]
    known = list(dict.fromkeys(d.name for d in near)) or [d.name for d in content.departments.values()]
    raise ReferralError(f"没有“{wanted}”这个部门 -> 写 {'、'.join(known)}")


async def _load(connection: AsyncConnection, typed: str) -> Referral:
    code = read_code(typed)
    if code is None:
        raise ReferralError(f"“{typed.strip()[:20]}”不是单号，可能抄错了一位 -> 单号是8位数字，照单子上再抄一遍")
    card = await records.load_referral(connection, code)
    if card is None:
        raise ReferralError(f"没有单号 {show_code(code)} 的办事单，或者已经过期删掉了 -> 请来人重新问一次，开张新的")
    return card


def _find_matter(content: Content, card: Referral, wanted: str) -> Matter:
    titles = {m.service: content.services[m.service].title for m in card.matters if m.service in content.services}
    found = [m for m in card.matters if not wanted or wanted in (m.service, titles.get(m.service))]
    if len(found) == 1:
        return found[0]
    listed = "；".join(f"{m.service}（{titles.get(m.service, '这一条现在没有了')}）" for m in card.matters)
    what = "这张单子上没有这件事" if wanted else "这张单子上有几件事"
    raise ReferralError(f"{what} -> 用 --service 写是哪一件：{listed}")


def _name(content: Content, key: str) -> str:
    return content.departments[key].name if key in content.departments else key
