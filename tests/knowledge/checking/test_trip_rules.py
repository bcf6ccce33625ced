from __future__ import annotations

from pathlib import Path

from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each

trip = breaks_in("trip.yaml", "")


@each(
    trip("empty part", "several: [都 > 带什么]", "several: [都 > ]", "several", "空的一段"),
    trip("full-width sign", "several: [都 > 带什么]", "several: [都 ＞ 带什么]", "several", "半角"),
    trip("word that never matches", "打印]", "打，印]", "forward", "改成 打印"),
    trip("no pattern", "several: [都 > 带什么]", "several: []", "several", "至少写一项"),
    trip(
        "unknown field", "several: [都 > 带什么]", "several: [都 > 带什么]\nsevral: [都]", "sevral", "several", below=1
    ),
)
def test_trip(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)
