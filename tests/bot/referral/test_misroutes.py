from __future__ import annotations

import pytest

from bot.referral.misroutes import LEAST_CASES, misroute_matrix, propose_changes, windows_of
from bot.referral.records import Verdict
from tests.bot.world import NOON
from tests.knowledge.mini_world import mini_content

WINDOWS = {"hlt-clinic": "town"}


def verdicts(*rights: str, service: str = "hlt-clinic", shown: str = "town") -> list[Verdict]:
    return [Verdict(str(n), service, shown, right, "", "小王", NOON) for n, right in enumerate(rights)]


def test_matrix_counts_each_pair_most_frequent_first() -> None:
    matrix = misroute_matrix(verdicts("town", "civil", "civil"))
    assert list(matrix.items()) == [(("town", "civil"), 2), (("town", "town"), 1)]


def test_a_rule_is_proposed_with_its_evidence() -> None:
    [proposal] = propose_changes(verdicts(*["civil"] * 5, "town"), WINDOWS, {("hlt-clinic", "town"): 40})
    assert (proposal.service, proposal.shown, proposal.right) == ("hlt-clinic", "town", "civil")
    assert (proposal.misrouted, proposal.judged, proposal.issued) == (5, 6, 40)


@pytest.mark.parametrize(
    "rights",
    [
        ["civil"] * (LEAST_CASES - 1),
        ["civil"] * 3 + ["town"] * 3,
        ["civil", "civil", "health", "health", "education"],
        ["town"] * 9,
    ],
    ids=["too few", "no majority", "no agreement", "all right"],
)
def test_too_little_evidence_proposes_nothing(rights: list[str]) -> None:
    assert propose_changes(verdicts(*rights), WINDOWS, {}) == []


def test_what_was_said_of_an_earlier_rule_proposes_nothing() -> None:
    assert propose_changes(verdicts(*["civil"] * 5), {"hlt-clinic": "civil"}, {}) == []


def test_what_was_said_of_a_service_that_is_gone_proposes_nothing() -> None:
    assert propose_changes(verdicts(*["civil"] * 5, service="gone"), WINDOWS, {}) == []


def test_windows_are_where_each_service_is_sent_alone() -> None:
    windows = windows_of(mini_content())
    assert (windows["edu-waiver"], windows["hlt-clinic"]) == ("education", "town")
