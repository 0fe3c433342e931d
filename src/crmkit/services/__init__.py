"""Use cases: what a sales team does, a verb a file."""
