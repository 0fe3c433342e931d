"""Rights over the whole library: what leaks, and what walls hold."""
