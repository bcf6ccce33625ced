from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.calibration import CALIBRATION
from knowledge.matching.intents import IntentKind
from knowledge.matching.linear import softmax
from knowledge.matching.matcher import CANDIDATES, SIGNAL_NAMES, Match, Matcher
from knowledge.matching.vectors import Vocabulary
from knowledge.models import Service
from tests.knowledge.mini_world import analyse, match, mini_content, mini_matcher, mini_model

WORDS = st.text(st.sampled_from("高中学费减免助贷款村卫生室看病，？ 800abc在哪咋"), max_size=40)


def rank(text: str) -> tuple[Match, ...]:
    return mini_matcher().rank(analyse(text))


@pytest.mark.parametrize("text", ["", "???", "qqqq"])
def test_what_has_no_known_feature_may_be_about_nothing(text: str) -> None:
    assert rank(text) == ()


@pytest.mark.parametrize("service", mini_content().services.values(), ids=lambda service: service.id)
def test_a_phrasing_leads_where_it_stands(service: Service) -> None:
    assert {rank(text)[0].intent.id for text in service.ask} == {service.id}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("高中学废减免", "edu-waiver"),
        ("zhuxuedaikuan", "edu-loan"),
        ("助學貸款", "edu-loan"),
        ("村卫生是", "hlt-clinic"),
        ("身份证掉了", "id-card"),
        ("你好啊", "greeting"),
    ],
)
def test_best_match(text: str, key: str) -> None:
    assert rank(text)[0].intent.id == key


def test_a_match_names_the_nearest_phrasing_as_it_stands() -> None:
    assert rank("助学贷款怎么申请")[0].phrasing == "助学贷款咋申请"


def test_a_match_has_a_value_for_each_signal() -> None:
    assert len(rank("助学贷款")[0].signals) == len(SIGNAL_NAMES)


def test_the_same_question_is_ranked_the_same() -> None:
    assert rank("屋里供不起娃上学") == rank("屋里供不起娃上学")


def test_ties_go_by_kind_and_id() -> None:
    levelled = Matcher(mini_model(), replace(CALIBRATION, features=0.0, letters=0.0))
    matches = levelled.rank(analyse("村里有没有高中"))
    tied = [match.intent for match in matches if match.probability == matches[-1].probability]
    assert len(tied) > 1
    assert tied == sorted(tied)


def test_a_phrasing_is_known_even_where_the_model_knows_none_of_its_features() -> None:
    model = mini_model()
    empty = Vocabulary({}, model.vocabulary.weights[:0])
    matcher = Matcher(replace(model, vocabulary=empty))
    text = mini_content().services["edu-loan"].ask[0]
    assert matcher.rank(analyse(text))[0].intent.id == "edu-loan"


@given(WORDS | st.text())
def test_probabilities_are_probabilities(text: str) -> None:
    found = [match.probability for match in rank(text)]
    assert all(0 <= probability <= 1 for probability in found)
    assert sum(found) <= 1 + 1e-5


@given(WORDS)
def test_matches_come_most_probable_first_each_once(text: str) -> None:
    matches = rank(text)
    assert list(matches) == sorted(matches, key=lambda match: (-match.probability, match.intent))
    assert len({match.intent for match in matches}) == len(matches) <= CANDIDATES + 1


@given(WORDS)
def test_danger_is_spread_over_the_situations_and_calm(text: str) -> None:
    found = mini_matcher().danger(analyse(text))
    assert len(found) == len(mini_content().urgent) + 1
    assert found.sum() == pytest.approx(1, abs=1e-5)


def test_danger_is_told_from_talk_about_it() -> None:
    fire, talk = (mini_matcher().danger(analyse(text))[-1] for text in ("屋里着火了", "灭火器哪里买"))
    assert fire < 0.5 < talk


def test_kinds_of_matches_are_those_of_the_content() -> None:
    assert {match.intent.kind for match in rank("高中学费")} <= set(IntentKind)


def test_cuts_are_judged_by_both_sides() -> None:
    matcher, pieces = mini_matcher(), list(map(analyse, ("高中学费", "能免多少", "村卫生室")))
    first, second = matcher.cut_chances(pieces)
    intents = matcher.model.phrasings.intents
    assert (intents[first[1].argmax()].id, intents[second[1].argmax()].id) == ("edu-waiver", "hlt-clinic")
    assert first.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert second.shape == (len(pieces) - 1, len(intents))


def test_a_side_of_one_piece_is_judged_as_the_model_judges_it() -> None:
    model, piece = mini_model(), analyse("村卫生室")
    first, _ = mini_matcher().cut_chances([piece, analyse("高中")])
    assert first[0] == pytest.approx(softmax(model.linear.logits(model.vocabulary.vector(piece.features))), abs=1e-4)


def test_what_is_known_is_one_row_of_all_intents() -> None:
    matcher = mini_matcher()
    row = matcher.known((match("edu-loan", 0.4), match("edu-gone", 0.6)))
    assert row.sum() == pytest.approx(0.4)
    assert matcher.model.phrasings.intents[int(row.argmax())].id == "edu-loan"
