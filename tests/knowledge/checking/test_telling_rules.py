from __future__ import annotations

from pathlib import Path

from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each

FILE = "facts.yaml"
stage = breaks_in(FILE, "school_stage")
top = breaks_in(FILE, "")
scope = breaks_in(FILE, "scope")
groups = breaks_in(FILE, "groups")
grandmother = breaks_in(FILE, "婆")
child = breaks_in(FILE, "娃")
nothing = breaks_in(FILE, "school")


@each(
    nothing(
        "fact that is none",
        "fact: school_stage, is: junior, words",
        "fact: school, is: junior, words",
        "fact",
        "school_stage",
    ),
    stage("value that is none", "is: senior|junior", "is: senior|middle", "is", "junior"),
    stage("all values", "is: senior|junior", "is: senior|junior|finished", "is", "不能全选"),
    stage("other fact that is none", "then: age", "then: ages", "then", "age"),
    stage("range that is none", "be: 10-20", "be: 20-10", "be", "60-120"),
    stage("no phrases", "words: [念书, ~学 > 中学]", "words: []", "words", "至少写一个"),
    stage("part without a word", "上|念 > 初一", "上|念 >", "words", "空的一段"),
    stage("alternative without a word", "上|念 > 初一", "上| > 初一", "words", "空的一段"),
    stage("mark in a phrase", "words: [念书,", "words: [念，书,", "words", "改成 念书"),
    stage("traditional characters", "words: [念书,", "words: [唸 書,", "words", "永远认不出来"),
    stage("phrase twice", "words: [念书,", "words: [念书, 念书,", "words", "不止一次"),
    stage("group that is none", "~学 > 中学", "~教 > 中学", "words", "groups 里没有“教”"),
    groups("mark in a group", "学: [~念, 读]", "学: [~念, 读]\n  写: [写，画]", "写", "永远认不出来", below=1),
    stage("unknown field", "topic: [初中生]", "topics: [初中生]", "topics", "改成 topic"),
    child("person in two rows", "words: [娃, 孩子]", "words: [娃, 婆]", "words", "“婆”那一行"),
    grandmother("person twice", "words: [婆, 奶奶]", "words: [婆, 婆]", "words", "写了两次"),
    top("mark in a neutral word", "neutral: [我们村]", "neutral: [我们 村]", "neutral", "我们村"),
    scope("scope without a word", "past: [以前]", "past: []", "past", "至少写一项"),
    scope("scope word twice", "past: [以前]", "past: [以前, 以前]", "past", "不止一次"),
)
def test_tellings(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)
