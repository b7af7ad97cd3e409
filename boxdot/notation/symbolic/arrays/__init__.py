"""Expressions of any order as array expressions of SymPy (``sympy.tensor.array``)."""
