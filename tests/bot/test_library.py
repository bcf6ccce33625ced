from __future__ import annotations

import asyncio
import logging
import shutil
import time
from pathlib import Path

import pytest

from bot import learner, library
from bot.config import Config
from bot.library import ContentMovedError, Edition, Library, load_edition
from knowledge.checking.draft import Draft, read_draft
from knowledge.content_files import content_version
from knowledge.errors import ContentError
from knowledge.matching.encoder import Encoder
from tests.knowledge.matching.tiny_encoder import write_tiny_encoder
from tests.knowledge.mini_content import HEALTH, SERVICES, edit
from tests.knowledge.mini_world import mini_content

OLD_TITLE, NEW_TITLE = "title: 生源地助学贷款", "title: 大学生助学贷款"


@pytest.fixture
def opened(config: Config) -> Library:
    """A library of a content folder that the test may change."""
    return Library.open(config.content, config.data / "models", config.thresholds)


def title_of(opened: Library) -> str:
    return opened.edition.content.services["edu-loan"].title


def test_bad_content_is_refused_with_every_problem(config: Config) -> None:
    edit(config.content, SERVICES, "strength: continuing", "strength: for-ever")
    edit(config.content, HEALTH, "  title: 村卫生室", "  titel: 村卫生室")
    with pytest.raises(ContentError) as caught:
        Library.open(config.content, config.data / "models", config.thresholds)
    assert {problem.field for problem in caught.value.problems} >= {"strength", "titel"}


def test_name_that_leads_nowhere_is_refused_at_start(config: Config) -> None:
    edit(config.content, SERVICES, "related: [edu-loan]", "related: [edu-nothing]")
    with pytest.raises(ContentError, match="edu-nothing"):
        Library.open(config.content, config.data / "models", config.thresholds)


