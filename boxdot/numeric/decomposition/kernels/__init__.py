"""Compiled loops over the data; imported only where Numba is installed."""
