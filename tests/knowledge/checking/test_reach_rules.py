from __future__ import annotations

from pathlib import Path

from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import SERVICES

STAGE = "- {fact: school_stage, in: [senior], basis: '3.2.3', by: bot}"
ALL_STAGES = STAGE.replace("senior", "junior, senior, finished")
AGE = "- {fact: age, at_least: 14, at_most: 20, basis: usual, by: bot}"
NOT = "- not: {fact: school_stage, in: [finished], basis: '3.2.3', by: bot}"
TREE = "  eligible:\n    all:\n      - {fact: school_stage, in: [senior]"
waiver = breaks_in(SERVICES, "edu-waiver")


@each(
    waiver("never missed", STAGE, ALL_STAGES, "eligible", "不会不符合"),
    waiver("never met", AGE, AGE.replace("20", "300").replace("14", "200"), "eligible", "不会符合"),
    waiver("unreachable", NOT, NOT.replace("finished", "senior"), "eligible", "到不了", at=TREE),
)
def test_reach(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)
