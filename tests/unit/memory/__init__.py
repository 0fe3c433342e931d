"""The storage, the clock and the ids in memory."""
