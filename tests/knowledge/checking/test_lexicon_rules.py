from __future__ import annotations

from pathlib import Path

from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each

FILE = "lexicon.yaml"
fee = breaks_in(FILE, "fee")
say_as = breaks_in(FILE, "say_as")
aspects = breaks_in(FILE, "aspects")
top = breaks_in(FILE, "")


@each(
    fee("word in two concepts", "words: [学费, 学杂费]", "words: [学费, 卫生所]", "words", "clinic"),
    say_as("variant of two words", "没有: [莫得, 没得]", "没有: [莫得, 没得, 咋]", "没有", "怎么"),
    aspects("word of two aspects", "bring: [带什么]", "bring: [带什么, 去哪]", "bring", "where"),
    top(
        "variant no message holds",
        "没有: [莫得, 没得]",
        "没有: [莫得, 没得, 沒有]",
        "say_as",
        "改成 没有",
        at="say_as:",
    ),
    top(
        "plain word that changes again",
        "没有: [莫得, 没得]",
        "没有: [莫得, 没得]\n  什么时候: [么时候]",
        "say_as",
        "什什么时候",
        at="say_as:",
    ),
    top(
        "concept word no message holds",
        "words: [学费, 学杂费]",
        "words: [学费, 咋收费]",
        "concepts",
        "改成 怎么收费",
        at="concepts:",
    ),
    top(
        "concept word that is a filler",
        "words: [学费, 学杂费]",
        "words: [学费, 麻烦]",
        "concepts",
        "删掉",
        at="concepts:",
    ),
    top(
        "aspect word no message holds",
        "where: [在哪里, 去哪]",
        "where: [在哪里, 去哪, 在哪？]",
        "aspects",
        "改成 在哪",
        at="aspects:",
    ),
    top("list that is a word", "fillers: [请问, 麻烦]", "fillers: 请问", "fillers", "列表"),
    top("unknown part", "connectors:", "conectors:", "conectors", "改成 connectors"),
)
def test_lexicon(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)
