"""Sizes, shapes, conventions and the broadcast condition."""
