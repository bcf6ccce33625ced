"""Prints cards, the misroute matrix and the proposed changes for a clerk at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.referral.counter import Marked
from bot.referral.misroutes import Proposal
from bot.referral.records import LabelledCase, Verdict
from bot.referral.referral_code import show_code
from knowledge.models import Content
from knowledge.routing.intake import intake_key
from knowledge.trip.referral import Referral

MOST_CASES = 20
_WINDOW_FIELDS = {"approval": "county"}
"""How `window` of a service names a department's counter, where it does not name it by key."""


def print_referral(console: Console, content: Content, card: Referral, verdicts: Iterable[Verdict]) -> None:
    """Print the matters of a card, the counter each was sent to, and what was said of it."""
    said = {verdict.service: verdict for verdict in verdicts}
    _say(console, f"单号 {show_code(card.code)}，{card.town or '不知道哪个镇'}，{len(card.matters)} 件事：")
    for matter in card.matters:
        line = f"· {_matter(content, matter.service)}：让去{_department(content, matter.window)}"
        _say(console, line + (f"；{_judgement(content, said[matter.service])}" if matter.service in said else ""))


def print_marked(console: Console, content: Content, marked: Marked) -> None:
    """Print what was noted, and what it replaces."""
    verdict = marked.verdict
    _say(console, f"记下了：{_matter(content, verdict.service)}，{_judgement(content, verdict)}。")
    if marked.before:
        _say(console, f"原来记的是：{_judgement(content, marked.before)}。")


def print_matrix(console: Console, content: Content, matrix: Mapping[tuple[str, str], int]) -> None:
    """Print how often each counter turned out right or another department's."""
    if not matrix:
        _say(console, "还没有窗口标过办事单。")
        return
    table = Table("让去的窗口", "该归哪里", "次数", "")
    for (shown, right), count in matrix.items():
        mark = "没转错" if shown == right else "转错了"
        table.add_row(*map(Text, (_department(content, shown), _department(content, right), str(count), mark)))
    console.print(table)


def print_cases(console: Console, content: Content, cases: Sequence[LabelledCase]) -> None:
    """Print the latest cases that went to a wrong counter, each with what was asked and where it belongs."""
    wrong = [case for case in cases if case.verdict.right != case.verdict.shown]
    if not wrong:
        return
    _say(console, f"转错的 {len(wrong)} 件" + (f"，最近 {MOST_CASES} 件：" if len(wrong) > MOST_CASES else "："))
    for case in wrong[:MOST_CASES]:
        said, verdict = f"“{case.question}”" if case.question else "（没有留下问的话）", case.verdict
        where = f"让去{_department(content, verdict.shown)}，{_judgement(content, verdict)}"
        _say(console, f"· {said} {_matter(content, verdict.service)}：{where}")


def print_proposals(console: Console, content: Content, proposals: Sequence[Proposal]) -> None:
    """Print which routing rules should change, each with its evidence."""
    if not proposals:
        _say(console, "没有要改的规则。")
        return
    _say(console, "建议改这些（改 services/ 里那一条，或者 routing.yaml 里的规则）：")
    for proposal in proposals:
        _say(console, "· " + propose_in_words(content, proposal))


def propose_in_words(content: Content, proposal: Proposal) -> str:
    """Return a proposal in one line: the service, the change, and how many counters said so."""
    shown, right = (_WINDOW_FIELDS.get(key, key) for key in (proposal.shown, proposal.right))
    evidence = (
        f"{proposal.judged} 次里有 {proposal.misrouted} 次说归{_department(content, proposal.right)}"
        f"，这样的单子现有 {proposal.issued} 张"
    )
    matter = _matter(content, proposal.service)
    if intake_key(content.services[proposal.service]) == proposal.shown:
        return f"{matter}：window: {shown} -> {right}（{evidence}）"
    return f"{matter}：routing.yaml 里收到 {shown} 的那条规则别再管它（{evidence}）"


def _judgement(content: Content, verdict: Verdict) -> str:
    if verdict.right == verdict.shown:
        return f"没转错（{verdict.given_by}标的）"
    return f"不归这里，归{_department(content, verdict.right)}（{verdict.given_by}标的）"


def _matter(content: Content, service: str) -> str:
    return f"{service} {content.services[service].title}" if service in content.services else service


def _department(content: Content, key: str) -> str:
    return content.departments[key].name if key in content.departments else key


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False)
