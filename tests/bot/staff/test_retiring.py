from __future__ import annotations

import pytest

from bot.staff.editing import apply_edits, read_texts
from bot.staff.edits import RemoveService
from bot.staff.retiring import retire_mentions
from tests.real import CONTENT

KEY = "edu-loan"


def retired(**files: str) -> dict[str, str]:
    """Return texts without `KEY`; files are named with a dash for the slash."""
    texts = {name.replace("_", "/") + ".yaml": text for name, text in files.items()}
    retire_mentions(texts, "education", KEY)
    return texts


def test_people_of_its_condition_go_and_those_of_others_stay() -> None:
    text = "# 例子\nedu-a:\n  - {note: 甲}\nedu-loan:\n  - {note: 乙}\nedu-z: []\n"
    assert retired(cases_education=text)["cases/education.yaml"] == "# 例子\nedu-a:\n  - {note: 甲}\nedu-z: []\n"


def test_checks_of_two_needs_go_where_it_is_needed_and_forget_it_where_it_would_do_too() -> None:
    text = (
        "- q: 甲\n  needs: [edu-loan, edu-a]\n"
        "- q: 乙\n  needs: [edu-a, edu-z]\n  also: [edu-loan, edu-y]\n"
        "- q: 丙  # 一件\n  needs: [edu-a]\n"
    )
    after = "- q: 乙\n  needs: [edu-a, edu-z]\n  also: [edu-y]\n- q: 丙  # 一件\n  needs: [edu-a]\n"
    assert retired(checks_several=text)["checks/several.yaml"] == after


def test_conversations_go_that_ask_for_it() -> None:
    stays = "- start: 甲\n  services: [edu-a]\n  then:\n  - {q: 多谢, outside: true}\n"
    asked_later = "- start: 乙\n  services: [edu-a]\n  then:\n  - {q: 那贷款呢, services: [edu-z, edu-loan]}\n"
    goes_on = "- start: 丙\n  services: [edu-a]\n  then:\n  - {q: 要带啥, about: edu-loan}\n"
    begins = "- start: 丁\n  services: [edu-loan]\n  then:\n  - {q: 多谢, outside: true}\n"
    texts = retired(checks_dialogues=asked_later + stays + goes_on + begins)
    assert texts["checks/dialogues.yaml"] == stays


def test_it_is_brought_up_and_taken_in_no_more() -> None:
    texts = retired(
        screening="suits:\n  edu-a: {fact: age}\n  edu-loan: {fact: age}\n"
        "received:\n  edu-loan: {fact: age}\n  edu-z: {}\n",
        routing="- key: relief\n  services: [edu-loan, edu-a]\n",
    )
    assert texts["screening.yaml"] == "suits:\n  edu-a: {fact: age}\nreceived:\n  edu-z: {}\n"
    assert texts["routing.yaml"] == "- key: relief\n  services: [edu-a]\n"


def test_choice_of_two_is_left_for_an_editor_to_look_at() -> None:
    text = "- word: 钱\n  offer: [edu-loan, edu-a, edu-z]\n- word: 书\n  offer: [edu-loan, edu-a]\n"
    assert retired(vague=text)["vague.yaml"] == text.replace("[edu-loan, edu-a, edu-z]", "[edu-a, edu-z]")


@pytest.mark.parametrize("key", ["hlt-elder-health", "svc-medical-aid", "soc-dibao"])
def test_of_a_shipped_service_only_what_other_services_say_is_left(key: str) -> None:
    after = apply_edits(read_texts(CONTENT), [RemoveService(key)], {})
    left = {name for name, text in after.items() if key in text}
    assert {name.split("/")[0] for name in left} <= {"services", "ids.yaml"}
