from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.decision import Thresholds
from knowledge.matching.features import MAX_LENGTH
from knowledge.matching.matcher import CANDIDATES, Matcher
from knowledge.matching.understanding import EMPTY, Understander
from tests.knowledge.mini_world import mini_analyser, mini_content, mini_model, mini_understander

UNDERSTAND = mini_understander().understand


@pytest.mark.parametrize("text", ["", "   ", "???", "😀😀😀", "\u200b\u202e", "\x00\x07"])
def test_what_holds_no_words_means_nothing(text: str) -> None:
    found = UNDERSTAND(text)
    assert (found.analysis.plain, found.alarm, found.matches, found.needs, found.aspect) == ("", None, (), (), None)


def test_the_empty_understanding_means_nothing() -> None:
    assert (EMPTY.matches, EMPTY.alarm, EMPTY.needs, EMPTY.stands) == ((), None, (), True)


def test_danger_is_an_alarm_with_its_situation_and_sign() -> None:
    alarm = UNDERSTAND("屋里着火了").alarm
    assert alarm is not None
    assert alarm.situation.id == "fire"
    assert "着火" in alarm.sign


@pytest.mark.parametrize("length", [MAX_LENGTH - 3, MAX_LENGTH, 4 * MAX_LENGTH])
def test_danger_late_in_a_long_message_is_an_alarm(length: int) -> None:
    assert UNDERSTAND(("高中学费能免多少，" * length)[:length] + "屋里着火了").alarm is not None


def test_danger_in_what_a_correction_takes_back_is_an_alarm() -> None:
    assert UNDERSTAND("不对，我屋里着火了，问的是高中学费", "高中学费").alarm is not None


def test_a_question_is_no_alarm() -> None:
    assert UNDERSTAND("高中学费能免多少").alarm is None


def test_the_threshold_of_danger_is_kept() -> None:
    deaf = Understander(mini_content(), Matcher(mini_model()), mini_analyser(), Thresholds(danger=1.0))
    assert deaf.understand("屋里着火了").alarm is None


def test_two_needs_come_in_the_order_asked() -> None:
    found = UNDERSTAND("村卫生室在哪,另外高中学费能免多少")
    assert [match.intent.id for match in found.needs] == ["hlt-clinic", "edu-waiver"]


@pytest.mark.parametrize("text", ["高中学费能免多少", "你好,高中学费能免多少", "高中学费,学费减免"])
def test_one_need_is_not_taken_for_two(text: str) -> None:
    assert UNDERSTAND(text).needs == ()


def test_the_threshold_of_needs_is_kept() -> None:
    strict = Understander(mini_content(), Matcher(mini_model()), mini_analyser(), Thresholds(need=1.0))
    assert strict.understand("村卫生室在哪,另外高中学费能免多少").needs == ()


@pytest.mark.parametrize(
    ("text", "aspect", "residue"),
    [
        ("在哪里", "where", ""),
        ("在哪里呢？", "where", ""),
        ("要带啥", None, "要带啥"),
        ("带什么嘛", "bring", ""),
        ("助学贷款去哪", "where", "助学贷款"),
        ("高中学费", None, "高中学费"),
    ],
)
def test_aspect_and_what_is_left_without_it(text: str, aspect: str | None, residue: str) -> None:
    found = UNDERSTAND(text)
    assert (found.aspect, found.residue) == (aspect, residue)


def test_the_longest_aspect_wins() -> None:
    lexicon = replace(mini_content().lexicon, aspects={"where": ("哪里",), "bring": ("去哪里带",)})
    content = replace(mini_content(), lexicon=lexicon)
    understander = Understander(content, Matcher(mini_model()), mini_analyser(), Thresholds())
    assert understander.understand("去哪里带").aspect == "bring"


@pytest.mark.parametrize(
    ("text", "names"), [("学费在哪里", True), ("卫生室去哪", True), ("在哪里", False), ("那个去哪", False)]
)
def test_whether_the_message_names_something(text: str, names: bool) -> None:
    assert UNDERSTAND(text).names_something is names


def test_a_first_message_stands_for_itself() -> None:
    found = UNDERSTAND("我娃呢")
    assert found.stands
    assert found.matches == mini_understander().rank("我娃呢")


def test_a_message_that_leans_on_the_question_before_is_read_with_it() -> None:
    found = mini_understander().understand("我娃呢", "高中学费能免多少", ("edu-waiver",))
    assert found.matches[0].intent.id == "edu-waiver"
    assert found.is_elliptic
    assert sum(match.probability for match in found.matches) == pytest.approx(1, abs=1e-5)


def test_a_message_of_its_own_is_about_what_it_says_whatever_went_before() -> None:
    found = mini_understander().understand("村卫生室在哪", "高中学费能免多少", ("edu-waiver",))
    assert (found.matches[0].intent.id, found.stands) == ("hlt-clinic", True)


def test_what_is_taken_back_is_not_read() -> None:
    found = mini_understander().understand("不对,我问的是助学贷款咋申请", "高中学费能免多少", ("edu-waiver",))
    assert found.matches[0].intent.id == "edu-loan"


def test_a_service_shown_that_is_gone_is_no_harm() -> None:
    assert mini_understander().understand("我娃呢", "高中学费能免多少", ("edu-gone",)).matches


@given(st.text(), st.text(max_size=20))
def test_any_text_is_understood_in_bounded_size(text: str, before: str) -> None:
    found = UNDERSTAND(text, before)
    assert len(found.analysis.text) <= MAX_LENGTH
    assert len(found.matches) <= CANDIDATES
    assert len(found.needs) in (0, 2)


@given(st.text(st.sampled_from("高中学费村卫生室助贷款另外，。 在哪里"), max_size=60))
def test_needs_are_different_services(text: str) -> None:
    needs = [match.intent.id for match in UNDERSTAND(text).needs]
    assert len(set(needs)) == len(needs)
    assert set(needs) <= set(mini_content().services)
