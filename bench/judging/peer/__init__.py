"""The peers' own scripts: each runs in an environment that holds the peer and nothing of ours.

``python SCRIPT TABLE GROUPS``: TABLE is JSON, one record a line, its columns named
``KIND:HEADING``; ``ids`` columns hold lists of whole identifiers, ``name``, ``date``, ``place`` and
``text`` ones a text or nothing. GROUPS becomes JSON: for each setting tried, the group of every
record in order.
"""
