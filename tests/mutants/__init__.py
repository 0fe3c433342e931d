"""Adapters with one fault each: the contracts must catch them all."""
