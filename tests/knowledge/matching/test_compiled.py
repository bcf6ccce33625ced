from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.matching import compiled
from knowledge.matching.compiled import KEPT_MODELS, UNREADABLE, load_model, load_or_learn, model_key, save_model
from knowledge.matching.matcher import Matcher, Model
from knowledge.models import Content
from tests.knowledge.mini_world import analyse, mini_analyser, mini_content, mini_model


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with the small model."""
    path = tmp_path / "kept.npz"
    save_model(mini_model(), path)
    return path


@pytest.fixture
def no_learning(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Model:
        pytest.fail("learnt although a model was kept")

    monkeypatch.setattr(compiled, "learn", refuse)


def load(cache: Path) -> Model:
    return load_or_learn(mini_content(), mini_analyser(), cache)


def test_a_model_comes_back_whole(kept: Path) -> None:
    loaded, learnt = load_model(kept), mini_model()
    assert loaded.vocabulary.numbers == learnt.vocabulary.numbers
    assert loaded.phrasings.intents == learnt.phrasings.intents
    for one, other in ((loaded.linear.weights, learnt.linear.weights), (loaded.danger.weights, learnt.danger.weights)):
        assert np.array_equal(one.steps, other.steps)
        assert np.array_equal(one.scales, other.scales)


@pytest.mark.parametrize("text", ["高中学费", "助学贷款几月开始", "村卫生室在哪"])
def test_a_kept_model_ranks_like_the_learnt_one(kept: Path, text: str) -> None:
    loaded, learnt = (Matcher(model).rank(analyse(text)) for model in (load_model(kept), mini_model()))
    assert loaded == learnt


def test_nothing_half_written_is_left(kept: Path) -> None:
    assert [path.name for path in kept.parent.iterdir()] == ["kept.npz"]


@pytest.mark.parametrize("broken", [b"", b"abc", b"PK\x03\x04", b"\x93NUMPY\x01\x00"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(broken)
    with pytest.raises(UNREADABLE):
        load_model(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "none.npz")


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_a_cut_file_is_learnt_anew(tmp_path: Path, kept: Path, part: float) -> None:
    whole = kept.read_bytes()
    path = tmp_path / "cache" / f"{model_key(mini_content())}.npz"
    path.parent.mkdir()
    path.write_bytes(whole[: int(part * len(whole))])
    load(path.parent)
    assert load_model(path).phrasings.texts == mini_model().phrasings.texts


@pytest.mark.usefixtures("no_learning")
def test_a_kept_model_is_not_learnt_again(tmp_path: Path) -> None:
    save_model(mini_model(), tmp_path / f"{model_key(mini_content())}.npz")
    assert load(tmp_path).phrasings.texts == mini_model().phrasings.texts


def test_the_first_start_answers_like_all_later_ones(tmp_path: Path) -> None:
    first, second = (Matcher(load(tmp_path)).rank(analyse("高中学废")) for _ in range(2))
    assert first == second


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert load(blocked / "models").phrasings.texts == mini_model().phrasings.texts


def with_service(**changes: object) -> Content:
    content = mini_content()
    changed = replace(content.services["edu-loan"], **changes)  # type: ignore[arg-type]  # each test names a real field
    return replace(content, version="other", services={**content.services, "edu-loan": changed})


def test_another_phrasing_makes_another_model() -> None:
    assert model_key(with_service(ask=("借钱念书",))) != model_key(mini_content())


def test_another_answer_leaves_the_model_good() -> None:
    assert model_key(with_service(answer="换了一种说法。")) == model_key(mini_content())


def test_old_models_go(tmp_path: Path) -> None:
    for number in range(KEPT_MODELS + 2):
        old = tmp_path / f"old{number}.npz"
        old.write_bytes(b"")
        os.utime(old, (number, number))
    load(tmp_path)
    left = {path.stem for path in tmp_path.glob("*.npz")}
    assert left == {model_key(mini_content()), *(f"old{n}" for n in range(3, KEPT_MODELS + 2))}
