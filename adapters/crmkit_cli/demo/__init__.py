"""The demonstration: the main job on the files of a made-up shop, step by step."""
