from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from bot.config import Secret
from bot.database import StoreError
from bot.identity import KEY_FILE, Hasher, load_key

ADDRESS = "13800138000"


def test_same_sender_has_the_same_hash() -> None:
    assert Hasher(Secret("key")).person("web", ADDRESS) == Hasher(Secret("key")).person("web", ADDRESS)


def test_hash_is_the_first_half_of_hmac_sha_256() -> None:
    """By `printf 'web:7' | openssl dgst -sha256 -hmac key`."""
    assert Hasher(Secret("key")).person("web", "7") == "12e5d410acd51bca3c87da129260b60a"


@pytest.mark.parametrize(
    ("channel", "address", "key"), [("web", "8", "key"), ("telegram", "7", "key"), ("web", "7", "x")]
)
def test_other_sender_channel_or_key_gives_another_hash(channel: str, address: str, key: str) -> None:
    assert Hasher(Secret(key)).person(channel, address) != Hasher(Secret("key")).person("web", "7")


def test_hash_does_not_show_the_sender() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", Hasher(Secret("key")).person("telegram", ADDRESS))


def test_any_address_can_be_hashed() -> None:
    assert Hasher(Secret("key")).person("json", "\ud800\x00😀")


def test_secret_of_the_config_is_used_and_no_file_made(tmp_path: Path) -> None:
    assert load_key(Secret("given"), tmp_path) == "given"
    assert not (tmp_path / KEY_FILE).exists()


def test_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = load_key(Secret(""), tmp_path / "data")
    assert len(first) == 64
    assert load_key(Secret(""), tmp_path / "data") == first
    assert [path.name for path in (tmp_path / "data").iterdir()] == [KEY_FILE]


def test_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    load_key(Secret(""), tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    assert load_key(Secret(""), tmp_path / "a") != load_key(Secret(""), tmp_path / "b")


def test_key_is_not_shown(tmp_path: Path) -> None:
    key = load_key(Secret(""), tmp_path)
    assert str(key) not in repr(key)


def test_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).touch()
    with pytest.raises(StoreError, match=KEY_FILE):
        load_key(Secret(""), tmp_path)


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StoreError, match="data"):
        load_key(Secret(""), tmp_path / "data")
