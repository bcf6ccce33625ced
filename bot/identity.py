"""Turns a sender into a keyed hash, the only thing kept of who wrote (HMAC-SHA-256, RFC 2104)."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from bot.config import Secret

KEY_FILE = "identity.key"


class Hasher:
    """Hashes senders with one key."""

    def __init__(self, key: Secret) -> None:
        """Use a key that is not empty."""
        self._key = key.encode()

    def person(self, channel: str, address: str) -> str:
        """Return the hash of a sender: 32 hex digits, the same for the same address in the same channel."""
        sender = f"{channel}:{address}".encode()
        return hmac.new(self._key, sender, hashlib.sha256).hexdigest()[:32]


def load_key(secret: Secret, data: Path) -> Secret:
    """Return the secret of the config, or the one made once and kept in the data folder, readable to its owner only."""
    if secret:
        return secret
    path = data / KEY_FILE
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return Secret(path.read_text(encoding="ascii").strip())
