"""Sweeps: every factor of every term is updated once, in order (eqs. 41-44)."""
