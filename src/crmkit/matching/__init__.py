"""Which records are one client: normal forms, candidate keys, weighed evidence, clusters."""
