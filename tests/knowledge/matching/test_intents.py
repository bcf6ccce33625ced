from __future__ import annotations

from dataclasses import replace

from knowledge.matching.intents import Intent, IntentKind, phrasings_of
from tests.knowledge.mini_world import mini_content

INTENTS = [intent for intent, _ in phrasings_of(mini_content())]


def test_every_service_matter_and_talk_is_an_intent() -> None:
    content = mini_content()
    assert {intent.id for intent in INTENTS} == {*content.services, *content.elsewhere, *content.smalltalk}


def test_intents_come_by_kind_and_id() -> None:
    assert sorted(INTENTS) == INTENTS
    assert [intent.kind for intent in INTENTS] == [
        IntentKind.ELSEWHERE,
        *[IntentKind.SERVICE] * 3,
        IntentKind.SMALLTALK,
    ]


def test_order_of_the_content_does_not_matter() -> None:
    content = mini_content()
    turned = replace(content, services=dict(reversed(list(content.services.items()))))
    assert list(phrasings_of(turned)) == list(phrasings_of(content))


def test_phrasings_are_those_that_lead_there_and_no_checks() -> None:
    content = mini_content()
    texts = dict(phrasings_of(content))[Intent(IntentKind.SERVICE, "edu-waiver")]
    assert texts == content.services["edu-waiver"].ask
    assert not {text for questions in content.checks.values() for text in questions} & set(texts)
