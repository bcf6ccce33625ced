from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import clean_text, mask

ID = "61092219900101001X"
SNIPPETS = st.sampled_from(
    [
        "61092219900101001X",
        "610922",
        "900101",
        "13800138000",
        "138 0013 8000",
        "+86",
        "0915-6321234",
        "我叫",
        "王小明",
        "本人",
        "姓名:",
        "a@b.cn",
        " ",
        "-",
        "*",
        "**",
        ",",
        "(",
        ")",
        "0",
        "１",
        "12345",
        "\u200b",
        "6222021234567890128",
    ]
)
TEXTS = st.lists(SNIPPETS | st.text(max_size=3) | st.text("0123456789xX -*", max_size=20), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (ID, "6109**********001X"),
        ("61092219900101001x", "6109**********001x"),
        ("６１０９２２１９９００１０１００１Ｘ", "6109**********001X"),
        ("610922 19900101 001X", "6109**********001X"),
        ("610922-19900101-0013", "6109**********0013"),
        ("6109 2219 9001 0100 1X", "6109**********001X"),
        ("610922199001010014", "6109**********0014"),
        ("610922900101001", "6109*******1001"),
        ("6109\u200b2219900101001X", "6109**********001X"),
        ("我的是61092219900101001X，行不行", "我的是6109**********001X,行不行"),
    ],
)
def test_resident_id_is_masked_whatever_its_form_and_checksum(typed: str, kept: str) -> None:
    assert mask(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "１３８００１３８０００",
        "138 0013 8000",
        "138-0013-8000",
        "+8613800138000",
        "+86 138 0013 8000",
        "8613800138000",
        "86-13800138000",
    ],
)
def test_mobile_is_masked(typed: str) -> None:
    assert mask(f"打{typed}找我") == "打138****8000找我"


@pytest.mark.parametrize(
    "typed", ["0915-6321234", "0915 6321234", "(0915)6321234", "（０９１５）６３２１２３４", "09156321234"]
)
def test_landline_is_masked(typed: str) -> None:
    assert mask(f"家里{typed}") == "家里09*******34"


@pytest.mark.parametrize("typed", ["6222021234567890128", "6222 0212 3456 7890 128", "6222-0212-3456-7890-128"])
def test_bank_card_is_masked(typed: str) -> None:
    assert "0212" not in mask(typed)
    assert "34567890" not in mask(typed)


@pytest.mark.parametrize(("typed", "kept"), [("发到wang.x+1@qq.com可以吗", "发到****可以吗"), ("ａ＠ｂ．ｃｎ", "****")])
def test_mail_address_is_masked_and_nothing_beside_it(typed: str, kept: str) -> None:
    assert mask(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我叫王小明", "我叫**"),
        ("我叫王小明，今年86", "我叫**,今年86"),
        ("我叫李桂花想问低保", "我叫**想问低保"),
        ("我叫张伟我婆86了", "我叫**我婆86了"),
        ("我叫欧阳小红住城关", "我叫**住城关"),
        ("我的名字是刘芳。", "我的名字是**。"),
        ("姓名：陈大山 电话：12345", "姓名:** 电话:12345"),
        ("本人赵铁柱，现住城关", "本人**,现住城关"),
    ],
)
def test_name_after_the_words_that_announce_it_is_masked(typed: str, kept: str) -> None:
    assert mask(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "我叫不醒我爸,咋办",
        "我叫了救护车,咋还不来",
        "我叫马蜂蛰了,咋办",
        "我叫蛇咬了",
        "我叫石头砸了脚,流血",
        "我叫牛顶了",
        "我叫高压电打了,快",
        "我叫车去医院",
        "户口本姓名写错了,去哪改",
        "姓名是什么?",
        "本人户口是农村的",
        "本人高中毕业,找工作",
        "本人左腿残疾,有补贴吗",
        "本人石泉人,问低保",
        "我叫你快来",
    ],
)
def test_what_only_sounds_like_a_name_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "12345",
        "12333",
        "12320",
        "119",
        "120",
        "110",
        "12356",
        "石发改发〔2022〕12号",
        "2025年",
        "800元",
        "22.5万人",
        "95%",
        "2021-2025年",
        "2025-12-31",
        "3.2.3",
        "61360平方米",
        "每学期800元,一共三年",
        "打12345 12333 12320 120都没人接",
        "1500元和2000元",
        "身份证在哪办",
        "邮编725200",
        "60-69岁",
        "第14个五年规划",
        "8:30到17:00",
    ],
)
def test_hotlines_figures_and_document_numbers_stay(text: str) -> None:
    assert mask(text) == text


def test_area_stays_in_the_one_spelling() -> None:
    assert mask("61360m²") == "61360m2"


def test_several_in_one_message_are_all_masked() -> None:
    masked = mask(f"我叫王小明，{ID}，13800138000，a@b.cn")
    assert masked == "我叫**,6109**********001X,138****8000,****"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("低\u200b保\u202e", "低保"),
        ("低保\x00\x1b[31m", "低保[31m"),
        ("低保\ud800", "低保"),
        ("低保\ufffe", "低保"),
        ("一\u2028二\x85三", "一\n二\n三"),
        ("一\n二\t三", "一\n二\t三"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_invisible_characters_are_taken_out(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@given(TEXTS)
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(TEXTS)
def test_no_long_number_survives(text: str) -> None:
    assert not re.search(r"\d{9}", mask(text))


@given(st.text(max_size=40), st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True), st.text(max_size=40))
def test_no_resident_id_survives_in_any_surroundings(before: str, number: str, after: str) -> None:
    assert number not in mask(f"{before} {number} {after}")


@given(st.text())
def test_what_is_kept_can_be_stored(text: str) -> None:
    mask(text).encode()
