from __future__ import annotations

import pytest

from bot.staff.roles import ROLE_NAMES, Role


@pytest.mark.parametrize(("higher", "lower"), [("admin", "editor"), ("editor", "counter"), ("counter", "viewer")])
def test_each_role_may_do_what_the_one_before_may(higher: str, lower: str) -> None:
    assert Role(higher).allows(Role(lower))
    assert not Role(lower).allows(Role(higher))
    assert Role(lower).allows(Role(lower))


def test_each_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)
