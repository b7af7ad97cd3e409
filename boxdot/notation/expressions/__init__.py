"""Expressions: a closed set of frozen nodes, and the symbols they speak of."""
