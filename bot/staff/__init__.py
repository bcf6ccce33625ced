"""The staff room: accounts, review of what could not be answered, editing, publishing with undo, audit trail, upkeep.

Knows no pages and no terminal: the console and the commands call it.
"""
