from __future__ import annotations

import pytest

from bot.staff.passwords import hash_password, is_password, make_password, password_fault

GOOD = "我家门前两棵大核桃树"


def test_made_password_is_fit_and_new_each_time() -> None:
    first, second = make_password(), make_password()
    assert first != second
    assert password_fault(first, "王芳") is None
    assert len(first) == 19


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("123456789", "console.password_short"),
        ("长" * 201, "console.password_long"),
        ("1111111111", "console.password_weak"),
        ("wangfang2026", "console.password_weak"),
        ("ＷａｎｇＦａｎｇ２０２６", "console.password_weak"),
    ],
)
def test_unfit_password_is_told_why(password: str, fault: str) -> None:
    assert password_fault(password, "WangFang") == fault


def test_hash_is_argon2id_and_salted() -> None:
    first, second = hash_password(GOOD), hash_password(GOOD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert GOOD not in first


def test_right_password_passes_however_it_is_typed() -> None:
    hashed = hash_password("password-ABC-123")
    assert is_password("password-ABC-123", hashed)
    assert is_password("ｐａｓｓｗｏｒｄ-ABC-１２３", hashed)


@pytest.mark.parametrize("hashed", ["", "broken", "$argon2id$v=19$m=1"])
def test_no_password_passes_without_a_sound_hash(hashed: str) -> None:
    assert not is_password(GOOD, hashed)


def test_wrong_password_does_not_pass() -> None:
    assert not is_password(GOOD + "们", hash_password(GOOD))
