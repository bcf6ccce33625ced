from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.urgency import DangerSigns, SignIndex, UrgencyDetector, read_sign
from tests.knowledge.mini_world import analyse, mini_content

TEXTS = st.text(st.sampled_from("煤气罐漏炸着火烧去年前"), max_size=20)
SOURCES = ("煤气|燃气 + 漏|炸", "去年|前年 > 着火", "火", "煤 > 气 > 漏 + 罐")
CALM = np.array([0.0, 1.0], np.float32)
FIRE = np.array([0.9, 0.1], np.float32)


def weigh(text: str, probabilities: np.ndarray = CALM, ordinary: float = 0.0) -> DangerSigns:
    content = mini_content()
    return UrgencyDetector(content.calm, content.urgent).weigh(analyse(text), probabilities, ordinary)


@pytest.mark.parametrize(
    ("source", "text", "occurs"),
    [
        ("着火", "屋里着火了", True),
        ("着火", "", False),
        ("着火|起火", "山上起火", True),
        ("煤气|燃气 + 漏", "漏了燃气", True),
        ("煤气|燃气 + 漏", "燃气费", False),
        ("去年 > 着火", "去年屋里着火", True),
        ("去年 > 着火", "着火是去年", False),
        ("火 > 火", "火", False),
        (" 着 火 ", "着火", True),
    ],
)
def test_sign(source: str, text: str, occurs: bool) -> None:
    assert read_sign(source).occurs_in(text) is occurs


def test_a_sign_keeps_its_source() -> None:
    assert read_sign("煤气 + 漏").source == "煤气 + 漏"


@given(st.lists(TEXTS, max_size=2))
def test_the_index_finds_the_first_sign_that_occurs(texts: list[str]) -> None:
    signs = [read_sign(source) for source in SOURCES]
    first = next((n for n, sign in enumerate(signs) if any(map(sign.occurs_in, texts))), None)
    assert SignIndex(signs).first_in(texts) == first


def test_an_index_without_signs_finds_nothing() -> None:
    assert SignIndex([]).first_in(["着火"]) is None


def test_a_sign_names_the_situation() -> None:
    found = weigh("我屋着火了")
    assert (found.situation.id, found.sign) == ("fire", mini_content().urgent[0].signs[0])


@pytest.mark.parametrize("text", ["我屋着火咧", "着 火 了", "着\u200b火了！！", "请问着火"])
def test_a_sign_is_found_however_it_is_written(text: str) -> None:
    assert weigh(text).sign


@pytest.mark.parametrize("text", ["", "???", "高中学费"])
def test_a_message_without_a_sign(text: str) -> None:
    assert (weigh(text).sign, weigh(text).is_calm) == ("", False)


@pytest.mark.parametrize("text", ["娃", "婆", "奶奶", "肚子痛"])
def test_a_bare_word_without_a_sign_is_no_danger(text: str) -> None:
    assert weigh(text, FIRE).learnt == 0


def test_without_a_sign_the_learnt_model_names_the_situation() -> None:
    found = weigh("快来人救我们", FIRE)
    assert (found.sign, found.situation.id) == ("", "fire")
    assert found.learnt == pytest.approx(0.9)


@pytest.mark.parametrize(("text", "is_calm"), [("去年屋里着火", True), ("屋里着火", False)])
def test_calm_pattern(text: str, is_calm: bool) -> None:
    assert weigh(text).is_calm is is_calm


@given(st.text(), st.floats(0, 1), st.floats(0, 1, width=32))
def test_inputs_are_finite(text: str, ordinary: float, danger: float) -> None:
    found = weigh(text, np.array([danger, 1 - danger], np.float32), ordinary)
    assert np.isfinite(found.inputs()).all()


def test_danger_weighs_more_where_there_is_a_sign() -> None:
    assert weigh("着火").inputs()[1] > weigh("学费").inputs()[1]
