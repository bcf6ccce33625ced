from __future__ import annotations

from pathlib import Path

from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each

relief = breaks_in("routing.yaml", "relief")


@each(
    relief("unknown counter", "intake: town", "intake: twon", "intake", "改成 town"),
    relief("unknown service", "services: [hlt-clinic]", "services: [hlt-clinik]", "services", "改成 hlt-clinic"),
    relief("service twice", "services: [hlt-clinic]", "services: [hlt-clinic, hlt-clinic]", "services", "不止一次"),
    relief("covers nothing", "services: [hlt-clinic]", "services: []", "services", "covers_partner"),
    relief("paragraph that is none", "cites: ['7.2.1']", "cites: ['7.2']", "cites", "章.节.项"),
)
def test_routing(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)
