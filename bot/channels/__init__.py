"""One module a channel: the only places that know Telegram, HTTP or a terminal."""
