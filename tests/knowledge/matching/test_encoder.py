from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.matching import encoder as encoder_module
from knowledge.matching.encoder import TOKENIZER, Encoder, EncoderError
from tests.knowledge.matching.tiny_encoder import write_tiny_encoder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encoder to which 学费 and 束脩 are alike, and 低保 is something else."""
    return write_tiny_encoder(tmp_path, "学费束脩", "低保")


def cosine(encoder: Encoder, one: str, other: str) -> float:
    return float(encoder.encode(one) @ encoder.encode(other))


def test_texts_that_mean_the_same_are_near(path: Path) -> None:
    assert cosine(Encoder(path), "学费", "束脩") == pytest.approx(1)


def test_texts_that_mean_something_else_are_far(path: Path) -> None:
    assert cosine(Encoder(path), "学费", "低保") == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("text", ["学费", "xyz", "", "学" * 5000, "\u0000😀"])
def test_any_text_has_a_meaning_of_length_one(path: Path, text: str) -> None:
    assert np.linalg.norm(Encoder(path).encode(text)) in (pytest.approx(1), 0)


def test_a_text_that_the_model_fails_on_means_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder(path)
    encoder.encode("一窗")

    def fail(_: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(encoder, "_compute", fail)
    assert not encoder.encode("学费").any()


def test_another_encoder_has_another_key(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert Encoder(write_tiny_encoder(tmp_path / "other", "学费")).key != Encoder(path).key


@pytest.mark.parametrize("name", ["model.onnx", TOKENIZER])
def test_a_missing_file_is_named(path: Path, name: str) -> None:
    path.with_name(name).unlink()
    with pytest.raises(EncoderError, match=name):
        Encoder(path)


@pytest.mark.parametrize("name", ["model.onnx", TOKENIZER])
def test_a_broken_file_is_told_in_one_line(path: Path, name: str) -> None:
    path.with_name(name).write_bytes(b"broken")
    with pytest.raises(EncoderError, match="用不了") as caught:
        Encoder(path)
    assert "\n" not in str(caught.value)


def test_a_model_that_wants_more_than_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="pixel_values"):
        Encoder(write_tiny_encoder(tmp_path, "学费", inputs=("input_ids", "pixel_values")))


def test_missing_libraries_are_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(encoder_module, "import_module", missing)
    with pytest.raises(EncoderError, match="onnxruntime"):
        Encoder(path)
