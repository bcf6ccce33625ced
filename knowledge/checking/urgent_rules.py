"""Rules of `urgent.yaml` and its checks: numbers that work, signs that can be read and know their own examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from knowledge.checking.draft import URGENT, Draft, nearest
from knowledge.checking.phone_numbers import EMERGENCY_NUMBERS
from knowledge.checking.phrasing_rules import FEWEST_CHECKS, compared_form
from knowledge.content_files import URGENT_CHECKS, whole
from knowledge.fields import Fields
from knowledge.language.normalise import bare, normalise
from knowledge.matching.features import Analyser
from knowledge.matching.urgency import WHOLE, SignIndex, read_sign
from knowledge.models import Content, UrgentSituation
from knowledge.yaml_source import Record

MOST_MISJUDGED = 0.1
"""Share of a situation's examples that its signs may misjudge: the learnt model has the last word on each."""
SHOWN = 16
"""Characters of a pattern that a problem shows."""
_NUMBER = re.compile(r"(?<!\d)\d{3,}(?!\d)")
_PARTS = re.compile(r"[+>|]")
_FULL_WIDTH = re.compile(r"[＋＞｜]")


def check_urgent(draft: Draft) -> None:
    """Note wrong numbers, signs that can never match, and examples that the signs misjudge."""
    top = draft.files.get(URGENT)
    if isinstance(top, Record):
        check_signs(Fields(URGENT, "", top, draft.problems), "calm", draft.content.calm)
    is_tried = draft.tried is not None and _danger_of(draft.tried) == _danger_of(draft.content)
    is_danger = _signs_of(draft.content)
    seen: set[str] = set()
    for situation in draft.content.urgent:
        fields = draft.entry(URGENT, situation.id)
        if situation.id in seen:
            fields.report("id", "这个编号写了不止一次", "改掉或删掉一个")
        seen.add(situation.id)
        _check_numbers(fields, situation)
        check_signs(fields, "signs", situation.signs)
        if is_tried:
            continue
        missed = [message for message in situation.ask if not is_danger(message)]
        _check_share(fields, "ask", missed, len(situation.ask), "signs 认不出", "补 signs，或者收窄 calm")
        caught = [message for message in situation.near if is_danger(message)]
        _check_share(fields, "near", caught, len(situation.near), "signs 当成了紧急", "收窄 signs，或者补 calm")
    _check_checks(draft)


def _danger_of(content: Content) -> tuple[object, ...]:
    """Return all that decides whether the signs judge the examples right."""
    return content.urgent, content.calm, content.lexicon


def _check_numbers(fields: Fields, situation: UrgentSituation) -> None:
    remedy = f"从 {'、'.join(sorted(EMERGENCY_NUMBERS))} 里选"
    for number in situation.numbers:
        if number not in EMERGENCY_NUMBERS:
            fields.report("numbers", f"“{number}”不是全国通用的紧急电话", remedy)
    for number in sorted({number for number in situation.numbers if situation.numbers.count(number) > 1}):
        fields.report("numbers", f"“{number}”写了不止一次", "只留一个")
    for number in dict.fromkeys(_NUMBER.findall(situation.say)):
        if number not in EMERGENCY_NUMBERS:
            fields.report("say", f"话里的“{number}”不是全国通用的紧急电话", remedy)


def check_signs(fields: Fields, field: str, signs: Sequence[str]) -> None:
    """Note patterns of a field that can never match, or that hold an empty part."""
    for sign in signs:
        short = shorten(sign)
        if _FULL_WIDTH.search(sign):
            fields.report(field, f"“{short}”用了全角的 ＋ ＞ ｜", "用半角的 + > |")
            continue
        for piece in _PARTS.split(sign):
            term = "".join(piece.split()).removeprefix(WHOLE)
            if not term:
                fields.report(field, f"“{short}”里有空的一段", "补上词，或者删掉多余的 + > |")
            elif (written := bare(normalise(term))) != term:
                fields.report(field, f"“{term}”永远认不出来：比的是没有标点的简体小写", f"改成 {written or '一个词'}")


def shorten(sign: str) -> str:
    """Return the start of a pattern, enough to find it.

    >>> shorten("煤气|液化气|天然气|燃气|瓦斯 + 漏")
    '煤气|液化气|天然气|燃气|瓦斯…'
    """
    return sign if len(sign) <= SHOWN else f"{sign[:SHOWN]}…"


def _signs_of(content: Content) -> Callable[[str], bool]:
    """Return whether a message holds a sign of danger and none of calm."""
    analyser = Analyser(content.lexicon)
    signs = SignIndex([read_sign(sign) for situation in content.urgent for sign in situation.signs])
    calm = SignIndex([read_sign(sign) for sign in content.calm])

    def is_danger(message: str) -> bool:
        analysis = analyser.analyse(message)
        texts = (analysis.plain, bare(analysis.text))
        return signs.first_in(texts) is not None and calm.first_in(texts) is None

    return is_danger


def _check_share(fields: Fields, field: str, misjudged: Sequence[str], total: int, verb: str, remedy: str) -> None:
    if len(misjudged) > total * MOST_MISJUDGED:
        what = f"{total} 句里有 {len(misjudged)} 句 {verb}，如“{misjudged[0]}”"
        fields.report(field, what, remedy)


def _check_checks(draft: Draft) -> None:
    top = whole(draft.files, URGENT_CHECKS, draft.problems)
    top.allow("urgent", "calm")
    learnt = {compared_form(text): s.id for s in draft.content.urgent for text in (*s.ask, *s.near)}
    _check_unlearnt(top, "calm", top.texts("calm"), learnt)
    known = {situation.id for situation in draft.content.urgent}
    record = top.record.get("urgent", Record(1))
    if not isinstance(record, Record):
        top.report("urgent", "应该是“编号: [试题, 试题]”", "每行写一种危险的编号和它的试题")
    elif known:
        _check_lists(top, record, known, learnt)


def _check_lists(top: Fields, record: Record, known: set[str], learnt: dict[str, str]) -> None:
    for missing in sorted(known - record.keys()):
        top.report("urgent", f"{missing} 没有试题", f"在 urgent: {missing}: 下面至少写 {FEWEST_CHECKS} 句")
    for key in record:
        place = Fields(top.file, key, record, top.problems)
        if key not in known:
            place.report(key, f"urgent.yaml 里没有“{key}”", nearest(key, known, "写 urgent.yaml 里有的 id"))
        questions = place.texts(key)
        if len(questions) < FEWEST_CHECKS:
            place.report(key, f"只有 {len(questions)} 个试题", f"至少写 {FEWEST_CHECKS} 句和 ask 不同的话")
        _check_unlearnt(place, key, questions, learnt)


def _check_unlearnt(fields: Fields, field: str, questions: Sequence[str], learnt: dict[str, str]) -> None:
    for question in questions:
        if (owner := learnt.get(compared_form(question))) is not None:
            what = f"“{question}”也在 urgent.yaml 的 {owner} 里"
            fields.report(field, what, "换一种说法：试题和例句一样，什么也试不出来")
