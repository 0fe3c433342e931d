"""How long properties are tried: `--hypothesis-profile quick` is for the loop at the desk."""

from hypothesis import settings

settings.register_profile("quick", max_examples=5, deadline=None)
