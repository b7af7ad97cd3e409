"""Expressions with arrays for their symbols."""
