"""Expressions entry by entry, over sums, entries and Kronecker deltas of SymPy."""
