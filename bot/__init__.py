"""How the bot runs: configuration, the one request path, the store, the command line and the channels."""
