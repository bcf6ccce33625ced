from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model_cache import ModelCache
from knowledge.matching import compiled
from knowledge.matching.features import Analyser
from knowledge.matching.learning import learn
from knowledge.matching.matcher import Model
from knowledge.models import Content
from tests.knowledge.mini_world import mini_content


def with_phrasing(content: Content, text: str) -> Content:
    clinic = content.services["hlt-clinic"]
    services = {**content.services, "hlt-clinic": replace(clinic, ask=(*clinic.ask, text))}
    return replace(content, services=services)


def learnt(models: ModelCache, content: Content) -> str:
    """Have a content learnt; return the name of its model."""
    models.find_or_learn(content, Analyser(content.lexicon))
    return models.key_of(content)


def test_of_several_processes_one_learns_and_the_others_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learning: list[str] = []

    def count(content: Content, analyser: Analyser) -> Model:
        learning.append(content.version)
        return learn(content, analyser)

    monkeypatch.setattr(compiled, "learn", count)
    with ThreadPoolExecutor(3) as threads:
        keys = set(threads.map(lambda folder: learnt(ModelCache(folder), mini_content()), [tmp_path] * 3))
    assert len(learning) == len(keys) == 1


def test_changed_phrasings_rest_on_the_model_learnt_last_with_the_same_words(tmp_path: Path) -> None:
    models, content = ModelCache(tmp_path), mini_content()
    base = learnt(models, content)
    found, model = models.find_base(with_phrasing(content, "噶噶喊肚肚疼"))
    assert found == base
    assert model is not None


def test_other_words_rest_on_no_model(tmp_path: Path) -> None:
    models, content = ModelCache(tmp_path), mini_content()
    learnt(models, content)
    other = replace(content, lexicon=replace(content.lexicon, fillers=(*content.lexicon.fillers, "噶")))
    assert models.find_base(with_phrasing(other, "噶噶喊肚肚疼")) == ("", None)


def test_one_examines_at_a_time(tmp_path: Path) -> None:
    first = ModelCache(tmp_path).claim_examination()
    assert first is not None
    assert ModelCache(tmp_path).claim_examination() is None
    first.end()
    assert ModelCache(tmp_path).claim_examination() is not None


def test_folder_that_cannot_be_written_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "models").touch()
    models = ModelCache(tmp_path / "models")
    assert models.find_or_learn(mini_content(), Analyser(mini_content().lexicon)).phrasings.texts
    assert models.claim_examination() is not None
