"""Linting whole projects from the command line: configured, cached, in parallel, with progress."""
