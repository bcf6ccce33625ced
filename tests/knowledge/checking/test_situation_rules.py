from __future__ import annotations

from pathlib import Path

from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each

FILE = "situation.yaml"
VALUES = "  values: {junior: 初中, senior: 普通高中, finished: 不念书了}"
UNUSED = "- {fact: %s, kind: choice, question: 有没有？, why: 要看, name: 事, values: {some: 有}}\n- fact: school_stage"
age = breaks_in(FILE, "age")
years = breaks_in(FILE, "年纪")
school_stage = breaks_in(FILE, "school_stage")
flag = breaks_in(FILE, "flag")


@each(
    age("fact twice", "- fact: school_stage", f"{UNUSED % 'age'}", "fact", "重复"),
    years("name that code cannot use", "- fact: school_stage", f"{UNUSED % '年纪'}", "fact", "school_stage"),
    age("no question", "  question: 多大年纪？", "  question: ''", "question", "是空的"),
    school_stage("no reason", "  why: 上学的服务按学段分", "  why: ''", "why", "是空的"),
    age("unknown field", "  unit: 岁", "  units: 岁", "units", "改成 unit"),
    school_stage("value without a label", VALUES, VALUES.replace("初中", "''"), "values", "junior"),
    flag(
        "values that are a list",
        "- fact: school_stage",
        UNUSED.replace("{some: 有}", "[some]") % "flag",
        "values",
        "键: 文字",
    ),
    school_stage("ranges of a choice", VALUES, f"{VALUES}\n  ranges: []", "ranges", "删掉", below=1),
    age("gap between ranges", "key: 18-59", "key: 19-59", "key", "从 18 开始"),
    age("range that is none", "key: 18-59", "key: 成年", "key", "60-64"),
    age("range without a label", "label: 18到59岁", "label: ''", "label", "是空的"),
    age("number with values", "  unit: 岁", "  values: {a: b}", "values", "ranges"),
)
def test_situation(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)
