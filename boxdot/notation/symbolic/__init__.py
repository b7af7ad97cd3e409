"""Expressions to SymPy and back, for those who carry on there.

This room imports SymPy, which takes half a second; it is itself imported late, inside functions
of the face, so that nobody pays for it who does not ask for SymPy.
"""

from boxdot.notation.symbolic.converting import to_sympy as to_sympy
from boxdot.notation.symbolic.forms import IndexedForm as IndexedForm
from boxdot.notation.symbolic.reading.converting import from_sympy as from_sympy
