from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.staff.hunks import find_hunks, show_hunks, take_back, unified_diff

OLD = "".join(f"{number}\n" for number in range(20))
NEW = OLD.replace("5\n", "五\n", 1).replace("12\n", "12\n十二\n").replace("17\n", "")


def test_change_is_taken_back() -> None:
    assert take_back(NEW, find_hunks(OLD, NEW)) == OLD


def test_change_is_taken_back_after_another_elsewhere_in_the_file() -> None:
    hunks = find_hunks(OLD, NEW)
    later = "头\n头\n" + NEW.replace("9\n", "九\n", 1)
    assert take_back(later, hunks) == "头\n头\n" + OLD.replace("9\n", "九\n", 1)


def test_change_whose_lines_were_changed_again_is_not_taken_back() -> None:
    hunks = find_hunks(OLD, NEW)
    assert take_back(NEW.replace("十二\n", "十三\n"), hunks) is None


def test_hunks_are_shown_as_a_unified_diff() -> None:
    small, shown = OLD.replace("5\n", "五\n", 1), ""
    shown = show_hunks("a.yaml", find_hunks(OLD, small))
    assert shown == unified_diff("a.yaml", OLD, small)


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_any_change_is_taken_back(old: list[str], new: list[str]) -> None:
    before, after = ("".join(f"{line}\n" for line in lines) for lines in (old, new))
    assert take_back(after, find_hunks(before, after)) == before
