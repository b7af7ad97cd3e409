"""Benchmarks: one module a question, run with ``python -m benchmarks.NAME``."""
