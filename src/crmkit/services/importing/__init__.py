"""Import: a client file goes in row by row; each row is created, matched, updated or rejected."""
