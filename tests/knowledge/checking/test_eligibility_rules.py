from __future__ import annotations

from pathlib import Path

from knowledge.checking.draft import SERVICES as SERVICES_PART
from knowledge.checking.draft import read_draft
from knowledge.checking.eligibility_rules import criteria
from knowledge.checking.validator import check_content
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import HEALTH, SERVICES, edit, line_of

STAGE = "- {fact: school_stage, in: [senior], basis: '3.2.3', by: bot}"
AGE = "- {fact: age, at_least: 14, at_most: 20, basis: usual, by: bot}"
WINDOW = "- {window: 在读的证明, basis: usual, by: window}"
NOT = "- not: {fact: school_stage, in: [finished], basis: '3.2.3', by: bot}"
waiver = breaks_in(SERVICES, "edu-waiver")
clinic = breaks_in(HEALTH, "hlt-clinic")
SUITED = "  hlt-clinic:"
clinic_suits = breaks_in("screening.yaml", "hlt-clinic")


@each(
    waiver("unknown fact", STAGE, STAGE.replace("school_stage", "school_stag"), "eligible", "改成 school_stage"),
    waiver("unknown value", STAGE, STAGE.replace("senior", "senoir"), "eligible", "改成 senior"),
    waiver("no values", STAGE, STAGE.replace("in: [senior]", "in: []"), "eligible", "没有写 in"),
    waiver("choice with a limit", STAGE, STAGE.replace("basis", "at_least: 3, basis"), "eligible", "不能写 at_least"),
    waiver("number without limits", AGE, "- {fact: age, basis: usual, by: bot}", "eligible", "at_least"),
    waiver("limit that is no number", AGE, AGE.replace("14", "14岁"), "eligible", "不写单位"),
    waiver("limits crossed", AGE, AGE.replace("14", "24"), "eligible", "还大"),
    waiver("no basis", AGE, AGE.replace("basis: usual, ", ""), "eligible", "依据"),
    waiver("basis nobody knows", AGE, AGE.replace("usual", "听说"), "eligible", "听说"),
    waiver("judged by the wrong one", WINDOW, WINDOW.replace("by: window", "by: bot"), "eligible", "by: window"),
    waiver("fact judged at the window", AGE, AGE.replace("by: bot", "by: window"), "eligible", "by: bot"),
    waiver("empty window", WINDOW, WINDOW.replace("在读的证明", "''"), "eligible", "是空的"),
    waiver("stranger beside a window", WINDOW, WINDOW.replace("basis", "in: [x], basis"), "eligible", "不能写 in"),
    waiver("two kinds in one", NOT, "- {not: everyone, fact: age}", "eligible", "不能写在一起"),
    waiver("unknown kind", NOT, "- {nott: everyone}", "eligible", "看不出"),
    waiver("everyone inside a tree", NOT, "- not: everyone", "eligible", "单独"),
    clinic("word that is no condition", "eligible: everyone", "eligible: 谁都行", "eligible", "everyone"),
    clinic("empty group", "eligible: everyone", "eligible: {any: []}", "eligible", "下面要有条件"),
    clinic_suits("suits over an unknown fact", "fact: age", "fact: aeg", "eligible", "改成 age"),
    breaks_in("screening.yaml", "hlt-clini")("suits no service", SUITED, "  hlt-clini:", "hlt-clini", "hlt-clinic"),
    breaks_in("screening.yaml", "edu-waiver")("own condition", SUITED, "  edu-waiver:", "edu-waiver", "删掉"),
    clinic("list without all or any", "eligible: everyone", "eligible: [everyone]", "eligible", "all / any"),
)
def test_condition(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


def test_criteria_of_a_tree(root: Path) -> None:
    draft = read_draft(root)
    entry = draft.entry(SERVICES_PART, "edu-waiver")
    found = criteria(entry.record["eligible"], entry)
    assert [(one.basis, one.fields.record.line) for one in found] == [
        ("3.2.3", line_of(SERVICES, STAGE)),
        ("usual", line_of(SERVICES, AGE)),
        ("usual", line_of(SERVICES, WINDOW)),
        ("3.2.3", line_of(SERVICES, NOT)),
    ]


def test_basis_may_be_named_where_the_entry_has_a_source(root: Path) -> None:
    condition = "eligible: {fact: age, at_least: 18, basis: 助学贷款办法, by: bot}"
    edit(root, SERVICES, "eligible: everyone", condition)
    assert check_content(root) == []


def test_facts_that_cannot_be_read_are_not_called_unknown(root: Path) -> None:
    edit(root, "situation.yaml", "unit: 岁", "unit: [岁")
    assert {p.file for p in check_content(root)} == {"situation.yaml"}
