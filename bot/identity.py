"""Turns a sender into a keyed hash, the only thing kept of who wrote (HMAC-SHA-256, RFC 2104)."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from bot.config import Secret
from bot.database import StoreError

KEY_FILE = "identity.key"


class Hasher:
    """Hashes senders with one key."""

    def __init__(self, key: Secret) -> None:
        """Use a key that is not empty."""
        self._key = key.encode()

    def person(self, channel: str, address: str) -> str:
        """Return the hash of a sender: 32 hex digits, the same for the same address in the same channel."""
        sender = f"{channel}:{address}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, sender, hashlib.sha256).hexdigest()[:32]


def load_key(secret: Secret, data: Path) -> Secret:
    """Return the secret of the config, or the one made once and kept in the data folder, readable to its owner only.

    Raises `StoreError` where it can be neither read nor made.
    """
    if secret:
        return secret
    path = data / KEY_FILE
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"密钥文件用不了：{path}（{error}） -> 检查文件夹的权限") from error
    if not key:
        raise StoreError(f"密钥文件是空的：{path} -> 放回备份；删掉它会换一把新的，老用户都当新用户")
    return Secret(key)


def _make_key(path: Path) -> None:
    """Write a new key, whole or not at all; where another process was faster, its key stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=KEY_FILE)  # readable to its owner only
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(name)
    finally:
        Path(name).unlink()
