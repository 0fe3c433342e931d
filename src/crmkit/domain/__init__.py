"""What a sales team talks about, as frozen values and pure rules."""
