"""Masks what a resident should not have typed: resident ID, phone, bank card, e-mail, name after 我叫.

Called before anything is stored or logged. Hotlines, document numbers and figures of the plan stay. A resident ID (GB
11643) is masked whatever its checksum, because a resident who mistypes an ID has still typed most of it; a number in
groups that could be a bank card is checked with python-stdnum (Luhn). Names are masked as far as they can be told from
other words: a sentence about danger must never be taken for a name.
"""

from __future__ import annotations

import re
import unicodedata

from stdnum import luhn

# No digit and no star on either side: what is masked already is not read as part of another number.
_RESIDENT_ID = re.compile(r"(?<![\d*])(?:\d{17}[\dxX]|\d{15})(?![\d*])")
_GROUPED_ID = re.compile(r"(?<![\d*])[1-9]\d(?:[\s-]*\d){15}[\s-]*[\dxX](?![\d*])")
_WITH_BIRTH_DATE = re.compile(r"\d{6}(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dxX]")
_CARD = re.compile(r"(?<![\d*])\d(?:[\s-]?\d){15,18}(?![\d*])")
_MOBILE = re.compile(r"(?<![\d*])(?:\+?86[\s-]?)?(1[3-9]\d(?:[\s-]?\d){8})(?![\d*])")
_LANDLINE = re.compile(r"(?<![\d*])\(?0\d{2,3}\)?[\s-]?\d{7,8}(?![\d*])")
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{9,}(?!\d)")

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷"
    "施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐梅莫庄辛管祝涂谷祁耿牟卜詹苗凌费纪靳盛童欧甄项曲阳裴"
    "席卫屈鲍覃霍翁隋甘景薄包柏宁柯阮桂闵柴华冉房仇臧"
)
_NOT_IN_NAMES = "不了着过被给把咬蛰砸撞打伤烧死叫喊的得没有来去人病残"
_GIVEN = rf"[^\W\da-zA-Z_{_NOT_IN_NAMES}]"
_SURNAME = rf"(?!高[中龄血压原考]|石泉|安康|常年|于[今去前])(?:欧阳|上官|司马|诸葛|皇甫|司徒|慕容|夏侯|[{_SURNAMES}])"
_AFTER_NAME = r"(?=[,。;!?、:)\s\d]|今年|现|住|是|家|在|想|要|问|我|身份证|电话|手机|男|女|$)"
_NAME = re.compile(rf"(我叫|我的名字[是叫]|名字[是叫]|姓名[:是 ]*){_SURNAME}{_GIVEN}{{1,3}}?{_AFTER_NAME}")
_SIGNED_NAME = re.compile(rf"(本人[: ]?){_SURNAME}{_GIVEN}{{1,2}}?(?=[,。;\s]|今年|现|住|是|$)")

STARS = "*" * 4
_MASKED = re.compile(
    r"(?:我叫|我的名字是|名字叫|姓名|本人)[:是 ]?\*\*[,。 ]*"
    r"|(?:身份证号码|身份证号|身份证|手机号|手机|电话|银行卡号|银行卡|卡号|邮箱)?[:是 ]*\d*\*{4,}[\dxX]*[,。 ]*"
)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_ZERO_WIDTH_JOINER = "\u200d"  # holds an emoji together
_NONCHARACTER = 0xFFFE


def mask(text: str) -> str:
    """Return the text in NFKC, without invisible characters, with personal numbers and names starred.

    Masking twice gives the same as masking once.

    >>> mask("我叫王小明，身份证６１０９２２１９９００１０１００１Ｘ，电话13800138000，打12345问过")
    '我叫**,身份证6109**********001X,电话138****8000,打12345问过'
    >>> mask("我叫不醒我爸，咋办")
    '我叫不醒我爸,咋办'
    """
    clean = unicodedata.normalize("NFKC", clean_text(text))
    clean = _RESIDENT_ID.sub(lambda found: _ends(found[0], 4, 4), clean)
    clean = _GROUPED_ID.sub(_mask_grouped_id, clean)
    clean = _CARD.sub(_mask_card, clean)
    clean = _MOBILE.sub(lambda found: _ends(found[1], 3, 4), clean)
    clean = _LANDLINE.sub(lambda found: _ends(found[0], 2, 2), clean)
    clean = _LONG_NUMBER.sub(lambda found: _ends(found[0], 2, 2), clean)
    clean = _MAIL.sub(STARS, clean)
    clean = _SIGNED_NAME.sub(lambda found: found[1] + "**", clean)
    return _NAME.sub(lambda found: found[1] + "**", clean)


def without_masked(text: str) -> str:
    """Return a masked text without what was masked and the word that named it: they say nothing of what is asked.

    >>> without_masked("我叫**,身份证6109**********001X,想办低保")
    '想办低保'
    """
    return _MASKED.sub("", text)


def clean_text(text: str) -> str:
    r"""Return the text without control and format characters and halves of surrogate pairs, which no store can hold.

    Line breaks and tabs stay, and what holds an emoji together.

    >>> clean_text("低\u200b保\x00\ud800\n")
    '低保\n'
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character in "\n\t" + _ZERO_WIDTH_JOINER:
        return character
    if character in "\x85\u2028\u2029":
        return "\n"
    is_noncharacter = ord(character) & _NONCHARACTER == _NONCHARACTER
    return "" if is_noncharacter or unicodedata.category(character) in _INVISIBLE else character


def _mask_grouped_id(found: re.Match[str]) -> str:
    is_id = _WITH_BIRTH_DATE.fullmatch(_without_gaps(found[0]))
    return _ends(found[0], 4, 4) if is_id else found[0]


def _mask_card(found: re.Match[str]) -> str:
    return _ends(found[0], 4, 4) if luhn.is_valid(_without_gaps(found[0])) else found[0]


def _ends(number: str, head: int, tail: int) -> str:
    digits = _without_gaps(number)
    return digits[:head] + "*" * max(len(digits) - head - tail, 4) + digits[-tail:]


def _without_gaps(number: str) -> str:
    return re.sub(r"[\s()-]", "", number)
