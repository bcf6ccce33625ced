"""The shipped content with its learnt model: what residents write leads to the right service, alarm or need."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.answering import answer_of
from bot.library import Edition
from bot.question_files import Verdict, check_questions, judge
from handlers.turn import Kind, Reply
from tests.real import real_edition

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LEAST_RIGHT = 0.85
LEAST_RIGHT_OR_ASKED = 0.93
LEAST_RIGHT_DEPARTMENT = 0.98


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The shipped content and its model."""
    return real_edition()


def ask(edition: Edition, text: str) -> Reply:
    return answer_of(edition, text, NOW)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("普通高中每学期800元学费能不能免", "edu-highschool-waiver"),
        ("婚前检查是不是免费的", "pop-premarital-check"),
        ("房子遭了水灾找谁", "svc-disaster-relief"),
    ],
)
def test_smoke_question(edition: Edition, text: str, key: str) -> None:
    reply = ask(edition, text)
    assert (reply.kind, reply.services[:1]) == (Kind.ANSWER, (key,))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("我婆86了有没得啥补助", "svc-elder-subsidy"),
        ("屋头穷得很想吃低保找哪个", "soc-dibao"),
        ("娃儿打预防针在哪哒", "hlt-vaccination"),
        ("莫得工作想学个手艺，哪里有培训", "emp-training"),
        ("老汉瘫在床上莫人管", "svc-rural-elder-care"),
        ("dibao zenme shenqing", "soc-dibao"),
        ("yanglao baoxian", "soc-resident-pension"),
        ("高中学非减免", "edu-highschool-waiver"),
        ("生源地柱学贷款", "edu-student-loan"),
        ("退五军人优待", "soc-veteran-benefits"),
        ("公组房咋个申请", "hou-public-rental"),
        ("高齡補貼怎麼領", "svc-elder-subsidy"),
        ("殘疾人護理補貼", "soc-disabled-welfare"),
        ("高\u200b中 学费，减免？？？", "edu-highschool-waiver"),
    ],
)
def test_dialect_pinyin_homophones_and_traditional_characters(edition: Edition, text: str, key: str) -> None:
    assert ask(edition, text).services[:1] == (key,)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("屋里着火了", "119"),
        ("房子著火了", "119"),
        ("zhaohuole", "119"),
        ("煤气漏了咋办", "119"),
        ("有人溺水了快来", "119"),
        ("我爸突然昏倒喊不答应", "120"),
        ("婆娘被男人打了", "110"),
        ("被骗子骗走三万块", "110"),
        ("不想活了", "12356"),
    ],
)
def test_danger_gives_the_number_first(edition: Edition, text: str, number: str) -> None:
    reply = ask(edition, text)
    assert (reply.kind, reply.numbers[:1]) == (Kind.URGENT, (number,))


@pytest.mark.parametrize(
    "text",
    ["灭火器哪里领", "去年着火的房子能不能申请救助", "怎么预防煤气中毒", "消防演练几时搞", "笑死我了哈哈"],
)
def test_talk_that_sounds_like_danger_is_left_alone(edition: Edition, text: str) -> None:
    assert edition.understander.understand(text).alarm is None


@pytest.mark.parametrize("text", ["", "???", "😀", "wifi", "qqqq", "123", "<script>alert(1)</script>", "你好", "请问"])
def test_what_says_nothing_of_danger_raises_no_alarm(edition: Edition, text: str) -> None:
    assert edition.understander.understand(text).alarm is None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("高中学费免不免，另外我婆高龄补贴咋领", {"edu-highschool-waiver", "svc-elder-subsidy"}),
        ("婚检要钱吗，还有低保怎么申请", {"pop-premarital-check", "soc-dibao"}),
    ],
)
def test_two_needs_are_both_answered(edition: Edition, text: str, keys: set[str]) -> None:
    assert set(ask(edition, text).services) == keys


@pytest.mark.parametrize("text", ["身份证丢了咋补", "飞船咋开", "qqqq"])
def test_what_the_plan_does_not_hold_shows_no_service(edition: Edition, text: str) -> None:
    assert ask(edition, text).services == ()


def test_accuracy_on_questions_matching_never_reads(edition: Edition) -> None:
    questions = check_questions(edition.content.checks)
    verdicts = Counter(judge(question, ask(edition, question.text)) for question in questions)
    right = verdicts[Verdict.RIGHT] / len(questions)
    asked = verdicts[Verdict.ASKED] / len(questions)
    assert right >= LEAST_RIGHT, verdicts
    assert right + asked >= LEAST_RIGHT_OR_ASKED, verdicts


def test_the_right_department_leads_the_answers(edition: Edition) -> None:
    services = edition.content.services
    leads = [
        (key, reply.departments[0])
        for key, questions in edition.content.checks.items()
        for question in questions
        if (reply := ask(edition, question)).kind is Kind.ANSWER
    ]
    wrong = [(key, lead) for key, lead in leads if lead != services[key].lead]
    assert 1 - len(wrong) / len(leads) >= LEAST_RIGHT_DEPARTMENT, wrong


def test_questions_for_a_service_are_not_taken_for_towns_or_opening_hours(edition: Edition) -> None:
    asked = [question for questions in edition.content.checks.values() for question in questions]
    taken = [text for text in asked if not (reply := ask(edition, text)).services and reply.aspect == "when"]
    assert taken == []


@pytest.mark.parametrize("town", ["后柳", "两河镇", "城关", "熨斗", "中坝村"])
def test_a_town_alone_is_remembered_and_no_danger(edition: Edition, town: str) -> None:
    reply = ask(edition, f"我在{town}")
    assert reply.kind is Kind.SMALLTALK
    assert reply.conversation.town
