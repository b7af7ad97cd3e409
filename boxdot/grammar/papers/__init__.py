"""Formulas in papers: where they stand in .tex and .md files, with exact source positions."""
