"""Tensor-network diagrams of formulas: nodes, super-diagonal 𝓘 nodes, edges with their sizes."""

from boxdot.notation.drawing.drawing import Drawing as Drawing
from boxdot.notation.drawing.drawing import draw as draw
