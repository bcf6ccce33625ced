from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.correction import CorrectionReader

READER = CorrectionReader(["不是", "不对", "说错了"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("不是,我问的是养老金", "我问的是养老金"),
        ("哎,不对,我问的是养老金", "我问的是养老金"),
        ("哦不对,我问的是养老,不是看病那个", "我问的是养老"),
        ("说错了 我妈的低保,没问我的。", "我妈的低保"),
        ("不对,我家不是危房,就是瓦旧了想换", "就是瓦旧了想换"),
    ],
)
def test_what_is_meant_is_what_is_left(text: str, meant: str) -> None:
    assert READER.meant(text) == meant


@pytest.mark.parametrize("text", ["", "低保咋办", "我不是低保户,能办不", "不对", "不是,嗯", "哎呀,低保咋办"])
def test_what_corrects_nothing_is_left_alone(text: str) -> None:
    assert READER.meant(text) is None


@given(st.text("不是对,。哎我问养老 !", max_size=40))
def test_any_text_is_read(text: str) -> None:
    meant = READER.meant(text)
    assert meant is None or meant in text
