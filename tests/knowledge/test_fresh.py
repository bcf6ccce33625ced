from __future__ import annotations

from dataclasses import replace

from knowledge.fresh import NEAR, FreshMatcher
from knowledge.matching.intents import Intent, IntentKind
from tests.knowledge.mini_world import analyse, mini_analyser, mini_content, mini_matcher, mini_model

CONTENT = mini_content()
LOAN = Intent(IntentKind.SERVICE, "edu-loan")
FRESH = "屋头揭不开锅哪门办"


def matcher_with(service: str, *ask: str) -> FreshMatcher:
    services = {**CONTENT.services, service: replace(CONTENT.services[service], ask=ask)}
    return FreshMatcher(mini_model(), replace(CONTENT, services=services), mini_analyser())


def with_fresh() -> FreshMatcher:
    return matcher_with("edu-loan", *CONTENT.services["edu-loan"].ask, FRESH)


def test_fresh_phrasing_is_understood_letter_by_letter() -> None:
    best = with_fresh().rank(analyse(FRESH))[0]
    assert (best.intent, best.phrasing) == (LOAN, FRESH)
    assert best.probability > 0.9


def test_message_much_like_it_is_understood_with_less_certainty() -> None:
    exact, like = (with_fresh().rank(analyse(text))[0] for text in (FRESH, FRESH[1:]))
    assert like.intent == LOAN
    assert NEAR * 0.9 < like.probability < exact.probability


def test_other_messages_are_ranked_as_before() -> None:
    for text in ("高中学费能免多少", "村卫生室在哪", "屋头", ""):
        assert with_fresh().rank(analyse(text)) == mini_matcher().rank(analyse(text))


def test_probabilities_stay_below_one_in_all() -> None:
    assert sum(match.probability for match in with_fresh().rank(analyse(FRESH))) <= 1 + 1e-6


def test_phrasing_that_is_gone_speaks_for_nothing() -> None:
    first, *others = CONTENT.services["edu-loan"].ask
    assert LOAN not in [match.intent for match in matcher_with("edu-loan", *others).rank(analyse(first))]
    assert matcher_with("edu-loan", *others).rank(analyse(others[0]))[0].intent == LOAN


def test_phrasing_moved_to_another_service_leads_there() -> None:
    first, *others = CONTENT.services["edu-loan"].ask
    services = {
        **CONTENT.services,
        "edu-loan": replace(CONTENT.services["edu-loan"], ask=tuple(others)),
        "hlt-clinic": replace(CONTENT.services["hlt-clinic"], ask=(*CONTENT.services["hlt-clinic"].ask, first)),
    }
    matcher = FreshMatcher(mini_model(), replace(CONTENT, services=services), mini_analyser())
    assert matcher.rank(analyse(first))[0].intent.id == "hlt-clinic"


def test_service_that_is_gone_is_never_found() -> None:
    services = {key: service for key, service in CONTENT.services.items() if key != "edu-loan"}
    matcher = FreshMatcher(mini_model(), replace(CONTENT, services=services), mini_analyser())
    assert LOAN not in [match.intent for match in matcher.rank(analyse("助学贷款咋申请"))]
