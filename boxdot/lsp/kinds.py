"""The kinds of code actions that are our own."""

FIX_ALL = "source.fixAll.boxdot"
"""All safe corrections in a file; editors can ask for it whenever a file is saved."""
