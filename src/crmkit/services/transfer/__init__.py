"""A tenant as a stream: giving it away, and taking it in."""