def test_model_is_kept_for_the_next_start(opened: Library, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def learn(*_: object) -> None:
        raise AssertionError("learnt again")

    monkeypatch.setattr("knowledge.matching.compiled.learn", learn)
    again = Library.open(config.content, config.data / "models", config.thresholds)
    assert again.edition.content.version == opened.edition.content.version


def test_folder_for_models_that_cannot_be_made_costs_only_time(config: Config) -> None:
    config.data.touch()
    assert title_of(Library.open(config.content, config.data / "models", config.thresholds))


async def test_good_edit_is_in_use_after_one_refresh(opened: Library, config: Config) -> None:
    edit(config.content, SERVICES, OLD_TITLE, NEW_TITLE)
    assert await opened.refresh() is True
    assert title_of(opened) == "大学生助学贷款"


async def test_new_phrasing_is_understood_after_one_refresh(opened: Library, config: Config) -> None:
    edit(config.content, HEALTH, "    - 村里没得大夫咋办", "    - 噶噶喊肚肚疼\n    - 村里没得大夫咋办")
    await opened.refresh()
    assert opened.edition.understander.understand("噶噶喊肚肚疼").matches[0].intent.id == "hlt-clinic"


async def test_a_sentence_encoder_whose_file_went_serves_on(config: Config, tmp_path: Path) -> None:
    encoder = Encoder(write_tiny_encoder(tmp_path, "学费束脩", "借贷款", "村卫生室病"))
    opened = Library.open(config.content, config.data / "models", config.thresholds, encoder)
    encoder.path.unlink()
    edit(config.content, HEALTH, "    - 村里没得大夫咋办", "    - 噶噶喊肚肚疼\n    - 村里没得大夫咋办")
    assert await opened.refresh()
    understander = opened.edition.understander
    assert understander.rank("交束脩吗")[0].signals[-1] == pytest.approx(1, abs=0.01)
    assert understander.rank("噶噶喊肚肚疼")[0].intent.id == "hlt-clinic"


def test_learning_beside_with_a_broken_encoder_is_a_warning(
    config: Config, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    learner.learn_beside(mini_content(), tmp_path / "models", tmp_path / "none.onnx")
    assert "none.onnx" in caplog.text
    assert not list(tmp_path.glob("models/*"))


async def test_without_a_change_the_edition_stays(opened: Library) -> None:
    before = opened.edition
    assert await opened.refresh() is False
    assert opened.edition is before


async def test_bad_edit_keeps_the_old_edition(opened: Library, config: Config) -> None:
    before = opened.edition
    edit(config.content, SERVICES, OLD_TITLE, "titel: 大学生助学贷款")
    assert await opened.refresh() is False
    assert opened.edition is before


async def test_every_problem_of_a_bad_edit_is_logged_once(
    opened: Library, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    line = edit(config.content, SERVICES, OLD_TITLE, "titel: 大学生助学贷款")
    edit(config.content, HEALTH, "window: town", "window: nowhere")
    for _ in range(3):
        await opened.refresh()
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert f"{SERVICES}:{line}: edu-loan: titel" in record.getMessage()
    assert "nowhere" in record.getMessage()


async def test_mended_edit_is_taken_up(opened: Library, config: Config) -> None:
    edit(config.content, SERVICES, OLD_TITLE, "titel: 大学生助学贷款")
    await opened.refresh()
    edit(config.content, SERVICES, "titel: 大学生助学贷款", NEW_TITLE)
    assert await opened.refresh() is True
    assert title_of(opened) == "大学生助学贷款"


async def test_edit_taken_back_brings_the_old_content_back(opened: Library, config: Config) -> None:
    edit(config.content, SERVICES, OLD_TITLE, NEW_TITLE)
    await opened.refresh()
    edit(config.content, SERVICES, NEW_TITLE, OLD_TITLE)
    assert await opened.refresh() is True
    assert title_of(opened) == "生源地助学贷款"


@pytest.mark.parametrize("file", [SERVICES, HEALTH, "urgent.yaml", "ids.yaml", "messages/common.yaml"])
async def test_half_written_file_takes_nothing_away(opened: Library, config: Config, file: str) -> None:
    """What a cut leaves may be good by itself; no service, danger or sentence is ever missing in use."""
    path, whole, before = config.content / file, _read(config.content / file), _parts(opened)
    lines = whole.splitlines(keepends=True)
    for count in range(len(lines) - 1, -1, -max(len(lines) // 12, 1)):
        _write(path, b"".join(lines[:count]) + lines[count][: len(lines[count]) // 2])
        await opened.refresh()
        assert _parts(opened) == before, count
    _write(path, whole)
    await opened.refresh()
    assert opened.edition.content.version == content_version(config.content)


async def test_sentence_of_the_bot_that_is_gone_keeps_the_old_edition(
    opened: Library, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    path = config.content / "messages" / "common.yaml"
    lines = [line for line in _read(path).splitlines(keepends=True) if not line.startswith(b"failed:")]
    _write(path, b"".join(lines))
    assert await opened.refresh() is False
    assert "messages/common.yaml:1: -: failed" in caplog.text


@pytest.mark.parametrize("data", ["低保".encode("gbk"), b"\xff\xfe\x00", b"", b"a: &x [*x, *x]", b"[" * 5000])
async def test_file_that_is_no_yaml_keeps_the_old_edition(opened: Library, config: Config, data: bytes) -> None:
    before = opened.edition
    _write(config.content / SERVICES, data)
    assert await opened.refresh() is False
    assert opened.edition is before


async def test_deleted_folder_keeps_the_old_edition(opened: Library, config: Config) -> None:
    before = opened.edition
    shutil.rmtree(config.content)
    assert await opened.refresh() is False
    assert opened.edition is before


async def test_file_in_place_of_the_folder_keeps_the_old_edition(opened: Library, config: Config) -> None:
    before = opened.edition
    shutil.rmtree(config.content)
    _write(config.content, b"")
    assert await opened.refresh() is False
    assert opened.edition is before


async def test_answers_during_a_refresh_come_from_the_old_edition(opened: Library, config: Config) -> None:
    edit(config.content, SERVICES, OLD_TITLE, NEW_TITLE)
    refreshing = asyncio.create_task(opened.refresh())
    await asyncio.sleep(0)
    assert title_of(opened) == "生源地助学贷款"
    await refreshing


async def test_new_phrasings_are_learnt_beside_and_then_taken_up(opened: Library, config: Config) -> None:
    edit(config.content, HEALTH, "    - 村里没得大夫咋办", "    - 噶噶喊肚肚疼\n    - 村里没得大夫咋办")
    await opened.refresh()
    fresh = opened.edition
    assert not fresh.is_learnt
    while not opened.edition.is_learnt:
        await opened.refresh()
        await asyncio.sleep(0)
    assert opened.edition.content is fresh.content
    assert type(opened.edition.understander.matcher) is not type(fresh.understander.matcher)
    assert opened.edition.understander.understand("噶噶喊肚肚疼").matches[0].intent.id == "hlt-clinic"


async def test_what_cannot_be_learnt_is_tried_once_and_answered_all_the_same(
    opened: Library, config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(learner, "learn_beside", time.time)  # ends at once: an argument too many
    edit(config.content, HEALTH, "    - 村里没得大夫咋办", "    - 噶噶喊肚肚疼\n    - 村里没得大夫咋办")
    while "学不了" not in caplog.text:
        await opened.refresh()
    monkeypatch.setattr(library, "Learner", None)
    assert await opened.refresh() is False
    assert opened.edition.understander.understand("噶噶喊肚肚疼").matches[0].intent.id == "hlt-clinic"


class Examining:
    """Counts what it lets pass."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self, _quick: Edition, _learnt: Edition) -> bool:
        self.count += 1
        return True


def serving(config: Config) -> tuple[Library, Examining]:
    """Return a library as `serve` opens it, with what examines for it."""
    library = Library.open(config.content, config.data / "models", config.thresholds, is_learnt_later=True)
    library.examine = examining = Examining()
    return library, examining


async def settle(*libraries: Library) -> None:
    """Let libraries look until all of them answer with what was learnt."""
    while not all(one.edition.is_learnt for one in libraries):
        for one in libraries:
            await one.refresh()
        await asyncio.sleep(0)


async def test_phrasing_that_came_while_nothing_served_is_examined_before_it_is_used(config: Config) -> None:
    assert serving(config)[0].edition.is_learnt
    edit(config.content, HEALTH, "    - 村里没得大夫咋办", "    - 噶噶喊肚肚疼\n    - 村里没得大夫咋办")
    library, examining = serving(config)
    assert not library.edition.is_learnt
    assert library.edition.understander.rank("噶噶喊肚肚疼")[0].intent.id == "hlt-clinic"
    await settle(library)
    assert examining.count == 1
    assert serving(config)[0].edition.is_learnt


async def test_model_that_was_learnt_and_not_examined_is_examined_at_the_next_start(config: Config) -> None:
    serving(config)
    edit(config.content, HEALTH, "    - 村里没得大夫咋办", "    - 噶噶喊肚肚疼\n    - 村里没得大夫咋办")
    Library.open(config.content, config.data / "models", config.thresholds)  # learns, as a command does
    library, examining = serving(config)
    assert not library.edition.is_learnt
    await settle(library)
    assert examining.count == 1


async def test_of_two_processes_that_see_a_new_phrasing_one_examines(config: Config) -> None:
    (first, examining), (second, examining_too) = serving(config), serving(config)
    edit(config.content, HEALTH, "    - 村里没得大夫咋办", "    - 噶噶喊肚肚疼\n    - 村里没得大夫咋办")
    await first.refresh()
    await second.refresh()
    assert {first.edition.is_learnt, second.edition.is_learnt} == {False}
    await settle(first, second)
    assert examining.count + examining_too.count == 1


async def test_more_than_can_be_compared_letter_by_letter_is_learnt_at_the_start(
    config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    serving(config)
    monkeypatch.setattr(library, "MOST_LEARNT_LATER", 0)
    edit(config.content, HEALTH, "    - 村里没得大夫咋办", "    - 噶噶喊肚肚疼\n    - 村里没得大夫咋办")
    assert serving(config)[0].edition.is_learnt
    assert "多了 1 个，少了 0 个" in caplog.text


async def test_edited_danger_is_learnt_before_it_is_in_use(opened: Library, config: Config) -> None:
    edit(config.content, "urgent.yaml", "灭火器哪里买", "灭火器哪里买, 灭火器几年换一回")
    assert await opened.refresh() is True
    assert opened.edition.is_learnt


def test_content_that_changes_while_it_is_read_is_not_learnt(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the model of the old words would be kept under the name of the new ones."""

    def read_late(root: Path) -> Draft:
        edit(root, SERVICES, OLD_TITLE, NEW_TITLE)
        return read_draft(root)

    monkeypatch.setattr(library, "read_draft", read_late)
    with pytest.raises(ContentMovedError):
        load_edition(config.content, config.data / "models", config.thresholds)
    assert not (config.data / "models").exists()


def _parts(opened: Library) -> tuple[set[str], set[str], set[str]]:
    content = opened.edition.content
    return set(content.services), {situation.id for situation in content.urgent}, set(content.messages)


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
