"""The floor: the same work written by hand in SQLAlchemy Core, as fast as is sensible.

It knows no rights, keeps one audit row a change and has one table per thing; whoever needs only
this much can have it at this price. Indexes, set-wise look-ups, executemany and keyset cursors are
as they should be.
"""
