"""The judge of the duplicates matcher: people as typed, public sets, scores and peers.

It shares no words, seeds or knobs with what the matcher's weights are fitted on.
"""
