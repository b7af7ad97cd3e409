"""Starts for broadcast decompositions: signs from pairs of slabs, selection by short fits."""

from boxdot.numeric.decomposition.starting.candidates import starts

__all__ = ["starts"]
