"""A sentence encoder that the operator keeps as a local ONNX file: a text becomes a vector of what it means.

Off by default; the extra `dense` installs what it needs. Takes the exports of sentence-transformers: `model.onnx` with
`tokenizer.json` beside it (https://sbert.net/docs/sentence_transformer/usage/efficiency.html). Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Meaning = NDArray[np.float32]
"""Of length 1; all 0 where the encoder could not read the text."""

log = logging.getLogger(__name__)

TOKENIZER = "tokenizer.json"
MOST_TOKENS = 128
KEPT_MEANINGS = 4096
INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
TOKEN_VECTORS, TEXT_VECTORS = 3, 2
"""Dimensions of what a model may return: a vector for each token, which are averaged, or one for each text."""
SAMPLE = "一窗"
REMEDY = "备好了再来，或者把 config.yaml 的 encoder 留空"


class EncoderError(Exception):
    """The encoder cannot be used; the message is one line for an operator."""


class Encoder:
    """A sentence encoder, loaded."""

    def __init__(self, path: Path) -> None:
        """Load an ONNX file and the tokenizer beside it; raises `EncoderError` where either is missing or unusable."""
        self.path = path
        try:
            files = (path.read_bytes(), path.with_name(TOKENIZER).read_bytes())
        except OSError as error:
            raise EncoderError(f"句子编码器的文件 {error.filename} 读不了 -> {REMEDY}") from error
        try:
            self._session = _open_session(path)
            self._tokenizer = import_module("tokenizers").Tokenizer.from_buffer(files[1])
            self._tokenizer.enable_truncation(MOST_TOKENS)
            self._inputs = [put.name for put in self._session.get_inputs()]
            self._compute(SAMPLE)
        except ImportError as error:
            raise EncoderError(f"句子编码器要用 onnxruntime 和 tokenizers，没装全 -> {REMEDY}") from error
        except Exception as error:  # both libraries raise bare exceptions of their own
            reason = " ".join(str(error).split())[:200]
            raise EncoderError(f"句子编码器 {path} 用不了（{reason}） -> {REMEDY}") from error
        self.key = hashlib.sha256(b"".join(hashlib.sha256(file).digest() for file in files)).hexdigest()
        """What tells this encoder from others: a hash of its files."""
        self.encode = lru_cache(maxsize=KEPT_MEANINGS)(self._encode)

    def _encode(self, text: str) -> Meaning:
        """Return what a text means; a text that the model fails on means nothing."""
        try:
            return self._compute(text)
        except Exception as error:  # noqa: BLE001  one strange text must not stop an answer
            log.warning("句子编码器读不了一句话（%s），这句不用它", type(error).__name__)
            return np.zeros_like(self.encode(SAMPLE))

    def _compute(self, text: str) -> Meaning:
        tokens = self._tokenizer.encode(text)
        known = {
            "input_ids": tokens.ids,
            "attention_mask": tokens.attention_mask,
            "token_type_ids": tokens.type_ids,
        }
        feeds = {name: np.array([known[name]], np.int64) for name in self._inputs}
        output = np.asarray(self._session.run(None, feeds)[0], np.float32)
        if output.ndim == TOKEN_VECTORS:
            mask = np.array(tokens.attention_mask, np.float32)
            vector = mask @ output[0] / max(1.0, float(mask.sum()))
        elif output.ndim == TEXT_VECTORS:
            vector = output[0]
        else:
            raise EncoderError(f"输出是 {output.ndim} 维的，要 2 维或 3 维")
        return np.asarray(vector / (float(np.linalg.norm(vector)) or 1.0), np.float32)


def _open_session(path: Path) -> Any:
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    strange = [put.name for put in session.get_inputs() if put.name not in INPUTS]
    if strange:
        raise EncoderError(f"要的输入 {strange} 不认识")
    return session
