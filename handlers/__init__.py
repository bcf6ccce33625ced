"""What the bot says: one module for each way of answering, tried in the order of `dispatch`."""
