from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.retrieval import Retriever
from tests.knowledge.mini_world import analyse

TEXTS = (
    "后山公园有几条步道",
    "后山公园停车收费不",
    "高中学费免多少",
    "低保在哪里申请",
    "图书馆几点开门",
    "医保卡丢了怎么补办",
)


def retriever(*texts: str) -> Retriever:
    return Retriever.learn([analyse(text) for text in texts])


def nearest(question: str, *texts: str) -> str:
    return texts[retriever(*texts).nearest(analyse(question))[0].number]


@pytest.mark.parametrize("text", TEXTS)
def test_a_stored_text_is_nearest_to_itself(text: str) -> None:
    assert nearest(text, *TEXTS) == text


def test_a_sentence_turned_around_is_found() -> None:
    assert nearest("步道后山公园有几条", *TEXTS) == "后山公园有几条步道"


def test_homophones_are_found_by_their_sound() -> None:
    assert nearest("滴宝", *TEXTS) == "低保在哪里申请"


def test_a_longer_text_with_the_whole_question_is_before_a_short_one_with_half_of_it() -> None:
    whole = "我们村里的老年活动室到底几点开门几点关门有没有人晓得"
    assert nearest("老年活动室几点开门", whole, "老年活动", *TEXTS) == whole


def test_letters_in_the_right_order_decide_between_texts_of_the_same_characters() -> None:
    assert nearest("先吃饭后洗澡", "先洗澡后吃饭", "先吃饭后洗澡吧", *TEXTS) == "先吃饭后洗澡吧"


def test_of_equal_texts_the_first_is_named_first() -> None:
    hits = retriever("低保", "高中", "低保").nearest(analyse("低保"))
    assert [hit.number for hit in hits[:2]] == [0, 2]


def test_a_question_that_shares_nothing_finds_nothing() -> None:
    assert retriever(*TEXTS).nearest(analyse("xyz")) == []


@pytest.mark.parametrize("texts", [(), ("",), ("", "。")])
def test_nothing_stored_finds_nothing(texts: tuple[str, ...]) -> None:
    assert retriever(*texts).nearest(analyse("低保")) == []


def test_no_more_are_named_than_asked_for() -> None:
    assert len(retriever(*TEXTS).nearest(analyse("后山公园怎么走"), most=1)) == 1


def test_the_likest_is_first() -> None:
    likeness = [hit.likeness for hit in retriever(*TEXTS).nearest(analyse("后山公园的步道在哪里"))]
    assert likeness == sorted(likeness, reverse=True)
    assert len(likeness) > 1


@given(st.permutations(TEXTS))
def test_the_order_of_the_texts_changes_nothing(texts: list[str]) -> None:
    assert nearest("医保卡不见了咋补", *texts) == "医保卡丢了怎么补办"
