"""Masks what a resident should not have typed: resident ID, phone, bank card, e-mail, name after 我叫.

Called before anything is stored or logged. Hotlines, document numbers and figures of the plan stay. Numbers are checked
with python-stdnum (resident ID: GB 11643; bank card: Luhn); an 18-digit number with a wrong checksum is masked too,
because a resident who mistypes an ID has still typed most of it.
"""

from __future__ import annotations

import re
import unicodedata

from stdnum import luhn

_RESIDENT_ID = re.compile(r"(?<!\d)\d(?:[\s-]?\d){16}[\s-]?[\dxX](?!\d)|(?<!\d)[1-9]\d{5}\d{2}[01]\d[0-3]\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d(?:[\s-]?\d){15,18}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d){8}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)\(?0\d{2,3}\)?[\s-]?\d{7,8}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"(我叫|我的名字是|名字叫|姓名[:是 ]?|本人)([\u4e00-\u9fff]{2,4}?)(?=[,。,;!?\s]|今年|住|是|的|$)")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{9,}(?!\d)")

STARS = "*" * 4


def mask(text: str) -> str:
    """Return the text in NFKC with personal numbers and names starred.

    >>> mask("我叫王小明，身份证６１０９２２１９９００１０１００１Ｘ，电话13800138000，打12345问过")
    '我叫**,身份证6109**********001X,电话138****8000,打12345问过'
    """
    clean = unicodedata.normalize("NFKC", text)
    clean = _RESIDENT_ID.sub(lambda found: _ends(found[0], 4, 4), clean)
    clean = _CARD.sub(_mask_card, clean)
    clean = _MOBILE.sub(lambda found: _ends(found[0][-11:] if found[0].isdigit() else found[0], 3, 4), clean)
    clean = _LANDLINE.sub(lambda found: _ends(found[0], 2, 2), clean)
    clean = _LONG_NUMBER.sub(lambda found: _ends(found[0], 2, 2), clean)
    clean = _MAIL.sub(STARS, clean)
    return _NAME.sub(lambda found: found[1] + "**", clean)


def _mask_card(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return _ends(digits, 4, 4) if luhn.is_valid(digits) else found[0]


def _ends(number: str, head: int, tail: int) -> str:
    digits = re.sub(r"[\s-]", "", number)
    return digits[:head] + "*" * max(len(digits) - head - tail, 4) + digits[-tail:]
