"""Makes a sentence encoder of a few bytes, as a sentence-transformers export would lie in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from knowledge.matching.encoder import TOKENIZER

IR_VERSION, OPSET = 10, 17
UNKNOWN = "[UNK]"


def write_tiny_encoder(folder: Path, *alike: str, inputs: Sequence[str] = ("input_ids", "attention_mask")) -> Path:
    """Write an encoder to which the characters of each text in `alike` mean the same and all others nothing.

    Returns the path of its ONNX file, which gives a vector for each token.
    """
    words = {UNKNOWN: 0} | {character: number for number, character in enumerate("".join(alike), 1)}
    vectors = np.zeros((len(words), len(alike) + 1), np.float32)
    vectors[0, 0] = 0.01
    for meaning, characters in enumerate(alike, 1):
        vectors[[words[character] for character in characters], meaning] = 1
    graph = helper.make_graph(
        [helper.make_node("Gather", ["vectors", inputs[0]], ["token_vectors"])],
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("token_vectors", TensorProto.FLOAT, [1, "tokens", vectors.shape[1]])],
        [numpy_helper.from_array(vectors, "vectors")],
    )
    model = helper.make_model(graph, ir_version=IR_VERSION, opset_imports=[helper.make_opsetid("", OPSET)])
    path = folder / "model.onnx"
    save(model, str(path))
    tokenizer = Tokenizer(WordLevel(words, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    tokenizer.save(str(folder / TOKENIZER))
    return path
