from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.calibration import CALIBRATION
from knowledge.matching.decision import Thresholds
from knowledge.matching.features import Analysis
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.matcher import Matcher, Scores
from knowledge.matching.needs import MOST_PIECES, NeedFinder, Split
from tests.knowledge.mini_world import analyse, match, mini_analyser, mini_content, mini_matcher, mini_model

FEE, LOAN, CLINIC = "高中学费能免多少", "助学贷款咋申请", "村卫生室在哪"


def best_split(text: str) -> Split | None:
    content, matcher = mini_content(), mini_matcher()
    finder = NeedFinder(mini_analyser(), content.services, content.lexicon)
    analysis = analyse(text)
    return finder.best_split(analysis.text, matcher.rank(analysis), matcher)


def split(probability: float = 0.5, in_whole: float = 0.2, shortest: int = 5, *, is_joined: bool = False) -> Split:
    return Split(
        matches=(match("a", 0.9), match("b", probability)),
        in_whole=(0.3, in_whole),
        is_joined=is_joined,
        is_alike=False,
        asks_first=True,
        says_several=False,
        adds=False,
        nearest=0.5,
        pieces=2,
        shortest=shortest,
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


@pytest.mark.parametrize("text", ["", ",,,", FEE, "1,2,3", "另外", "高中学费,,,另外"])
def test_what_has_one_piece_is_not_cut(text: str) -> None:
    assert best_split(text) is None


@pytest.mark.parametrize("text", [f"{FEE},高中学费减免", f"你好,{FEE}", f"{FEE},身份证丢了"])
def test_what_asks_for_one_service_is_not_taken_for_two(text: str) -> None:
    found = best_split(text)
    chance = CALIBRATION.two_needs(found.inputs()) if found else 0.0
    assert chance < Thresholds().need


@pytest.mark.parametrize(("joint", "adds"), [(",", False), (",我也问", True)])
def test_a_word_that_adds_is_noticed(joint: str, adds: bool) -> None:
    found = best_split(FEE + joint + CLINIC)
    assert found is not None
    assert found.adds is adds


@pytest.mark.parametrize("text", [f"助学贷款咋办{CLINIC}", f"{FEE}还想问{CLINIC}"])
def test_a_message_without_marks_is_cut_where_a_question_ends_or_another_begins(text: str) -> None:
    found = best_split(text)
    assert found is not None
    assert found.matches[1].intent.id == "hlt-clinic"


def test_what_is_said_first_is_heard_on_the_second_side() -> None:
    alone, carried = (
        mini_matcher().cut_chances(list(map(analyse, pieces)))[1][-1] for pieces in (["", "咋办"], [FEE, "咋办"])
    )
    fee = mini_matcher().model.phrasings.intents.index(Intent(IntentKind.SERVICE, "edu-waiver"))
    assert carried[fee] > alone[fee]


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


@pytest.mark.parametrize(("text", "says"), [(f"{FEE},{CLINIC},这两样", True), (f"{FEE},{CLINIC}", False)])
def test_words_for_several_needs_are_noticed_and_are_no_need_themselves(text: str, says: bool) -> None:
    found = best_split(text)
    assert found is not None
    assert found.says_several is says
    assert [one.intent.id for one in found.matches] == ["edu-waiver", "hlt-clinic"]


@pytest.mark.parametrize(("text", "asks"), [(f"高中学费能免多少,{CLINIC}", True), (f"助学贷款,{CLINIC}", False)])
def test_a_first_side_that_asks_is_no_story(text: str, asks: bool) -> None:
    found = best_split(text)
    assert found is not None
    assert found.asks_first is asks


def test_a_side_is_read_with_what_the_whole_message_is_about() -> None:
    content, matcher = mini_content(), mini_matcher()
    finder = NeedFinder(mini_analyser(), content.services, content.lexicon)
    text = analyse(f"{CLINIC},娃的事").text
    swayed = [finder.best_split(text, (match(key, 0.99),), matcher) for key in ("edu-loan", "edu-waiver")]
    assert [found and found.matches[1].intent.id for found in swayed] == ["edu-loan", "edu-waiver"]


@pytest.mark.parametrize(("text", "is_cut"), [("高中学费跟村卫生室这两样", True), ("高中学费跟村卫生室", False)])
def test_a_linking_word_cuts_only_what_says_that_it_is_several(text: str, is_cut: bool) -> None:
    assert (best_split(text) is not None) is is_cut


def test_content_without_connectors_cuts_at_punctuation() -> None:
    content, matcher = mini_content(), mini_matcher()
    finder = NeedFinder(mini_analyser(), content.services, replace(content.lexicon, connectors=()))
    text = f"{FEE},{CLINIC}"
    assert finder.best_split(text, matcher.rank(analyse(text)), matcher)


def test_a_message_of_many_pieces_is_cut_into_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = Matcher(mini_model())
    cut: list[int] = []

    def cut_chances(pieces: Sequence[Analysis]) -> tuple[Scores, Scores]:
        cut.append(len(pieces))
        return mini_matcher().cut_chances(pieces)

    monkeypatch.setattr(matcher, "cut_chances", cut_chances)
    content = mini_content()
    finder = NeedFinder(mini_analyser(), content.services, content.lexicon)
    finder.best_split(",".join(["高中"] * 200), (), matcher)
    assert cut == [MOST_PIECES]


@given(st.text(st.sampled_from("高中学费村卫生室另外还有，。 ,"), max_size=60))
def test_both_sides_of_a_cut_are_different_services(text: str) -> None:
    found = best_split(text)
    if found is not None:
        first, second = found.matches
        assert first.intent != second.intent
        assert {first.intent.id, second.intent.id} <= set(mini_content().services)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(2, 400))
def test_inputs_are_finite(weakest: float, in_whole: float, shortest: int) -> None:
    assert np.isfinite(split(weakest, in_whole, shortest).inputs()).all()


def test_a_cut_at_a_connector_is_preferred() -> None:
    found = best_split(f"{FEE},{LOAN}还有{CLINIC}")
    assert found is not None
    assert found.is_joined
