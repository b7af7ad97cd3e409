"""The algebra of sizes, and the one place that imports SymPy.

Sizes are polynomials over positive integers, kept in a normal form of their own so that plain
shapes never pay for SymPy; their SymPy form is made on demand (``symbolic``).
"""

from boxdot.notation.algebra.arithmetic import add, divide, multiply, power, product, subtract
from boxdot.notation.algebra.comparing import at_least, equal
from boxdot.notation.algebra.expressions import Size, SizeExpression, bracketed, names_of
from boxdot.notation.algebra.extrema import maximum, minimum, parts_of
from boxdot.notation.algebra.solving import reduced, solved
from boxdot.notation.algebra.substituting import substitute
from boxdot.notation.algebra.symbolic import condition_to_sympy, to_sympy

__all__ = [
    "Size",
    "SizeExpression",
    "add",
    "at_least",
    "bracketed",
    "condition_to_sympy",
    "divide",
    "equal",
    "maximum",
    "minimum",
    "multiply",
    "names_of",
    "parts_of",
    "power",
    "product",
    "reduced",
    "solved",
    "substitute",
    "subtract",
    "to_sympy",
]
