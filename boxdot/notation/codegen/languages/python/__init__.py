"""What the array libraries of Python share: how values are written, lines, and functions."""

from boxdot.notation.codegen.languages.python.library import Library as Library
from boxdot.notation.codegen.languages.python.writing import write_python as write_python
