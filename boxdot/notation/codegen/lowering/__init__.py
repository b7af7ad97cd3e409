"""Lowering: expressions with their shapes become array programs, one arm a node."""

from boxdot.notation.codegen.lowering.statements import lower_formula, lower_sides

__all__ = ["lower_formula", "lower_sides"]
