from __future__ import annotations

from dataclasses import replace

import pytest

from bot.referral.misroutes import LEAST_CASES, Proposal, counters_of, misroute_matrix, propose_changes
from bot.referral.records import Verdict
from bot.referral.report import propose_in_words
from knowledge.models import RoutingRule
from tests.bot.world import NOON
from tests.knowledge.mini_world import mini_content

COUNTERS = {"hlt-clinic": {"town"}}


def verdicts(*rights: str, service: str = "hlt-clinic", shown: str = "town") -> list[Verdict]:
    return [Verdict(str(n), service, shown, right, "", "小王", NOON) for n, right in enumerate(rights)]


def test_matrix_counts_each_pair_most_frequent_first() -> None:
    matrix = misroute_matrix(verdicts("town", "civil", "civil"))
    assert list(matrix.items()) == [(("town", "civil"), 2), (("town", "town"), 1)]


def test_a_rule_is_proposed_with_its_evidence() -> None:
    [proposal] = propose_changes(verdicts(*["civil"] * 5, "town"), COUNTERS, {("hlt-clinic", "town"): 40})
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
    assert propose_changes(verdicts(*rights), COUNTERS, {}) == []


def test_what_was_said_of_an_earlier_rule_proposes_nothing() -> None:
    assert propose_changes(verdicts(*["civil"] * 5), {"hlt-clinic": {"civil"}}, {}) == []


def test_what_was_said_of_a_service_that_is_gone_proposes_nothing() -> None:
    assert propose_changes(verdicts(*["civil"] * 5, service="gone"), COUNTERS, {}) == []


def test_each_counter_a_service_can_be_sent_to_is_judged_alone() -> None:
    bundled = verdicts(*["civil"] * 3, shown="town")
    alone = verdicts(*["health"] * 9, shown="health")
    [proposal] = propose_changes([*bundled, *alone], {"hlt-clinic": {"town", "health"}}, {})
    assert (proposal.shown, proposal.misrouted, proposal.judged) == ("town", 3, 3)


def test_counters_are_a_services_own_and_those_of_bundles() -> None:
    content = mini_content()
    rule = RoutingRule("town", "town", ("edu-waiver",), covers_partner=False, cites=(), say="一起办")
    counters = counters_of(replace(content, routing=(rule,)))
    assert counters["edu-waiver"] == {"education", "town"}
    assert counters["hlt-clinic"] == {"town"}


@pytest.mark.parametrize(("shown", "said"), [("education", "window: education -> civil"), ("town", "routing.yaml")])
def test_a_proposal_names_what_to_change(shown: str, said: str) -> None:
    assert said in propose_in_words(mini_content(), Proposal("edu-waiver", shown, "civil", 5, 6, 40))
