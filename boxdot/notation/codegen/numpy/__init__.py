"""NumPy as a language: a table over the values of array programs."""

from boxdot.notation.codegen.numpy.table import NUMPY as NUMPY
