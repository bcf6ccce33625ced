"""Which phone numbers may stand in the content. Called by the rules of departments and of dangers."""

from __future__ import annotations

import re

EMERGENCY_NUMBERS = frozenset(
    {
        "110",  # police
        "119",  # fire and rescue
        "120",  # ambulance
        "122",  # traffic accidents
        "12110",  # police, by text message
        "12119",  # forest fires
        "12338",  # women's rights, domestic violence
        "12345",  # government service hotline
        "12350",  # reports of unsafe work
        "12355",  # young people in distress
        "12356",  # psychological help, nationwide since 2025-05-01 (National Health Commission)
        "12395",  # rescue on water
        "96110",  # police hotline against fraud
    }
)
"""Numbers that work in the whole country, as of 2026-01."""

_NATIONAL = re.compile(r"1[12]\d|1[0-2]\d{3}|9[56]\d{3,4}")
_PHONE = re.compile(r"(?:0\d{2,3}-?)?[2-8]\d{6,7}(?:-\d{1,4})?|1[3-9]\d{9}|400-?\d{3}-?\d{4}")


def is_national_number(number: str) -> bool:
    """Return whether a number has the form of a national hotline: 12345, 95598, 110.

    >>> is_national_number("12333"), is_national_number("8888")
    (True, False)
    """
    return bool(_NATIONAL.fullmatch(number))


def is_phone_number(number: str) -> bool:
    """Return whether a number has the form of a landline, mobile, 400 or national number.

    >>> is_phone_number("0915-6321234"), is_phone_number("0915-63212")
    (True, False)
    """
    return bool(_PHONE.fullmatch(number)) or is_national_number(number)
