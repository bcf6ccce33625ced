"""Groups stay put: whatever arrives later, and however it arrives, a question stays with those it was put with."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library import Library
from bot.staff.grouping import GroupIndex

HEADS = ("无人机执照", "祖坟边上的树", "烟花", "高中学费", "助学贷款", "村卫生室")
TAILS = ("在哪考", "能砍吗", "啥时候放", "要多少钱", "找哪个问", "有没有规定")
QUESTIONS = st.lists(st.tuples(st.sampled_from(HEADS), st.sampled_from(TAILS)).map("".join), min_size=2, max_size=14)


@pytest.fixture
def index(library: Library) -> GroupIndex:
    return GroupIndex(library.edition.understander)


def put(index: GroupIndex, questions: Sequence[str], first_group: int = 1) -> list[int]:
    """Group questions one after the other, as the queue does, and return the group of each."""
    groups: list[int] = []
    for question in questions:
        nearest = index.nearest(question)
        groups.append(max([first_group - 1, *groups]) + 1 if nearest is None else nearest)
        if nearest is None:
            index.add(groups[-1], question)
    return groups


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(questions=QUESTIONS, cut=st.integers(1, 13))
def test_what_arrives_later_moves_no_question_and_renames_no_group(
    library: Library, questions: list[str], cut: int
) -> None:
    early = questions[:cut]
    before = put(GroupIndex(library.edition.understander), early)
    assert put(GroupIndex(library.edition.understander), questions)[: len(early)] == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(questions=QUESTIONS, cut=st.integers(1, 13))
def test_in_two_goes_or_in_one_the_groups_are_the_same(library: Library, questions: list[str], cut: int) -> None:
    whole = put(GroupIndex(library.edition.understander), questions)
    early, late = questions[:cut], questions[cut:]
    first = put(GroupIndex(library.edition.understander), early)
    again = GroupIndex(library.edition.understander)  # as after a restart: groups are known by their leaders alone
    for group in sorted(set(first)):
        again.add(group, early[first.index(group)])
    assert first + put(again, late, max(first) + 1) == whole


def test_the_same_question_is_in_the_same_group_whoever_asks(index: GroupIndex) -> None:
    assert put(index, ["祖坟边上的树能砍吗", "烟花啥时候放", "祖坟边上的树能砍吗"]) == [1, 2, 1]
