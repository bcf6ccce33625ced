from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.checking.answer_rules import sentences
from knowledge.checking.validator import check_content
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import HEALTH, SERVICES, edit

START = "answer: 村里的人看小病，先去村卫生室。"
LONG = "学费每学期免800元，一共免三年。"
clinic = breaks_in(HEALTH, "hlt-clinic")
waiver = breaks_in(SERVICES, "edu-waiver")
style_top = breaks_in("style.yaml", "")


@each(
    clinic("figure nobody stands for", START, f"{START}有5个床位。", "answer", "“5”"),
    clinic("percentage nobody stands for", START, f"{START}报85%。", "answer", "“85”"),
    clinic("Chinese numeral nobody stands for", START, f"{START}等三个月。", "answer", "“三”"),
    clinic(
        "longer figure than the fact", "到2025年每个村", "到12025年、2025年每个村", "answer", "12025", at="answer: 村里"
    ),
    clinic("officialese", START, f"{START}统筹安排。", "answer", "“统筹”"),
    clinic("sentence without a breath", START, f"answer: {'村里的人看小病，' * 8}先去村卫生室。", "answer", "拆成几句"),
    waiver(
        "fact the answer lacks",
        "facts: [800元, 三年, 每学期]",
        "facts: [800元, 三年, 每学期, 石泉中学]",
        "facts",
        "“石泉中学”",
    ),
    waiver(
        "fact inside a longer figure",
        "facts: [800元, 三年, 每学期]",
        "facts: [800元, 三年, 每学期, 00元]",
        "facts",
        "“00元”",
    ),
    waiver("fact twice", "facts: [800元, 三年, 每学期]", "facts: [800元, 三年, 每学期, 三年]", "facts", "不止一次"),
    style_top("limit that is no number", "longest_sentence: 60", "longest_sentence: 六十", "longest_sentence", "60"),
    style_top("unknown style", "idioms: [万一]", "idoms: [万一]", "idoms", "改成 idioms"),
)
def test_answer(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


@pytest.mark.parametrize(("answer", "length"), [("太短。", 3), ("长。" * 111, 222)])
def test_answer_of_the_wrong_length(root: Path, answer: str, length: int) -> None:
    text = (root / HEALTH).read_text(encoding="utf-8").splitlines(keepends=True)
    text[4] = f"  answer: {answer}\n"
    (root / HEALTH).write_text("".join(text).replace("facts: ['2025年']", "facts: []"), encoding="utf-8")
    [problem] = check_content(root)
    assert (problem.line, problem.field, problem.what) == (5, "answer", f"有 {length} 个字")


@pytest.mark.parametrize("words", ["去一个地方", "万一没开门", "办一次", "一家人", "2025年底再看"])
def test_words_that_count_nothing_new(root: Path, words: str) -> None:
    edit(root, HEALTH, START, f"{START}{words}。")
    assert check_content(root) == []


def test_named_source_accounts_for_figures(root: Path) -> None:
    edit(root, SERVICES, "answer: 上学缺钱的学生，", "answer: 上学缺钱的学生，一年最多贷20000元，")
    assert check_content(root) == []


def test_a_figure_is_one_character_of_a_sentence(root: Path) -> None:
    edit(root, SERVICES, LONG, "学费每学期免800元，" + "、".join(["800元"] * 10) + "，一共免三年。")
    assert check_content(root) == []


def test_title_may_be_officialese(root: Path) -> None:
    edit(root, HEALTH, "title: 村卫生室", "title: 推进村卫生室")
    edit(root, HEALTH, START, f"{START}叫推进村卫生室。")
    assert check_content(root) == []


def test_a_colon_lets_breathe() -> None:
    assert list(sentences("规划鼓励：谁都能办；去问！好\n了")) == ["规划鼓励", "谁都能办", "去问", "好", "了"]
