from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import load_content
from knowledge.screening.tone import Tone, ToneReader
from knowledge.tellings import Scope, Telling

CONTENT = Path(__file__).parents[3] / "knowledge" / "content"
TELLING = Telling("income", "dibao", (), (), None, is_lasting=False, is_wanted=False, is_typical=False)
LASTING = Telling("veteran", "discharged", (), (), None, is_lasting=True, is_wanted=False, is_typical=False)
WANTED = Telling("family_stage", "to_marry", (), (), None, is_lasting=False, is_wanted=True, is_typical=False)


@pytest.fixture(scope="module")
def scope() -> Scope:
    return load_content(CONTENT).tellings.scope


def tone_of(scope: Scope, clause: str, telling: Telling = TELLING) -> Tone:
    """Return how 【】 is meant in a clause."""
    start, end = clause.index("【"), clause.index("】") - 1
    return ToneReader(scope, str).tone(clause.replace("【", "").replace("】", ""), start, end, telling)


@pytest.mark.parametrize(
    ("clause", "tone"),
    [
        ("我是【低保户】", Tone.SAID),
        ("没钱我是【低保户】", Tone.SAID),
        ("我不是【低保户】", Tone.DENIED),
        ("没有吃上【低保】", Tone.DENIED),
        ("家里没人【残疾】", Tone.DENIED),
        ("【低保】停了", Tone.DENIED),
        ("【低保】去年就被取消了", Tone.DENIED),
        ("以前【吃低保】现在没了", Tone.DENIED),
        ("以前【吃低保】", Tone.PAST),
        ("以前在城里现在【吃低保】", Tone.SAID),
        ("想【吃低保】", Tone.UNSAID),
        ("怎么申请【低保】", Tone.UNSAID),
        ("要是我【瘫痪】", Tone.UNSAID),
        ("听说村里【低保户】多", Tone.UNSAID),
        ("是不是【低保户】", Tone.UNSAID),
        ("能【不能自理】", Tone.UNSAID),
        ("有【没有低保】", Tone.UNSAID),
        ("【退休】了没", Tone.UNSAID),
    ],
)
def test_how_a_phrase_is_meant(scope: Scope, clause: str, tone: Tone) -> None:
    assert tone_of(scope, clause) is tone


def test_what_lasts_is_said_though_past(scope: Scope) -> None:
    assert tone_of(scope, "以前【当过兵】", LASTING) is Tone.SAID


def test_what_is_wanted_is_said(scope: Scope) -> None:
    assert tone_of(scope, "想【结婚】", WANTED) is Tone.SAID
