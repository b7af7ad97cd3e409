"""Inequalities between forms: squares, norms, sums of non-negative terms, Cauchy–Schwarz."""

from boxdot.notation.equality.inequalities.deciding import is_at_least_zero as is_at_least_zero
from boxdot.notation.equality.inequalities.deciding import (
    is_greater_than_zero as is_greater_than_zero,
)
