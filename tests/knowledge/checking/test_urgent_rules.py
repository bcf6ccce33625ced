from __future__ import annotations

from pathlib import Path

from knowledge.checking.urgent_rules import shorten
from knowledge.checking.validator import check_content
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import edit

FILE = "urgent.yaml"
CHECKS = "checks/urgent.yaml"
SIGN = "煤气|液化气 + 炸"
SIGNS = "    signs:"
SECOND = "  - {id: %s, title: 火, numbers: ['119'], say: 快跑。, signs: [起大火], ask: [起大火了], near: []}\n"
fire = breaks_in(FILE, "fire")
top = breaks_in(FILE, "")
checks_fier = breaks_in(CHECKS, "fier")
checks_fire = breaks_in(CHECKS, "fire")
checks_top = breaks_in(CHECKS, "")


@each(
    fire("number that does not exist", "['119', '120']", "['119', '911']", "numbers", "911"),
    fire("number twice", "['119', '120']", "['119', '119']", "numbers", "不止一次"),
    fire("wrong number in the words", "打119说清", "打911说清", "say", "911"),
    fire("sign with an empty part", SIGN, f"{SIGN}\n      - 漏气 + ", "signs", "空的一段", at=SIGNS),
    fire("sign with an empty alternative", SIGN, "煤气||液化气 + 炸", "signs", "空的一段", at=SIGNS),
    fire("sign in full width", SIGN, f"{SIGN}\n      - 煤气｜燃气 + 漏", "signs", "半角", at=SIGNS),
    fire("sign that no text holds", SIGN, "煤氣|液化气 + 炸", "signs", "改成 煤气", at=SIGNS),
    top(
        "calm pattern with an empty part",
        "  - 去年|前年 > 着火|失火",
        "  - 去年|前年 > 着火|失火\n  - 上月 > > 失火",
        "calm",
        "空的一段",
        at="calm:",
    ),
    fire("examples the signs miss", "ask: [屋里着火了", "ask: [屋里烫得很", "ask", "屋里烫得很"),
    fire("near misses the signs catch", "灭火器哪里买", "着火点是什么", "near", "着火点是什么"),
    checks_fier(
        "checks of an unknown danger", "  fire:", "  fier: [烟大, 冒烟, 烧糊, 火苗, 火星]\n  fire:", "fier", "改成 fire"
    ),
    checks_fire("too few checks", "着火咯, ", "", "fire", "只有 4 个"),
    checks_fire("check that is an example", "着火咯", "屋里着火了！", "fire", "试不出来"),
    checks_top("calm check that is an example", "灭火器年检", "灭火器哪里买", "calm", "试不出来"),
    checks_top("unknown list of checks", "calm:", "clam:", "clam", "改成 calm"),
)
def test_urgent(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


def test_danger_without_checks(root: Path) -> None:
    with (root / FILE).open("a", encoding="utf-8") as file:
        file.write(SECOND % "blaze")
    [problem] = check_content(root)
    assert (problem.file, problem.field) == (CHECKS, "urgent")
    assert "blaze" in problem.what


def test_danger_twice(root: Path) -> None:
    with (root / FILE).open("a", encoding="utf-8") as file:
        file.write(SECOND % "fire")
    assert ("fire", "id") in {(p.entry, p.field) for p in check_content(root)}


def test_messages_are_read_with_the_lexicon(root: Path) -> None:
    edit(root, FILE, "着火|起火|燃起来|烧起来", "着火|起火|燃起来|烧起来|怎么没有水")
    edit(root, FILE, "ask: [屋里着火了", "ask: [消防栓咋莫得水, 屋里着火了")
    edit(root, FILE, "怎么没有水", "消防栓怎么没有水")
    assert check_content(root) == []


def test_short_patterns_are_shown_whole() -> None:
    assert shorten("着火|起火") == "着火|起火"
