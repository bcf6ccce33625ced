"""The code on a one-trip card: eight digits, read out at a counter and typed by a clerk.

Digits only, because not everyone reads Latin letters aloud, and so that no O is taken for a 0. The last one is a check
digit (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004): it finds every wrong digit and every two neighbours that
changed places. A code opens a card that names no person; it is no secret and need not be longer than can be read out.
"""

from __future__ import annotations

import secrets
import unicodedata

from stdnum import damm

LENGTH = 8
"""Digits, the check digit included."""
GROUP = 4
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})
_GAPS = " -－—–_·.\t\r\n"


def new_code() -> str:
    """Return a code drawn at random; it never starts with 0, which a spreadsheet would drop."""
    body = str(10 ** (LENGTH - 2) + secrets.randbelow(9 * 10 ** (LENGTH - 2)))
    return body + str(damm.calc_check_digit(body))


def read_code(text: str) -> str | None:
    """Return the eight digits of a code as somebody typed it; None where it cannot be one or was mistyped.

    >>> read_code("1234 5671"), read_code("１２３４－５６７１"), read_code("l234-5671")
    ('12345671', '12345671', '12345671')
    >>> read_code("1243-5671") is None
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    digits = "".join(character for character in plain if character not in _GAPS)
    is_code = len(digits) == LENGTH and digits.isascii() and digits.isdecimal() and digits[0] != "0"
    return digits if is_code and damm.is_valid(digits) else None


def show_code(code: str) -> str:
    """Return a code in two groups, as it is printed and read out.

    >>> show_code("12345671")
    '1234-5671'
    """
    return f"{code[:GROUP]}-{code[GROUP:]}"
