from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.paraphrases import measure
from tests.real import ROOT

LCQMC = ROOT.parent / "shared" / "bench" / "lcqmc-faq.json"
BEST_PEER = 0.919
"""Recall@1 of character TF-IDF, the best of the peers measured on it."""


def test_a_match_found_first_and_one_not_found_are_counted(tmp_path: Path) -> None:
    pairs = {"corpus": ["图书馆几点开门", "低保怎么申请"], "q": [["图书馆开门几点", 0], ["低保如何申请", 0]]}
    path = tmp_path / "pairs.json"
    path.write_text(json.dumps(pairs, ensure_ascii=False), encoding="utf-8")
    recall = measure(path)
    assert (recall.questions, recall.first, recall.halves) == (2, 0.5, (1.0, 0.0))


@pytest.mark.shared
def test_paraphrases_are_found_better_than_by_any_peer() -> None:
    if not LCQMC.exists():
        pytest.skip("needs ../shared beside the checkout")
    recall = measure(LCQMC)
    assert recall.first > 0.93 > BEST_PEER
