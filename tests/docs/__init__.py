"""The pages say what is true: their code runs, their commands work."""
