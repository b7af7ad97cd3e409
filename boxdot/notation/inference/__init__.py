"""The shape of every expression."""
