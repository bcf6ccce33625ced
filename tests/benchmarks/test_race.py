from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.benchmarks.peers import ENTRANTS, OWN, Entrant
from tests.benchmarks.race import Asked, EntrantError, Score, race
from tests.knowledge.mini_content import write_mini_content
from tests.real import CONTENT

ASKED = (
    Asked("高中学费能免多少", ("service:edu-waiver",)),
    Asked("明天会不会落雨", ("service:none",)),
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    write_mini_content(folder)
    shutil.copytree(CONTENT / "messages", folder / "messages", dirs_exist_ok=True)  # a whole reply needs every sentence
    return folder


@pytest.mark.parametrize("entrant", ENTRANTS, ids=lambda entrant: entrant.module)
def test_everyone_finds_a_phrasing_of_the_content(content: Path, entrant: Entrant) -> None:
    [score] = race(content, 0, [entrant], ASKED, rounds=1)
    assert score.right == 0.5


def test_everyone_is_measured_on_every_question_in_every_round(content: Path) -> None:
    scores = list(race(content, 0, [OWN, ENTRANTS[2]], ASKED, rounds=2))
    assert [len(score.times_ms) for score in scores] == [2, 2]
    assert all(score.load_s > 0 and score.peak_mib > 1 for score in scores)


def test_who_cannot_take_so_many_phrasings_is_left_out(content: Path) -> None:
    assert list(race(content, 0, [Entrant("fulltext", "", most=1)], ASKED, rounds=1)) == []


def test_a_broken_entrant_is_named_with_what_it_complained_of(content: Path) -> None:
    with pytest.raises(EntrantError, match=r"(?s)no_such_module: .*ModuleNotFoundError"):
        list(race(content, 0, [Entrant("no_such_module", "broken one")], ASKED, rounds=1))


def test_the_ratio_is_taken_question_by_question() -> None:
    own, other = (Score(OWN, 1.0, times, 1.0, 1.0, 1.0) for times in ((1.0, 2.0, 4.0), (3.0, 4.0, 12.0)))
    assert other.times_of(own) == 3.0
