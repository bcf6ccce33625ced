from __future__ import annotations

from pathlib import Path

from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each

opening = breaks_in("opening.yaml", "")
office = breaks_in("office.yaml", "")


@each(
    office("punctuation", "asking: [在哪,", "asking: ['在哪？',", "asking", "改成 在哪"),
    office("traditional characters", "around: [我要去, 请问,", "around: [我要去, 請問,", "around", "改成 请问"),
    office("no word", "around: [我要去, 请问, 的, 那]", "around: []", "around", "至少写一项"),
    office("unknown field", "around: [我", "arround: [在]\naround: [我", "arround", "around"),
    opening("space", "times: [几点,", "times: ['几 点',", "times", "改成 几点"),
    opening("holiday", "春节: [过年]", "春节: ['过年!']", "holidays", "改成 过年"),
)
def test_words(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)
