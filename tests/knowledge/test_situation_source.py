from __future__ import annotations

from pathlib import Path

from knowledge.content import load_content
from knowledge.situation import Band, FactKind


def test_a_number_has_bands_and_no_values(root: Path) -> None:
    age = load_content(root).situation["age"]
    assert (age.kind, age.unit, dict(age.values)) == (FactKind.NUMBER, "岁", {})
    assert age.bands[0] == Band(0, 17, "不满18岁", 1)


def test_a_choice_has_labelled_values_in_order(root: Path) -> None:
    stage = load_content(root).situation["school_stage"]
    assert (stage.kind, stage.bands) == (FactKind.CHOICE, ())
    assert list(stage.values.items()) == [("junior", "初中"), ("senior", "普通高中"), ("finished", "不念书了")]
