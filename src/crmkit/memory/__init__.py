"""Every port in memory: for tests, for trying things out, and as the meaning of the ports."""
