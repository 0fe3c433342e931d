"""The questions a head of sales asks, each a function."""
