"""What the bot knows: reads, checks, searches and screens the content. Knows no chat, no clock, no database."""
