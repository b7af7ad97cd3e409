"""Reads TeX."""
