"""Real input, where it lies beside the checkout."""
