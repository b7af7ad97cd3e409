"""Numba: a jitted function of explicit loops, which take every number of axes and data type."""

from boxdot.notation.codegen.languages.numba.writing import write_numba as write_numba
