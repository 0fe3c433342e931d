"""Duplicates in any table: the weights are learnt from the table itself, without examples."""
