from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.needs import MOST_PIECES, NeedFinder, Split
from tests.knowledge.mini_world import analyse, match, mini_analyser, mini_content, mini_matcher

FEE, LOAN, CLINIC = "高中学费能免多少", "助学贷款咋申请", "村卫生室在哪"


def best_split(text: str) -> Split | None:
    content, matcher = mini_content(), mini_matcher()
    finder = NeedFinder(mini_analyser(), content.services, content.lexicon.connectors)
    analysis = analyse(text)
    return finder.best_split(analysis.text, matcher.rank(analysis), matcher.rank)


def split(**changes: float) -> Split:
    values: dict[str, float] = {"weakest": 0.5, "in_whole": 0.2, "is_joined": 0, "is_alike": 0, "shortest": 5} | changes
    return Split(
        (match("a", 0.9), match("b", 0.5)),
        values["weakest"],
        values["in_whole"],
        bool(values["is_joined"]),
        bool(values["is_alike"]),
        int(values["shortest"]),
    )


@pytest.mark.parametrize("joint", [",", "，", "。", " ", "、", ",另外", "还有", "\n", "?"])
def test_each_side_has_its_service_in_the_order_asked(joint: str) -> None:
    found = best_split(FEE + joint + CLINIC)
    assert found is not None
    assert [one.intent.id for one in found.matches] == ["edu-waiver", "hlt-clinic"]


def test_the_order_asked_is_kept_the_other_way_round() -> None:
    found = best_split(f"{CLINIC},{FEE}")
    assert found is not None
    assert [one.intent.id for one in found.matches] == ["hlt-clinic", "edu-waiver"]


@pytest.mark.parametrize(
    "text",
    ["", ",,,", FEE, f"{FEE},高中学费减免", f"你好,{FEE}", f"{FEE},身份证丢了", "1,2,3", "另外", "高中学费,,,另外"],
)
def test_no_cut_gives_two_services(text: str) -> None:
    assert best_split(text) is None


@pytest.mark.parametrize(("joint", "is_joined"), [(",", False), (",另外", True), ("还有", True)])
def test_a_connector_is_noticed(joint: str, is_joined: bool) -> None:
    found = best_split(FEE + joint + CLINIC)
    assert found is not None
    assert found.is_joined is is_joined


@pytest.mark.parametrize(("other", "is_alike"), [(LOAN, True), (CLINIC, True)])
def test_related_services_are_alike(other: str, is_alike: bool) -> None:
    found = best_split(f"{FEE},{other}")
    assert found is not None
    assert found.is_alike is is_alike


def test_siblings_are_the_related_and_the_confusable() -> None:
    finder = NeedFinder(mini_analyser(), mini_content().services, ())
    assert (finder.siblings("edu-waiver"), finder.siblings("edu-loan")) == ({"edu-loan"}, set())


def test_content_without_connectors_cuts_at_punctuation() -> None:
    content, matcher = mini_content(), mini_matcher()
    finder = NeedFinder(mini_analyser(), content.services, ())
    text = f"{FEE},{CLINIC}"
    assert finder.best_split(text, matcher.rank(analyse(text)), matcher.rank)


def test_a_message_of_many_pieces_is_tried_a_bounded_number_of_times() -> None:
    tried = []
    content = mini_content()
    finder = NeedFinder(mini_analyser(), content.services, content.lexicon.connectors)
    finder.best_split(",".join(["高中"] * 200), (), lambda analysis: tried.append(analysis) or ())  # type: ignore[func-returns-value]
    assert len(tried) <= 2 * (MOST_PIECES - 1)


@given(st.text(st.sampled_from("高中学费村卫生室另外还有，。 ,"), max_size=60))
def test_both_sides_of_a_cut_are_different_services(text: str) -> None:
    found = best_split(text)
    if found is not None:
        first, second = found.matches
        assert first.intent != second.intent
        assert {first.intent.id, second.intent.id} <= set(mini_content().services)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(2, 400))
def test_inputs_are_finite(weakest: float, in_whole: float, shortest: int) -> None:
    assert np.isfinite(split(weakest=weakest, in_whole=in_whole, shortest=shortest).inputs()).all()


def test_a_cut_at_a_connector_is_preferred() -> None:
    assert split(is_joined=1).strength > split().strength
