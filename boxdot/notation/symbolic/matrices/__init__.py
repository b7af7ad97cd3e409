"""Expressions of order 2 or less as matrix expressions of SymPy."""
