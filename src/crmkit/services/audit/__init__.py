"""The audit of the journal: sealing it, and verifying that it is what was sealed."""
