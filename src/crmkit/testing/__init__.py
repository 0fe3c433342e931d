"""For testing with crmkit: builders, a world with a clock, strategies, contracts for ports."""
