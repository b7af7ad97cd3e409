"""SymPy objects back to expressions: their trees are walked, their text is never parsed."""
