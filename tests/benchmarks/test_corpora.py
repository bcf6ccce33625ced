from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.matching.intents import phrasings_of
from knowledge.models import Content
from tests.benchmarks.corpora import count, everyday_nouns, grow, shrink
from tests.benchmarks.stored import Stored
from tests.knowledge.mini_world import mini_content

NOUNS = ("显卡", "足球", "吉他")


def texts_of(content: Content) -> list[str]:
    return [text for _, texts in phrasings_of(content) for text in texts]


@pytest.mark.parametrize("more", [1, 50])
def test_content_grows_to_the_wanted_size(more: int) -> None:
    size = count(mini_content()) + more
    assert count(grow(mini_content(), size, NOUNS)) == size


def test_what_was_there_stays_when_content_grows() -> None:
    grown = grow(mini_content(), count(mini_content()) + 20, NOUNS)
    assert grown.services == mini_content().services
    assert mini_content().elsewhere.items() <= grown.elsewhere.items()


def test_distractors_ask_alike_about_something_else() -> None:
    grown = grow(mini_content(), count(mini_content()) + 20, NOUNS)
    made = [text for key in grown.elsewhere.keys() - mini_content().elsewhere for text in grown.elsewhere[key].ask]
    assert all(any(noun in text for noun in NOUNS) for text in made)
    assert set(made).isdisjoint(texts_of(mini_content()))


def test_the_same_content_grows_the_same_way() -> None:
    size = count(mini_content()) + 20
    assert grow(mini_content(), size, NOUNS) == grow(mini_content(), size, NOUNS)


def test_every_intent_keeps_a_phrasing_when_content_shrinks() -> None:
    small = shrink(mini_content(), 0.01)
    assert [intent for intent, _ in phrasings_of(small)] == [intent for intent, _ in phrasings_of(mini_content())]
    assert all(len(texts) == 1 for _, texts in phrasings_of(small))


def test_everyday_nouns_are_in_no_phrasing() -> None:
    nouns = everyday_nouns(mini_content())
    assert len(nouns) > 1000
    assert not any(noun in text for text in texts_of(mini_content()) for noun in nouns)


def test_phrasings_are_handed_over_whole(tmp_path: Path) -> None:
    stored = Stored("folder", 3, ("低保",), ("service:x",))
    stored.write(tmp_path)
    assert Stored.read(tmp_path) == stored
