"""Findings in papers."""
