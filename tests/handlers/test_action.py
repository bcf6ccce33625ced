from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import action
from handlers.action import Action, read_action, write_action
from handlers.detail import ASPECTS
from knowledge.models import Content
from tests.handlers.turns import LONGEST_ACTION_BYTES

VERBS = [action.SHOW, action.DETAIL, action.NEITHER, action.USEFUL, action.USELESS, action.NOT_TEXT]
IDS = st.from_regex(r"[a-z]{2,4}(-[a-z]{1,9}){1,3}", fullmatch=True)


@given(st.sampled_from(VERBS), IDS, st.sampled_from(["", *ASPECTS]))
def test_what_is_written_is_read(verb: str, service: str, aspect: str) -> None:
    assert read_action(write_action(verb, service, aspect)) == Action(verb, service, aspect)


@pytest.mark.parametrize("text", ["", "<script>", "show me", "delete:soc-dibao", ":", "SHOW:soc-dibao", "高中"])
def test_what_names_no_action_is_none(text: str) -> None:
    assert read_action(text) is None


def test_verb_without_service() -> None:
    assert read_action("neither") == Action("neither", "", "")


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = read_action(text)
    assert found is None or text == found.verb or text.startswith(f"{found.verb}:")


def test_actions_of_every_shipped_service_fit_a_button(shipped: Content) -> None:
    longest = max(
        len(write_action(verb, key, aspect).encode())
        for verb in VERBS
        for key in shipped.services
        for aspect in ASPECTS
    )
    assert longest <= LONGEST_ACTION_BYTES
